"""Attacks by files: ``rendu.yaml``, links, pictures, ``remise/``, models, programs."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
import zlib
from pathlib import Path

from reportgen.submission.types import ANSWERS, DEFINITION, MADE
from tests.submission.arena import Arena
from tests.submission.bench import Work

HEAD = "lab: tp_points\nauthors: [Ada]\n"

DEFINITIONS = {
    "python object": HEAD + 'group: !!python/object/apply:os.system ["id"]\n',
    "python name": HEAD + "group: !!python/name:os.system\n",
    "python module": HEAD + "group: !!python/module:os\n",
    "own tag": HEAD + "group: !include /etc/passwd\n",
    "binary": HEAD + "group: !!binary aGFjaw==\n",
    "tag directive": "%TAG ! tag:yaml.org,2002:python/\n---\n"
    + HEAD
    + "group: !object:os.system x\n",
    "merge": "a: &a {lab: tp_points}\n<<: *a\nauthors: [Ada]\n",
    "duplicate keys": HEAD + "lab: tp_autre\n",
    "billion laughs": "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    + HEAD,
    "alias of itself": HEAD + "models: &a {b: *a}\n",
    "deep lists": HEAD + "group: " + "[" * 5000 + "]" * 5000 + "\n",
    "deep maps": HEAD + "group: " + "{a: " * 3000 + "}" * 3000 + "\n",
    "many documents": "---\n" * 5000 + HEAD,
    "many keys": HEAD + "".join(f"k{n}: 1\n" for n in range(5000)),
    "many values": HEAD + "group: [" + "a, " * 19000 + "a]\n",
    "many models": HEAD
    + "models: {"
    + ", ".join(f"m{n}: {{from: m{n + 1}}}" for n in range(2500))
    + "}\n",
    "models in a circle": HEAD + "models: {a: {from: b}, b: {from: a}}\n",
    "half a megabyte": HEAD + "group: " + "a" * 500_000 + "\n",
    "one long word": HEAD + "group: " + "a" * 60_000 + "\n",
    "quotes": HEAD + 'group: "' + "\\" * 60_000 + "\n",
    "question marks": HEAD + "? " * 30_000 + "\n",
    "colons": HEAD + "a" + ": a" * 20_000 + "\n",
    "dashes": HEAD + "group:\n" + "- " * 30_000 + "\n",
    "anchors": HEAD + "group: [" + ", ".join(f"&a{n} 1" for n in range(6000)) + "]\n",
    "indentation": HEAD + "group:\n" + "".join(" " * (n + 1) + "a:\n" for n in range(340)),
    "comment": HEAD + "#" * 60_000 + "\n",
    "folded text": HEAD + "group: >\n" + "  a\n\n" * 9000,
    "a list": "- lab: tp_points\n",
    "a number": "1\n",
    "nothing": "",
    "nulls": b"\0" * 1000,
    "UTF-16": (HEAD).encode("utf-16"),
    "UTF-7": HEAD.encode() + b"group: +ADw-script+AD4-\n",
    "lab by path": "lab: ../../dehors\nauthors: [Ada]\n",
    "lab by absolute path": "lab: /etc\nauthors: [Ada]\n",
    "lab by address": "lab: http://127.0.0.1/x\nauthors: [Ada]\n",
    "lab of nothing": "authors: [Ada]\n",
    "lab of nobody": "lab: tp_inconnu\nauthors: [Ada]\n",
    "lab as a list": "lab: [tp_points]\nauthors: [Ada]\n",
    "a thousand authors": "lab: tp_points\nauthors: [" + ", ".join(["Ada"] * 1000) + "]\n",
    "authors as a map": "lab: tp_points\nauthors: {a: b}\n",
    "author of two lines": 'lab: tp_points\nauthors: ["a\\nb"]\n',
    "author of a long name": "lab: tp_points\nauthors: [" + "a" * 5000 + "]\n",
    "author who turns": 'lab: tp_points\nauthors: ["\\u202eadA"]\n',
    "author who rings": 'lab: tp_points\nauthors: ["\\aAda"]\n',
    "version as a path": HEAD + "version: ../../../etc\n",
    "reuse of another lab": HEAD + "reuse: {tp_autre: {models: all}}\n",
    "datasets of students": HEAD
    + "datasets: {points: {source: npz, path: ../../dehors/secret.npz}}\n",
    "profiles of students": HEAD + "profiles: {rapide: {max_epochs: 9}}\n",
    "a model without end": HEAD
    + "models: {a: {layers: ["
    + ", ".join(["Flatten"] * 3000)
    + "]}}\n",
}
LAYERS = {
    "10¹² units": "Dense: {units: 1000000000000}",
    "10⁶ units twice": "Dense: {units: 1000000}\n      - Dense: {units: 1000000}",
    "a number beyond all": "Dense: {units: 1" + "0" * 400 + "}",
    "a number written in hexadecimal": "Dense: {units: 0xFFFFFFFFFFFF}",
    "infinitely many units": "Dense: {units: .inf}",
    "units that are not a number": "Dense: {units: .nan}",
    "negative units": "Dense: {units: -1}",
    "units in a list": "Dense: {units: [2, 2]}",
    "an activation by path": "Dense: {units: 2, activation: ../../dehors/secret}",
    "a Lambda": 'Lambda: {function: "lambda x: x"}',
    "a layer of TensorFlow": "TFSMLayer: {filepath: ../../dehors}",
    "a layer by module": "os.system: {command: id}",
    "a name with a path": "Dense: {units: 2, name: ../../dehors/x}",
    "a name with markup": 'Dense: {units: 2, name: "<script>alert(1)</script>"}',
    "a name that ends the program": 'Dense: {units: 2, name: "a\\")); import os; os.system(\\"id"}',
    "a huge kernel": "Conv2D: {filters: 1, kernel_size: 999999}",
    "a huge stride": "Conv2D: {filters: 1, kernel_size: 1, strides: 0}",
    "a padding without end": "ZeroPadding2D: {padding: 900000}",
    "an enlargement without end": "UpSampling2D: {size: 900000}",
    "a vector repeated": "RepeatVector: {n: 1000000}",
    "an embedding": "Embedding: {input_dim: 1000000, output_dim: 1000000}",
    "an initializer by class": "Dense: {units: 2, kernel_initializer: {os.system: {command: id}}}",
    "a regularizer in Python": 'Dense: {units: 2, kernel_regularizer: "lambda w: 0"}',
}
RUNS = {
    "10⁶ epochs": "epochs: 1000000",
    "no epochs": "epochs: 0",
    "epochs by half": "epochs: 1.5",
    "many seeds": "epochs: 1, seeds: [" + ", ".join(map(str, range(500))) + "]",
    "an optimizer by module": "epochs: 1, optimizer: os.system",
    "a loss in Python": 'epochs: 1, loss: "lambda a, b: 0"',
    "a metric by path": "epochs: 1, metrics: [../../dehors]",
    "an engine by module": "epochs: 1, engine: os",
    "a batch without end": "epochs: 1, batch_size: 1000000000000",
    "checkpoints without end": "epochs: 1, checkpoints: ["
    + ", ".join(map(str, range(1, 999)))
    + "]",
}
TITLES = {
    "picture": "![a](http://127.0.0.1:PORT/a.png)",
    "file": "![a](file://OUTSIDE/secret.png)",
    "script": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "script link": "[a](javascript:alert(1))",
    "end of an attribute": 'a\\" onmouseover=\\"alert(1)',
    "expression": "{{ ''.__class__ }}",
    "comment": "--></script><script>alert(1)</script>",
    "vector": "</text></svg><script>alert(1)</script>",
    "style": "</style><script>alert(1)</script>",
    "formula": "$\\\\frac{$",
    "formula of pictures": "$\\\\includegraphics{/etc/passwd}$",
    "text of figures": "$x_{$",
    "spreadsheet": "=cmd|'/c calc'!A0",
    "entities": "&lt;script&gt;",
    "path": "../../../dehors/secret",
}
NAMES = {
    "equals": '=HYPERLINK(\\"http://127.0.0.1:PORT/\\")',
    "plus": "+1+cmd|'/c calc'!A0",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "markup": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "path": "../../dehors",
    "expression": "{{ ''.__class__ }}",
    "picture": "![a](http://127.0.0.1:PORT/a.png)",
}


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    """Return a grey PNG of a size, its pixels *rows* or those of nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def text_bomb() -> bytes:
    """Return a PNG whose comment unpacks to 200 MB."""
    plain = png(1, 1, b"\0\0")
    bomb = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    return plain[:33] + bomb + plain[33:]


def saved(name: str, size: tuple[int, int] = (8, 8), **options: object) -> bytes:
    """Return a picture in a format."""
    from PIL import Image

    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, name, **options)
    return content.getvalue()


def frames() -> bytes:
    """Return a GIF of 3,000 frames."""
    from PIL import Image

    first, *others = (Image.new("P", (40, 40), n % 250) for n in range(3000))
    content = io.BytesIO()
    first.save(content, "GIF", save_all=True, append_images=others)
    return content.getvalue()


def noise() -> bytes:
    """Return a picture that no format makes small."""
    from PIL import Image

    content = io.BytesIO()
    Image.frombytes("RGB", (1800, 1800), os.urandom(1800 * 1800 * 3)).save(content, "PNG")
    return content.getvalue()


def scans() -> bytes:
    """Return a JPEG that asks for thousands of passes over its pixels."""
    whole = saved("JPEG", (4000, 4000), progressive=True)
    start = whole.index(b"\xff\xda")
    scan = whole[start : whole.index(b"\xff", start + 20)]
    return whole[:-2] + scan[:2000] * 400 + whole[-2:]


def archive(size: int, name: str) -> bytes:
    """Return a zip archive in which one file unpacks to *size* nulls."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, bytes(size))
    return content.getvalue()


def lambda_model() -> bytes:
    """Return a ``.keras`` file whose Lambda layer holds marshalled code."""
    import base64
    import marshal

    code = compile("__import__('os').system('touch /tmp/hostile')", "a", "exec")
    function = [base64.b64encode(marshal.dumps(code)).decode(), None, None]
    layer = {"class_name": "Lambda", "config": {"name": "a", "function": function}}
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": [layer]}}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("config.json", json.dumps(config))
        made.writestr("metadata.json", "{}")
    return content.getvalue()


PICTURES = {
    "declared 60,000 × 60,000": lambda: png(60_000, 60_000),
    "declared 2³¹ × 1": lambda: png(2**31 - 1, 1),
    "declared 0 × 0": lambda: png(0, 0),
    "38 million pixels": lambda: png(6200, 6200, bytes(6201 * 6200)),
    "comment that unpacks": text_bomb,
    "cut": lambda: saved("PNG")[:40],
    "wrong checksums": lambda: saved("PNG").replace(b"IDAT", b"IDAX"),
    "frames": frames,
    "bitmap": lambda: saved("BMP"),
    "TIFF": lambda: saved("TIFF"),
    "PostScript": lambda: (
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd)(r) file\n"
    ),
    "vector": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "vector with entities": lambda: (
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    ),
    "page": lambda: b"<html><script>alert(1)</script></html>",
    "zip": lambda: archive(10_000_000, "a"),
    "eleven megabytes": lambda: saved("PNG") + bytes(11_000_000),
    "PDF": lambda: b"%PDF-1.4\n",
    "nothing": bytes,
}
SHOWN = {
    "noise": noise,
    "web picture": lambda: saved("WEBP"),
    "web picture of frames": lambda: saved("WEBP", (3000, 3000)),
    "page after the pixels": lambda: saved("PNG") + b"<script>alert(1)</script>",
    "passes": scans,
}


def _link(name: str, target: str) -> object:
    def act(work: Work, arena: Arena) -> None:
        work.answer("![a](a.png) Vu.")
        path = work.folder / name
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target.replace("OUTSIDE", str(arena.outside)))

    return act


LINKS = {
    "answers": _link(ANSWERS, "OUTSIDE/secret.md"),
    "answers to the terminal": _link(ANSWERS, "/dev/stdin"),
    "answers to zeros": _link(ANSWERS, "/dev/zero"),
    "answers to themselves": _link(ANSWERS, ANSWERS),
    "answers by the system": _link(ANSWERS, "/proc/self/environ"),
    "definition": _link(DEFINITION, "OUTSIDE/secret.yaml"),
    "report folder": _link(MADE, "OUTSIDE"),
    "report folder to nothing": _link(MADE, "OUTSIDE/nouveau"),
    "data folder": _link(f"{MADE}/data", "OUTSIDE"),
    "data folder of reports": _link(f"{MADE}/data/rendu", "OUTSIDE"),
    "picture": _link("a.png", "OUTSIDE/secret.png"),
    "picture to zeros": _link("a.png", "/dev/zero"),
}


def _planted(files: dict[str, bytes], **links: str) -> object:
    def act(work: Work, arena: Arena) -> None:
        for name, content in files.items():
            path = work.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name, target in links.items():
            (work.folder / name).symlink_to(target.replace("OUTSIDE", str(arena.outside)))
        work.answer('{{ courbes("mon_essai") }}')

    return act


PLANTED = {
    "model with marshalled code": _planted({"modele.keras": lambda_model()}),
    "model that unpacks": _planted({"modele.keras": archive(300_000_000, "model.weights.h5")}),
    "points of their own": _planted({"points.npz": archive(100_000_000, "x_train.npy")}),
    "Python programs": _planted(
        dict.fromkeys(("modele.py", "sitecustomize.py", "conftest.py"), b"raise SystemExit")
    ),
    "stamp": _planted({f"{MADE}/.construction.json": b'{"a": 1}'}),
    "deep stamp": _planted({f"{MADE}/.construction.json": b"[" * 100_000}),
    "results that are links": _planted({}, remise="OUTSIDE"),
    "many files": _planted({f"d/{n}.txt": b"" for n in range(3000)}),
    "a large file": _planted({"a.bin": bytes(60_000_000)}),
    "a linked large file": _planted({}, **{"a.md": "OUTSIDE/secret.md", "b.png": "/dev/zero"}),
    "a template": _planted({"templates/report.html.j2": b"{{ ''.__class__ }}"}),
    "a lab": _planted({"labs/tp_points/lab.yaml": b"title: a\n", "lab.yaml": b"title: a\n"}),
}


def fifo(name: str) -> object:
    """Put a pipe that nobody writes in place of a file."""

    def act(work: Work, _: Arena) -> None:
        work.answer("![a](a.png) Vu.")
        path: Path = work.folder / name
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(path)

    return act


PIPES = {
    name: fifo(name) for name in (ANSWERS, DEFINITION, "a.png", "b.md", f"{MADE}/resultats.json")
}
