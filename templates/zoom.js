// Figures in a dialog, as large as one likes: grids of small images, curves on a phone.
const LARGEST = 6;
const STEP = 1.5;
const zoomTitle = make("p", { id: "loupe-titre" });
const zoomPicture = make("img", { alt: "" });
const zoomView = make("div", { class: "zoom-view", tabindex: "0", autofocus: "", role: "group", "aria-label": "Figure, à faire défiler" }, zoomPicture);
const smaller = make("button", { type: "button", onclick: () => zoom(1 / STEP) }, "Réduire");
const larger = make("button", { type: "button", onclick: () => zoom(STEP) }, "Agrandir");
const dialog = make(
  "dialog", { class: "zoom", "aria-labelledby": "loupe-titre" },
  make("div", { class: "zoom-bar" }, zoomTitle, smaller, larger,
    make("button", { type: "button", onclick: () => dialog.close() }, "Fermer")),
  zoomView,
);
let scale = 1;

// The scale is relative to the largest size at which the whole figure can be seen.
const zoom = (factor) => {
  const middle = (zoomView.scrollLeft + zoomView.clientWidth / 2) / zoomView.scrollWidth;
  const centre = (zoomView.scrollTop + zoomView.clientHeight / 2) / zoomView.scrollHeight;
  scale = clamp(scale * factor, 1, LARGEST);
  const ratio = zoomPicture.naturalWidth / zoomPicture.naturalHeight;
  const whole = Math.min(zoomView.clientWidth, zoomView.clientHeight * ratio);
  zoomPicture.style.width = `${whole * scale}px`;
  smaller.disabled = scale <= 1;
  larger.disabled = scale >= LARGEST;
  if (document.activeElement.disabled) zoomView.focus(); // a button that can do no more loses the keys
  zoomView.scrollLeft = middle * zoomView.scrollWidth - zoomView.clientWidth / 2;
  zoomView.scrollTop = centre * zoomView.scrollHeight - zoomView.clientHeight / 2;
};
const enlarge = (picture, label) => {
  zoomTitle.textContent = label;
  zoomPicture.className = picture.className;
  zoomView.classList.toggle("raster", !picture.matches(".drawing"));
  zoomPicture.alt = picture.alt;
  zoomPicture.src = picture.src;
  dialog.showModal();
  scale = 1;
  zoomPicture.decode().catch(() => {}).then(() => {
    zoom(wide.matches ? 1 : 1.8);
    zoomView.scrollTo(0, 0);
  });
};
dialog.addEventListener("keydown", ({ key }) => {
  if (key === "+" || key === "=") zoom(STEP);
  if (key === "-") zoom(1 / STEP);
});
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
addEventListener("resize", () => { if (dialog.open) zoom(1); });
document.body.append(dialog);

all(".figure-element").forEach((figure) => {
  const stage = figure.querySelector(".stage");
  const picture = stage.querySelector("img");
  const label = labelOf(stage);
  const open = () => enlarge(picture, label[0].toUpperCase() + label.slice(1));
  stage.parentElement.after(make("div", { class: "figure-tools" },
    make("button", { type: "button", "aria-label": `Agrandir la ${label}`, onclick: open }, "Agrandir")));
  if (!figure.querySelector(".reading")) picture.addEventListener("click", open);
});
