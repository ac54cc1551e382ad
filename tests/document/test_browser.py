"""The scripts of a page, in a headless Chromium; skipped where there is none."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape

import pytest

from reportgen.document.compose import compose
from reportgen.document.html import render_html
from reportgen.evidence.confusion import confusion
from reportgen.evidence.curves import courbes
from tests.document import sample
from tests.document.sample import LAB, META, TEMPLATES
from tests.evidence import factory

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

USE = """
const found = {errors: []};
addEventListener("error", (event) => found.errors.push(event.message));
const one = (selector) => document.querySelector(selector);
const every = (selector, test) => [...document.querySelectorAll(selector)].every(test);
addEventListener("load", () => {
  found.closed = every("details.answer", (answer) => !answer.open);
  dispatchEvent(new Event("beforeprint"));
  found.printed = every("details.answer", (answer) => answer.open);
  dispatchEvent(new Event("afterprint"));
  found.closedAgain = every("details.answer", (answer) => !answer.open);
  one("[data-open]").click();
  found.opened = every("details.answer", (answer) => answer.open);

  const ruler = one(".ruler input");
  ruler.value = 2;
  ruler.dispatchEvent(new Event("input"));
  found.epoch = ruler.getAttribute("aria-valuetext");
  found.tip = one(".tip").hidden ? "" : one(".tip tbody tr").textContent;
  const stage = ruler.closest("figure").querySelector(".stage");
  const {left, width} = stage.getBoundingClientRect();
  stage.dispatchEvent(new PointerEvent("pointermove", {clientX: left + 0.99 * width}));
  found.last = one(".ruler-value").textContent;
  stage.dispatchEvent(new PointerEvent("pointerleave", {pointerType: "touch"}));
  found.touched = !one(".tip").hidden;
  document.body.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true}));
  found.elsewhere = one(".tip").hidden;

  const listing = one("pre");
  listing.firstChild.append("\\nfor line in listing:\\n    print(line)\\n");
  getSelection().selectAllChildren(listing);
  found.copied = getSelection().toString();
  found.listing = listing.textContent;

  const truth = one(".cell-choice select");
  truth.selectedIndex = 2;
  truth.dispatchEvent(new Event("change"));
  found.cell = one(".cell-choice output").textContent;

  one(".figure-tools button").click();
  found.dialog = one("dialog").open && one("#loupe-titre").textContent;
  found.held = document.activeElement.className;
  one("dialog").close();

  const pair = [...document.querySelectorAll(".pair select")];
  found.pair = pair.map((list) => list.selectedOptions[0].textContent);
  const rows = [...document.querySelectorAll(".comparison .charts ~ .scroll tbody tr")];
  found.compared = rows.map((row) => [...row.cells].map((cell) => cell.textContent));
  found.charts = document.querySelectorAll(".charts svg").length;
  const second = document.querySelectorAll(".pair select")[1];
  const drawn = document.querySelector(".charts");
  const captions = () => [...drawn.querySelectorAll("figcaption")].map((one) => one.textContent);
  found.scales = captions();
  second.selectedIndex = second.length - 1;
  second.dispatchEvent(new Event("change"));
  found.farScales = captions();
  second.selectedIndex = pair[0].selectedIndex;
  second.dispatchEvent(new Event("change"));
  found.gap = one(".comparison tbody td:last-child").textContent;
  const pre = document.createElement("pre");
  pre.id = "found";
  pre.textContent = JSON.stringify(found);
  document.body.append(pre);
});
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Return what a reader who tries everything finds in a page."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "page.html").write_text(page().replace("<head>", f"<head><script>{USE}</script>"))
    command = [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={folder / 'profile'}", "--window-size=1280,900"]
    done = subprocess.run(
        [*command, (folder / "page.html").as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    match = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert match is not None
    return json.loads(unescape(match[1]))


def page():
    runs = {name: factory.run_result(name, f"réseau {name}") for name in "ab"}
    context = factory.MemoryContext(runs=runs)
    shown = {
        "courbe": replace(courbes(context, "a", "b"), id="courbe-base"),
        "images": replace(confusion(context, "a"), id="images"),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, element in shown.items():
            patch.setitem(sample.ELEMENTS, name, element)
        return _RUNS.sub(
            measured, render_html(compose(LAB, "corrige", sample.evaluate, META), TEMPLATES)
        )


_RUNS = re.compile('(?<=<script type="application/json" class="runs">).*?(?=</script>)', re.DOTALL)


def measured(match):
    """Put between the runs the first again, before them one of which little is known.

    After them comes one of huge losses; two are given accuracies.
    """
    reading = json.loads(unescape(match[0]))
    reading["measures"].append(["test", "Exactitude de test", "share"])
    for run, test in zip(reading["runs"], (0.7935, 0.787), strict=True):
        run["values"]["test"] = test
    first, second = reading["runs"]
    for values in (v for splits in second["curves"].values() for v in splits.values()):
        values[0] += 1.0
    reading["runs"].insert(1, {**first, "title": "le même"})
    curves = reading["runs"][0]["curves"]
    far = {split: [100 * value for value in values] for split, values in curves["loss"].items()}
    reading["runs"].append({"title": "loin", "values": {}, "curves": {**curves, "loss": far}})
    reading["runs"].insert(0, {"title": "peu connu", "values": {"test": 0.5}, "curves": {}})
    return json.dumps(reading)


def test_no_script_fails(found):
    assert found["errors"] == []


def test_answers_close_open_together_and_are_printed(found):
    assert found["closed"]
    assert found["printed"]
    assert found["closedAgain"]
    assert found["opened"]


def test_the_ruler_tells_the_values_of_an_epoch(found):
    # The sample does not know the titles of these runs; their names stand for them.
    history = factory.seed_result(1).history
    loss = f"{history['loss'][1]:.4g}".replace(".", ",")
    assert found["epoch"].startswith(f"2. Perte\u00a0: a, apprentissage {loss}, ")
    assert found["tip"].startswith(f"a, apprentissage{loss}")


def test_the_pointer_chooses_the_nearest_epoch(found):
    assert found["last"] == "4"


def test_the_values_under_a_finger_stay_until_it_touches_elsewhere(found):
    assert found["touched"]
    assert found["elsewhere"]


def test_a_listing_is_copied_as_it_is_written(found):
    assert found["copied"].rstrip("\n") == found["listing"].rstrip("\n")
    assert "\n    " in found["copied"]


def test_lists_choose_a_cell_of_the_confusion_matrix(found):
    assert found["cell"].replace("\u00a0", " ") == "1 sur 2, soit 50,0 %"


def test_a_figure_opens_in_a_dialog_that_names_it(found):
    assert found["dialog"].replace("\u00a0", " ") == "Figure 1"


def test_the_keys_of_the_dialog_reach_the_figure(found):
    assert found["held"].split()[0] == "zoom-view"


def test_a_difference_below_two_is_singular_and_no_noise_rounds_it(found):
    test = next(row for row in found["compared"] if row[0] == "Exactitude de test")
    assert test[3].replace("\u00a0", " ").replace("-", "−") == "−0,7 point"


def test_accuracies_of_curves_and_of_measures_are_all_in_percent(found):
    shares = [row[1:] for row in found["compared"] if row[0].startswith("Exactitude")]
    assert len(shares) == 3
    assert all(cell.endswith(("%", "point", "points")) for row in shares for cell in row)


def test_the_runs_first_compared_are_those_that_share_most_measures(found):
    assert found["pair"] == ["a", "b"]


def test_two_runs_are_drawn_and_a_run_does_not_differ_from_itself(found):
    assert found["charts"] == 2
    assert found["gap"] == "0"


def test_losses_that_would_crush_others_are_compared_on_a_logarithmic_axis(found):
    assert found["scales"] == ["Perte", "Exactitude"]
    assert found["farScales"] == ["Perte (échelle log.)", "Exactitude"]
