// Two runs side by side: their curves on common axes, their measures and the difference.
const SVG = "http://www.w3.org/2000/svg";
const draw = (tag, attributes, text = "") => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  return node;
};
const FORMATS = {
  share: [(v) => `${write(100 * v, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}\u00a0%`, (d) => points(100 * d)],
  count: [(v) => write(v), (d) => signed(d, 0)],
  seconds: [(v) => `${write(v, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`, (d) => `${signed(d, 1)} s`],
  plain: [(v) => write(v, { minimumFractionDigits: 3, maximumFractionDigits: 3 }), (d) => signed(d, 3)],
};
// Without the noise of a subtraction, which would round 0,65 down.
const points = (value) => {
  const exact = Number(value.toPrecision(12));
  return `${signed(exact, 1)}\u00a0point${Math.round(10 * Math.abs(exact)) >= 20 ? "s" : ""}`;
};
const signed = (value, digits) => write(value, { signDisplay: "exceptZero", minimumFractionDigits: digits, maximumFractionDigits: digits });
const SPLITS = [["train", "apprentissage"], ["validation", "validation"]];

// Round steps so that an axis has three to six of them.
const ticksOf = (low, high) => {
  const power = 10 ** Math.floor(Math.log10((high - low) / 3));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => (high - low) / n <= 5.5);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, n) => Number(((first + n) * step).toPrecision(12)));
};

// Ticks of a logarithmic axis: at 1, 2 and 5 of powers of ten, at the powers alone of a long one.
const powersOf = (low, high) => {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.floor(Math.log10(high)) - first + 1 }, (_, n) => 10 ** (first + n));
  const parts = high > 1000 * low ? [1] : [1, 2, 5];
  return powers.flatMap((power) => parts.map((n) => n * power)).filter((tick) => tick >= low && tick <= high);
};

// Whether a run's losses would be one with the axis, so far above them are the other's.
const crushed = (series, low, high) => {
  const tops = [0, 1].map((n) => Math.max(...series.filter((one) => one.n === n).flatMap((one) => one.values.filter(known))));
  const least = Math.min(...tops);
  return low > 0 && Number.isFinite(least) && least - low < 0.1 * (high - low);
};

// A chart of one metric: solid for validation, dashed for training, a colour a run.
const chart = (pair, [metric, name, kind]) => {
  const [width, height, left, bottom] = [340, 220, 44, 34];
  const series = pair.flatMap((run, n) => SPLITS.map(([split, word]) => ({ n, word, split, title: run.title, values: run.curves[metric]?.[split] })))
    .filter(({ values }) => values);
  const values = series.flatMap((one) => one.values).filter((value) => value !== null);
  const epochs = Math.max(2, ...series.map((one) => one.values.length));
  const [low, top] = [Math.min(...values), Math.max(...values)];
  const high = top > low ? top : low + 1;
  const x = (epoch) => left + ((epoch - 1) / (epochs - 1)) * (width - left - 8);
  const log = kind === "plain" && crushed(series, low, high);
  const title = log ? `${name} (échelle log.)` : name;
  const part = (value) => (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
  const y = (value) => height - bottom - part(value) * (height - bottom - 10);
  const said = series.map((one) => `${one.title}, ${one.word}\u00a0: ${valueText(one.values.at(-1))} à l’époque ${one.values.length}`);
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title} à chaque époque. ${said.join("\u202f; ")}.` });
  const ticks = (log ? powersOf : ticksOf)(low, high);
  const digits = log ? { maximumSignificantDigits: 1 } : { minimumFractionDigits: Math.max(...ticks.map((tick) => String(tick).split(".")[1]?.length ?? 0)) };
  ticks.forEach((tick) => svg.append(
    draw("line", { class: "grid", x1: left, x2: width - 8, y1: y(tick), y2: y(tick) }),
    draw("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, write(tick, digits)),
  ));
  ticksOf(1, epochs).filter((tick) => Number.isInteger(tick) && tick > 0).forEach((tick) => svg.append(
    draw("text", { x: x(tick), y: height - bottom + 15, "text-anchor": "middle" }, write(tick)),
  ));
  svg.append(draw("text", { x: (width + left) / 2, y: height - 4, "text-anchor": "middle" }, "Époque"));
  series.forEach((one) => svg.append(draw("polyline", {
    class: `run-${one.n} ${one.split}`,
    points: one.values.flatMap((value, n) => (value === null ? [] : `${x(n + 1).toFixed(1)},${y(value).toFixed(1)}`)).join(" "),
  })));
  return make("figure", {}, svg, make("figcaption", {}, title));
};

const measureRows = ({ measures, metrics }, pair) => {
  const rows = measures.map(([name, title, kind]) => [title, kind, pair.map((run) => run.values[name])]);
  metrics.forEach(([metric, title, kind]) => SPLITS.forEach(([split, word]) => rows.push(
    [`${title}, ${word}, dernière époque`, kind, pair.map((run) => run.curves[metric]?.[split]?.at(-1))],
  )));
  return rows.filter(([, , values]) => values.some(known)).map(([title, kind, [a, b]]) => {
    const [text, difference] = FORMATS[kind];
    const both = known(a) && known(b);
    const cells = [a, b].map((value) => (known(value) ? text(value) : "–"));
    return make("tr", {}, make("th", { scope: "row" }, title),
      ...[...cells, both ? difference(b - a) : "–"].map((cell) => make("td", { class: "right" }, cell)));
  });
};

// What is known of a run: its measures, and the curves of its metrics.
const knownOf = ({ values, curves }) => [
  ...Object.keys(values).filter((name) => known(values[name])),
  ...Object.entries(curves).flatMap(([metric, splits]) => Object.keys(splits).map((split) => `${metric} ${split}`)),
];

// Whether two runs are one training, of which a curve begins with the same number in both.
const sameTraining = (a, b) => Object.entries(a.curves).some(([metric, splits]) => Object.entries(splits)
  .some(([split, [first]]) => known(first) && first === b.curves[metric]?.[split]?.[0]));

// The first two runs of which as much as possible is known of both, rather of two trainings.
const bestPair = (runs) => {
  const sets = runs.map((run) => new Set(knownOf(run)));
  const pairs = runs.flatMap((_, n) => runs.slice(n + 1).map((_, more) => [n, n + 1 + more]));
  const shared = ([a, b]) => [...sets[a]].filter((name) => sets[b].has(name)).length;
  const merit = (pair) => shared(pair) - (sameTraining(...pair.map((n) => runs[n])) ? 0.5 : 0);
  return pairs.reduce((best, pair) => (merit(pair) > merit(best) ? pair : best)).map((n) => runs[n]);
};

const comparePair = (section, reading) => {
  const { runs, metrics } = reading;
  const list = (chosen) => make("select", {}, ...runs.map((run) => make("option", run === chosen ? { selected: "" } : {}, run.title)));
  const lists = bestPair(runs).map(list);
  const charts = make("div", { class: "charts" });
  const legend = make("ul", { class: "chart-legend" });
  const table = make("table");
  const update = () => {
    const pair = lists.map((one) => runs[one.selectedIndex]);
    const silent = pair.filter((run) => !Object.keys(run.curves).length);
    charts.replaceChildren(...metrics.filter(([metric]) => pair.some((run) => run.curves[metric])).map((metric) => chart(pair, metric)));
    legend.replaceChildren(
      ...pair.map((run, n) => make("li", {}, make("i", { class: `swatch run-${n}` }), run.title)),
      ...SPLITS.map(([split, word]) => make("li", {}, make("i", { class: `swatch ${split === "train" ? "dashed" : ""}` }), word)),
      ...silent.map((run) => make("li", {}, `Ce document ne montre pas les courbes de «\u00a0${run.title}\u00a0».`)),
    );
    const head = ["Mesure", pair[0].title, pair[1].title, "Écart (second\u00a0−\u00a0premier)"];
    table.replaceChildren(
      make("caption", {}, "Mesures des deux apprentissages\u202f; écarts calculés avant tout arrondi"),
      make("thead", {}, make("tr", {}, ...head.map((text, n) => make("th", { scope: "col", ...(n ? { class: "right" } : {}) }, text)))),
      make("tbody", {}, ...measureRows(reading, pair)),
    );
  };
  lists.forEach((one) => one.addEventListener("change", update));
  update();
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Mesures des deux apprentissages" }, table);
  stops.observe(scroll);
  section.querySelector("h2").after(
    make("div", { class: "pair" },
      make("label", {}, "Premier apprentissage", lists[0]), make("label", {}, "Second apprentissage", lists[1])),
    charts, legend, scroll,
  );
};
const together = document.querySelector("script.runs");
if (together) comparePair(together.closest("section"), JSON.parse(together.textContent));
