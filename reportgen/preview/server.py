"""Serves the board to a browser of this machine: a page a document, and what changes.

Bound to the loopback address. Nothing but these answers is served, no file by its name; a
request under another host name (a page elsewhere that resolves to this machine) is refused.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from reportgen.errors import UsageError
from reportgen.preview.board import Board
from reportgen.preview.page import with_follower
from reportgen.publishing import FILES

LOOPBACK = "127.0.0.1"
PATIENCE = 20.0
"""Seconds that a request for changes waits before it says that there are none."""
_DIGITS = 10
"""Digits of a number that no beat reaches; Python reads no number of thousands."""


class PreviewServer(ThreadingHTTPServer):
    """The server of one board."""

    daemon_threads = True

    def __init__(self, board: Board, templates: Sequence[Path], port: int) -> None:
        """Listen on *port*, 0 for any that is free; UsageError when it is taken."""
        self.board = board
        self.templates = templates
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except OSError as error:
            msg = f"le port {port} est déjà pris : donnez-en un autre à --port, ou n’en donnez pas."
            raise UsageError(msg) from error

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that left before its answer: pages reload and close."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """The address to open."""
        return f"http://{LOOPBACK}:{self.server_port}/"


def asked(address: str) -> tuple[str, int]:
    """Return the path of an address, and the beat that its page has seen: 0 when it is nonsense."""
    try:
        url = urlsplit(address)
        seen = parse_qs(url.query).get("vu", ["0"])[0]
    except ValueError:  # brackets that are no host
        return "?", 0
    return url.path, int(seen) if seen.isdecimal() and len(seen) < _DIGITS else 0


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        hosts = {f"{name}:{self.server.server_port}" for name in (LOOPBACK, "localhost")}
        path, seen = asked(self.path)
        if self.headers.get("Host") not in hosts:
            self._answer("hôte refusé", "text/plain", HTTPStatus.FORBIDDEN)
        elif path == "/suivi":
            self._state(seen)
        else:
            self._page(path.strip("/"))

    def _state(self, seen: int) -> None:
        state = self.server.board.state(seen, PATIENCE)
        self._answer(json.dumps(state, ensure_ascii=False), "application/json")

    def _page(self, name: str) -> None:
        pages = self.server.board.pages
        kinds = {FILES[kind]: kind for kind in pages}
        if name and name not in kinds:
            self._answer("page inconnue", "text/plain", HTTPStatus.NOT_FOUND)
            return
        kind = kinds[name] if name else next(iter(pages), None)
        page = "" if kind is None else pages[kind]
        self._answer(with_follower(page, tuple(kinds), self.server.templates), "text/html")

    def _answer(self, text: str, media: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{media}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing of requests."""
