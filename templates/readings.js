// The values of curves and confusion matrices, under the pointer or chosen with the keyboard.
const share = (event, stage) => {
  const box = stage.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
};
const percent = (part) => `${100 * part}%`;
const known = (value) => value !== undefined && value !== null;
const valueText = (value) => (!known(value) ? "–" : write(value, { maximumSignificantDigits: 4 }));

// A ruler of epochs moves a dot along every curve; a small table tells their values.
const readCurves = (stage, tools, { panels, seeds }) => {
  const last = Math.max(...panels.flatMap(({ lines }) => lines.map((line) => line.values.length)));
  const label = stage.closest(".figure-element").querySelector(".label").textContent.replace(".", "");
  const ruler = make("input", { type: "range", min: 1, max: last, value: last, "aria-label": `Époque, ${label.toLowerCase()}` });
  const shown = make("span", { class: "ruler-value", "aria-hidden": "true" }, String(last));
  const marks = panels.map((panel) => ({ ...panel, rule: make("i", { class: "rule" }), dots: panel.lines.map(() => make("i", { class: "dot drawing" })) }));
  const layer = make("div", { class: "layer", hidden: "", "aria-hidden": "true" }, ...marks.flatMap(({ rule, dots }) => [rule, ...dots]));
  const head = make("caption");
  const table = make("table", {}, head,
    make("thead", {}, make("tr", {}, make("td"), ...panels.map(({ title }) => make("th", { scope: "col", class: "right" }, title)))));
  const body = table.createTBody();
  const cells = panels[0].lines.map(({ name, colour, dashed }) => {
    const swatch = make("i", { class: `swatch drawing${dashed ? " dashed" : ""}`, style: `color:${colour}` });
    const row = panels.map(() => make("td", { class: "right" }));
    body.append(make("tr", {}, make("th", { scope: "row" }, swatch, name), ...row));
    return row;
  });
  const tip = make("div", { class: "tip", hidden: "" }, table);

  const set = (epoch) => {
    ruler.value = epoch;
    shown.textContent = epoch;
    head.textContent = `Époque ${epoch}${seeds > 1 ? `, moyenne de ${seeds} graines` : ""}`;
    marks.forEach(({ x, y, lines, rule, dots }, column) => {
      const left = percent(x[0] + x[1] * epoch);
      const heights = lines.map(({ values }, row) => {
        const value = values[epoch - 1];
        cells[row][column].textContent = valueText(value);
        dots[row].hidden = value === undefined;
        if (value === undefined) return [];
        Object.assign(dots[row].style, { left, top: percent(y[0] + y[1] * value), color: lines[row].colour });
        return [y[0] + y[1] * value];
      }).flat();
      const top = Math.min(...heights);
      Object.assign(rule.style, { left, top: percent(top), height: percent(Math.max(...heights) - top) });
    });
    const said = panels.map(({ title, lines }) => `${title} : ${lines.map(({ name, values }) => `${name} ${valueText(values[epoch - 1])}`).join(", ")}`);
    ruler.setAttribute("aria-valuetext", `${epoch}. ${said.join(" ; ")}`);
  };
  const show = (visible) => { layer.hidden = tip.hidden = !visible; };
  const point = (event) => {
    const [x] = share(event, stage);
    const epochs = marks.map((panel) => (x - panel.x[0]) / panel.x[1]);
    const nearest = epochs.map((epoch) => Math.abs(epoch - clamp(epoch, 1, last)));
    set(clamp(Math.round(epochs[nearest.indexOf(Math.min(...nearest))]), 1, last));
    show(true);
  };

  stage.append(layer);
  tools.prepend(make("label", { class: "ruler" }, make("span", { "aria-hidden": "true" }, "Époque"), ruler, shown));
  tools.append(tip);
  set(last);
  stage.addEventListener("pointermove", point);
  stage.addEventListener("pointerdown", point);
  stage.addEventListener("pointerleave", () => show(document.activeElement === ruler));
  ruler.addEventListener("input", () => { set(Number(ruler.value)); show(true); });
  ruler.addEventListener("focus", () => show(true));
  ruler.addEventListener("blur", () => show(false));
  stage.closest("figure").addEventListener("keydown", ({ key }) => { if (key === "Escape") show(false); });
};

// Two lists choose the cell that the pointer would; one line says what it counts.
const readMatrix = (stage, tools, { classes, counts, box }) => {
  const [left, top, width, height] = box;
  const list = (name) => make("select", { "aria-label": name }, ...classes.map((label) => make("option", {}, label)));
  const [truth, answer] = [list("Classe vraie"), list("Classe prédite")];
  const said = make("output");
  const frame = make("i", { class: "frame" });
  const layer = make("div", { class: "layer", hidden: "", "aria-hidden": "true" }, frame);
  const set = (row, column) => {
    truth.selectedIndex = row;
    answer.selectedIndex = column;
    const total = counts[row].reduce((sum, count) => sum + count, 0);
    const part = total ? counts[row][column] / total : 0;
    const shares = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    said.textContent = `${write(counts[row][column])} sur ${write(total)}, soit ${write(100 * part, shares)} %`;
    Object.assign(frame.style, { left: percent(left + column * width), top: percent(top + row * height), width: percent(width), height: percent(height) });
  };
  const choose = () => { set(truth.selectedIndex, answer.selectedIndex); layer.hidden = false; };
  const point = (event) => {
    const [x, y] = share(event, stage);
    const [row, column] = [Math.floor((y - top) / height), Math.floor((x - left) / width)];
    layer.hidden = !(row in classes && column in classes);
    if (!layer.hidden) set(row, column);
  };
  set(0, 0);
  stage.append(layer);
  tools.prepend(make("div", { class: "cell-choice" }, make("label", {}, "Vraie ", truth), make("label", {}, "prédite ", answer), said));
  truth.addEventListener("change", choose);
  answer.addEventListener("change", choose);
  stage.addEventListener("pointermove", point);
  stage.addEventListener("pointerdown", point);
};

all(".reading").forEach((source) => {
  const reading = JSON.parse(source.textContent);
  const figure = source.closest(".figure-element");
  const [stage, tools] = [figure.querySelector(".stage"), figure.querySelector(".figure-tools")];
  (reading.panels ? readCurves : readMatrix)(stage, tools, reading);
});
