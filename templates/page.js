// What the page does beyond being read. Without scripts everything is open, shown and printable.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};
const write = (value, digits) => value.toLocaleString("fr-FR", digits).replace("-", "−");
const labelOf = (stage) => stage.closest(".figure-element").querySelector(".label").textContent.replace(".", "").toLowerCase();
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// Answers: closed to begin with, open in print and when a link points into one.
const answers = all("details.answer");
const setAnswers = (open) => answers.forEach((answer) => { answer.open = open; });
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest("details:not([open])");
  if (folded) folded.open = true;
  if (target) target.scrollIntoView();
};
setAnswers(false);
if (location.hash) reveal();
addEventListener("hashchange", reveal);
let closed = [];
addEventListener("beforeprint", () => {
  closed = answers.filter((answer) => !answer.open);
  setAnswers(true);
});
addEventListener("afterprint", () => closed.forEach((answer) => { answer.open = false; }));
all(".answers-control").forEach((control) => { control.hidden = false; });
all(".answers-control button").forEach((button) => {
  button.addEventListener("click", () => setAnswers("open" in button.dataset));
});

// Contents: folded on a phone, where they are when reading on.
const contents = document.querySelector(".toc");
const fold = contents.querySelector("details");
contents.classList.add("following");
const wide = matchMedia("(min-width: 70rem)");
const refold = () => { fold.open = wide.matches; };
wide.addEventListener("change", refold);
refold();
const links = new Map(all("a", contents).map((link) => [link.hash.slice(1), link]));
contents.addEventListener("click", (event) => {
  if (event.target.closest("a") && !wide.matches) fold.open = false;
});
const places = all(".question, .section").filter((place) => links.has(place.id));
const follow = () => {
  const line = wide.matches ? innerHeight / 4 : contents.offsetHeight + 24;
  const here = places.filter((place) => place.getBoundingClientRect().top <= line).pop();
  const link = links.get(here?.id);
  const before = contents.querySelector("[aria-current]");
  if (before === (link ?? null)) return;
  before?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "location");
  if (!link || !wide.matches) return;
  const { offsetTop, offsetHeight } = link;
  if (offsetTop < contents.scrollTop || offsetTop + offsetHeight > contents.scrollTop + contents.clientHeight) {
    contents.scrollTop = offsetTop - contents.clientHeight / 3;
  }
};
let waiting = false;
const soon = () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; follow(); });
};
addEventListener("scroll", soon, { passive: true });
addEventListener("resize", soon);
follow();

// Only what scrolls stops the tab key.
const stops = new ResizeObserver((entries) => entries.forEach(({ target }) => {
  const scrolls = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
  if (scrolls) target.tabIndex = 0;
  else target.removeAttribute("tabindex");
}));
all(".scroll, .formula, pre").forEach((box) => stops.observe(box));
