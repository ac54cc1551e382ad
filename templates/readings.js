// The values of curves and confusion matrices, under the pointer or chosen with the keyboard.
const share = (event, stage) => {
  const box = stage.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
};
const percent = (part) => `${100 * part}%`;
const known = (value) => value !== undefined && value !== null;
const valueText = (value) => (!known(value) ? "–" : write(value, { maximumSignificantDigits: 4 }));

// The place of a value on its panel, whose axis is linear or logarithmic.
const placeOf = ({ y, log }, value) => y[0] + y[1] * (log ? Math.log10(value) : value);

// What is drawn over the curves: in every panel a rule at the epoch and a dot on each line.
const curveMarks = (panels) => panels.map((panel) => {
  const { x, lines } = panel;
  const rule = make("i", { class: "rule" });
  const dots = lines.map(({ colour }) => make("i", { class: "dot drawing", style: `color:${colour}` }));
  const set = (epoch) => {
    const left = percent(x[0] + x[1] * epoch);
    const tops = lines.map(({ values }) => (known(values[epoch - 1]) ? placeOf(panel, values[epoch - 1]) : null));
    const shown = tops.filter((top) => top !== null);
    dots.forEach((dot, row) => {
      dot.hidden = tops[row] === null;
      Object.assign(dot.style, { left, top: percent(tops[row]) });
    });
    Object.assign(rule.style, { left, top: percent(Math.min(...shown)), height: percent(Math.max(...shown) - Math.min(...shown)) });
  };
  return { nodes: [rule, ...dots], set };
});

// The values at the epoch as a table: a row a line, a column a metric.
const curveTable = (panels, seeds) => {
  const caption = make("caption");
  const heads = panels.map(({ title }) => make("th", { scope: "col", class: "right" }, title));
  const cells = panels[0].lines.map(() => panels.map(() => make("td", { class: "right" })));
  const rows = panels[0].lines.map(({ name, colour, dashed }, row) => {
    const swatch = make("i", { class: `swatch drawing${dashed ? " dashed" : ""}`, style: `color:${colour}` });
    return make("tr", {}, make("th", { scope: "row" }, swatch, name), ...cells[row]);
  });
  const set = (epoch) => {
    caption.textContent = `Époque ${epoch}${seeds > 1 ? `, moyenne de ${seeds} graines` : ""}`;
    panels.forEach(({ lines }, column) => lines.forEach(({ values }, row) => {
      cells[row][column].textContent = valueText(values[epoch - 1]);
    }));
  };
  const table = make("table", {}, caption, make("thead", {}, make("tr", {}, make("td"), ...heads)), make("tbody", {}, ...rows));
  return { table, set };
};

// The epoch under the pointer, in the nearest panel.
const epochAt = (panels, last, x) => {
  const epochs = panels.map((panel) => (x - panel.x[0]) / panel.x[1]);
  const away = epochs.map((epoch) => Math.abs(epoch - clamp(epoch, 1, last)));
  return clamp(Math.round(epochs[away.indexOf(Math.min(...away))]), 1, last);
};

// A ruler of epochs moves a dot along every curve; a small table tells their values.
const readCurves = (stage, tools, { panels, seeds }) => {
  const last = Math.max(...panels.flatMap(({ lines }) => lines.map(({ values }) => values.length)));
  const ruler = make("input", { type: "range", min: 1, max: last, value: last, "aria-label": `Époque, ${labelOf(stage)}` });
  const number = make("span", { class: "ruler-value", "aria-hidden": "true" });
  const marks = curveMarks(panels);
  const { table, set: fill } = curveTable(panels, seeds);
  const layer = make("div", { class: "layer", hidden: "", "aria-hidden": "true" }, ...marks.flatMap(({ nodes }) => nodes));
  const tip = make("div", { class: "tip", hidden: "" }, table);
  const show = (visible) => { layer.hidden = tip.hidden = !visible; };
  const set = (epoch) => {
    ruler.value = number.textContent = epoch;
    [fill, ...marks.map((mark) => mark.set)].forEach((update) => update(epoch));
    const said = panels.map(({ title, lines }) => `${title}\u00a0: ${lines.map(({ name, values }) => `${name} ${valueText(values[epoch - 1])}`).join(", ")}`);
    ruler.setAttribute("aria-valuetext", `${epoch}. ${said.join("\u202f; ")}`);
  };
  const point = (event) => { set(epochAt(panels, last, share(event, stage)[0])); show(true); };

  stage.append(layer);
  tools.prepend(make("label", { class: "ruler" }, make("span", { "aria-hidden": "true" }, "Époque"), ruler, number));
  tools.append(tip);
  set(last);
  stage.addEventListener("pointermove", point);
  stage.addEventListener("pointerdown", point);
  stage.addEventListener("pointerleave", ({ pointerType }) => show(pointerType === "touch" || document.activeElement === ruler));
  addEventListener("pointerdown", ({ target }) => { if (!stage.parentElement.parentElement.contains(target)) show(false); });
  ruler.addEventListener("input", () => { set(Number(ruler.value)); show(true); });
  ruler.addEventListener("focus", () => show(true));
  ruler.addEventListener("blur", () => show(false));
  addEventListener("keydown", ({ key }) => { if (key === "Escape") show(false); });
};

// Two lists choose the cell that the pointer would; one line says what it counts.
const readMatrix = (stage, tools, { classes, counts, box }) => {
  const [left, top, width, height] = box;
  const list = (name) => make("select", { "aria-label": `${name}, ${labelOf(stage)}` }, ...classes.map((label) => make("option", {}, label)));
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
    said.textContent = `${write(counts[row][column])} sur ${write(total)}, soit ${write(100 * part, shares)}\u00a0%`;
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
  tools.prepend(make("div", { class: "cell-choice" }, make("label", {}, "Classe vraie ", truth), make("label", {}, "prédite ", answer), said));
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
