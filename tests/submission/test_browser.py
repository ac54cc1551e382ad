"""A hostile report in a headless Chromium: nothing of it runs; skipped where there is none."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

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
    with listening() as (port, asked):
        file = tmp_path / "page.html"
        file.write_text(hostile(work, port).replace("<head>", f"<head><script>{WATCH}</script>"))
        found = looked_at(file)
    assert found == {"acts": [], "asked": []}
    assert asked == []


def test_the_watch_sees_a_page_that_acts(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    with listening() as (port, asked):
        images = f'<img src="http://127.0.0.1:{port}/a.png" onerror="alert(1)">'
        file.write_text(f"<head><script>{WATCH}</script></head><main>{images}</main>")
        assert looked_at(file)["acts"] == ["alert"]
    assert asked == ["/a.png"]


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """Serve nothing on this machine; yield the port and the paths asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


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
