"""A hostile report in a headless Chromium: nothing of it runs; skipped where there is none."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
from html import unescape
from pathlib import Path

import pytest

from tests.submission import attacks_files as files
from tests.submission import attacks_text as text
from tests.submission.bench import Work

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

WATCH = """
const found = {acts: []};
for (const name of ["alert", "confirm", "prompt", "open", "fetch"])
  window[name] = () => found.acts.push(name);
addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("main *").forEach((element) => {
    for (const kind of ["mouseover", "focus", "pointerenter"])
      element.dispatchEvent(new Event(kind, {bubbles: true}));
    if (element.localName !== "a") element.click?.();
  });
  setTimeout(() => {
    found.asked = performance.getEntriesByType("resource").map((entry) => entry.name)
      .filter((name) => !name.startsWith("data:"));
    const pre = document.createElement("pre");
    pre.id = "found";
    pre.textContent = JSON.stringify(found);
    document.body.append(pre);
  }, 500);
});
"""


def hostile(work: Work, port: int) -> str:
    """Build one report of everything that pages may be attacked by."""
    written = [*text.ADDRESSES.values(), *text.MARKUP.values()]
    shown = [f'{{{{ courbes("mon_essai", legende="{one}") }}}}' for one in text.CAPTIONS.values()]
    work.answer("\n\n".join([*written, *shown]).replace("PORT", str(port)))
    work.edit("rendu.yaml", "optimizer: adam", "engine: numpy, optimizer: SGD")
    title = f'title: "{files.TITLES["comment"]} {files.TITLES["picture"]}"'
    work.edit("rendu.yaml", "title: mon premier essai", title.replace("PORT", str(port)))
    work.edit("rendu.yaml", '"TD 2"', f'"{files.NAMES["handler"]}"')
    assert not work.build().problems
    return work.report()


def test_hostile_page_runs_and_asks_for_nothing(work: Work, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        page = hostile(work, server.getsockname()[1])
        file = tmp_path / "page.html"
        file.write_text(page.replace("<head>", f"<head><script>{WATCH}</script>"))
        found = looked_at(file)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert found == {"acts": [], "asked": []}


def test_the_watch_sees_a_page_that_acts(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        image = f'<img src="http://127.0.0.1:{server.getsockname()[1]}/a.png">'
        image += '<img src="data:image/png;base64,AA==" onerror="alert(1)">'
        file.write_text(f"<head><script>{WATCH}</script></head><main>{image}</main>")
        assert looked_at(file)["acts"] == ["alert"]
        server.accept()[0].close()


def looked_at(file: Path) -> dict[str, list[str]]:
    """Return what a page did while it was open."""
    command = [str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={file.parent / 'profile'}", "--virtual-time-budget=5000"]
    done = subprocess.run(
        [*command, file.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    match = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert match is not None
    found: dict[str, list[str]] = json.loads(unescape(match[1]))
    return found
