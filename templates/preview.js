// Follows the preview server: reloads a changed document in place, shows problems and curves.
(() => {
  const PLACE = `apercu-place:${location.pathname}`;
  const problem = document.body.appendChild(document.createElement("pre"));
  problem.id = "apercu-probleme";
  problem.setAttribute("role", "alert");
  const panel = document.body.appendChild(document.createElement("aside"));
  panel.id = "apercu";
  panel.setAttribute("aria-label", "Aperçu");

  // The place is kept by the nearest anchor above: text that grows before it moves nothing.
  const anchors = () => [...document.querySelectorAll("[id]")].filter((e) => e.offsetParent);
  function remember() {
    const above = anchors().filter((e) => e.getBoundingClientRect().top <= 1).pop();
    const open = [...document.querySelectorAll("details[open]")].map((d) => d.closest("[id]")?.id);
    const place = above && { id: above.id, by: -above.getBoundingClientRect().top };
    sessionStorage.setItem(PLACE, JSON.stringify({ place, y: scrollY, open }));
  }
  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) || "null");
    if (!kept) return;
    for (const id of kept.open) {
      const details = id && document.getElementById(id)?.querySelector("details");
      if (details) details.open = true;
    }
    const anchor = kept.place && document.getElementById(kept.place.id);
    const y = anchor ? anchor.getBoundingClientRect().top + scrollY + kept.place.by : kept.y;
    scrollTo({ top: y, behavior: "instant" });
  }

  const COLOURS = { loss: "#0072B2", val_loss: "#D55E00" };
  const NAMES = { loss: "perte", val_loss: "perte de validation" };
  function curve(run) {
    const kept = Object.entries(COLOURS).filter(([name]) => run.metrics[name]?.length);
    const values = kept.flatMap(([name]) => run.metrics[name]).filter(Number.isFinite);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const x = (i) => (100 * (i + 1)) / (run.last - run.first + 2);
    const y = (v) => 38 - (36 * (v - low)) / (high - low || 1);
    const lines = kept.map(([name, colour]) => {
      const points = run.metrics[name].map((v, i) => `${x(i).toFixed(2)},${y(v).toFixed(2)}`);
      return `<polyline fill="none" stroke="${colour}" stroke-width="1" points="${points.join(" ")}"/>`;
    });
    const said = kept.map(([n]) => `${NAMES[n]} ${run.metrics[n].at(-1).toFixed(3).replace(".", ",")}`);
    const figure = document.createElement("div");
    const text = figure.appendChild(document.createElement("p"));
    const done = run.first - 1 + (run.metrics.loss?.length || 0);
    text.textContent = `${run.title}\u00a0: époque ${done} sur ${run.last}${said.length ? `, ${said.join(", ")}` : ""}`;
    if (lines.length) {
      figure.insertAdjacentHTML("beforeend", `<svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">${lines.join("")}</svg>`);
    }
    return figure;
  }

  function show(state) {
    problem.textContent = state.problem;
    panel.replaceChildren();
    if (PAGES.length > 1) {
      const links = panel.appendChild(document.createElement("p"));
      for (const name of PAGES) {
        const link = links.appendChild(document.createElement("a"));
        link.href = `/${name}`;
        link.textContent = name;
      }
    }
    if (state.stage) panel.appendChild(document.createElement("p")).textContent = state.stage;
    panel.append(...Object.values(state.growing).map(curve));
  }

  async function follow() {
    let [seen, version] = [0, null];
    for (;;) {
      try {
        const state = await (await fetch(`/suivi?vu=${seen}`)).json();
        if (version !== null && state.version !== version) {
          remember();
          location.reload();
          return;
        }
        if (version === null && state.version > 0 && !document.querySelector(".cover")) {
          location.reload();
          return;
        }
        [seen, version] = [state.beat, state.version];
        show(state);
      } catch {
        panel.textContent = "L’aperçu est arrêté.";
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }
  restore();
  follow();
})();
