"""Attacks by pictures that read: depths, colours, frames, what they hide, what else they are."""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable

from tests.submission.attacks_files import archive, png, saved

Make = Callable[[], bytes]
_VECTOR = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def _image(mode: str, name: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    from PIL import Image

    content = io.BytesIO()
    Image.new(mode, size).save(content, name, **options)
    return content.getvalue()


def _with_chunks(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG with more chunks after its head."""
    plain = saved("PNG")
    return plain[:33] + b"".join(_chunk(*chunk) for chunk in chunks) + plain[33:]


def _chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def _exif(orientation: int, **more: object) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "<script>alert(1)</script>"
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 24.0)}
    return _image("RGB", "JPEG", exif=exif, **more)


def _looped_exif() -> bytes:
    """Return a JPEG whose tables of Exif point at themselves."""
    table = b"II*\0\x08\0\0\0" + struct.pack("<H", 2)
    table += struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x0112, 3, 2**31, 8)
    return _image("RGB", "JPEG", exif=b"Exif\0\0" + table + struct.pack("<I", 8))


def _screen(width: int, height: int) -> bytes:
    """Return a GIF of one pixel on a screen of that size."""
    gif = bytearray(_image("P", "GIF", (1, 1)))
    gif[6:10] = struct.pack("<HH", width, height)
    return bytes(gif)


def _canvas() -> bytes:
    """Return a WebP that says its frames are drawn on 16,384 × 16,384 pixels."""
    frame = _image("RGB", "WEBP", (8, 8))[12:]
    head = b"\x02\0\0\0" + (16_383).to_bytes(3, "little") * 2
    parts = b"VP8X" + struct.pack("<I", 10) + head + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    place = bytes(6) + (7).to_bytes(3, "little") * 2 + bytes(4)
    parts += b"ANMF" + struct.pack("<I", len(place) + len(frame)) + place + frame
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WEBP" + parts


def _moving(name: str, count: int) -> bytes:
    from PIL import Image

    first, *others = (Image.new("RGB", (60, 60), (n % 250, 0, 0)) for n in range(count))
    content = io.BytesIO()
    first.save(content, name, save_all=True, append_images=others)
    return content.getvalue()


def _bomb() -> bytes:
    return zlib.compress(bytes(100_000_000), 9)


SHOWN: dict[str, Make] = {
    "grey of 16 bits": lambda: _image("I;16", "PNG"),
    "one bit": lambda: _image("1", "PNG"),
    "a palette": lambda: _image("P", "PNG", transparency=0),
    "grey and transparent": lambda: _image("LA", "PNG"),
    "four inks": lambda: _image("CMYK", "JPEG"),
    "light and colours": lambda: _image("YCbCr", "JPEG", subsampling=2),
    "one pixel": lambda: _image("RGB", "PNG", (1, 1)),
    "one line": lambda: _image("L", "PNG", (60_000, 1)),
    "one column": lambda: _image("L", "PNG", (1, 60_000)),
    "moving PNG": lambda: _moving("PNG", 300),
    "moving WebP": lambda: _moving("WEBP", 200),
    "several JPEG": lambda: _moving("MPO", 20),
    "turned by Exif": lambda: _exif(6),
    "turned by no Exif": lambda: _exif(99),
    "Exif in a loop": _looped_exif,
    "Exif that is not": lambda: _image("RGB", "JPEG", exif=b"Exif\0\0" + b"\xff" * 60_000),
    "ten thousand chunks": lambda: _with_chunks(*[(b"tEXt", b"a\0<script>")] * 10_000),
    "a profile of colours that is not": lambda: _with_chunks((b"iCCP", b"a\0\0" + b"a" * 900)),
    "a private chunk": lambda: _with_chunks((b"phAR", b"<?php system('id') ?>")),
    "a zip behind": lambda: saved("PNG") + archive(1_000, "modele.py"),
    "a page behind": lambda: saved("JPEG") + _VECTOR,
    "a program behind": lambda: saved("GIF") + b"/*\0*/=1;alert(1)//",
    "a comment that runs": lambda: _image("P", "GIF", comment=b"<script>alert(1)</script>"),
    "zeros behind": lambda: saved("PNG") + bytes(9_000_000),
}
"""Pictures that are shown, and nothing of them but their pixels."""
REFUSED: dict[str, Make] = {
    "a screen of 65,535 × 65,535": lambda: _screen(65_535, 65_535),
    "a canvas of 16,384 × 16,384": _canvas,
    "40,000,000 × 1": lambda: png(40_000_001, 1),
    "a vector drawing": lambda: _VECTOR,
    "a packed vector drawing": lambda: gzip.compress(_VECTOR),
    "a mark and a page": lambda: b"\x89PNG\r\n\x1a\n" + _VECTOR,
    "a mark and nulls": lambda: b"GIF89a" + bytes(1_000),
    "an icon": lambda: _image("RGBA", "ICO", (16, 16)),
    "a portable pixmap": lambda: _image("RGB", "PPM"),
    "a drawing of Photoshop": lambda: b"8BPS\0\1" + bytes(6) + struct.pack(">HII", 3, 9, 9),
    "a film": lambda: b"\0\0\0\x18ftypheic" + bytes(200),
    "a font": lambda: b"OTTO" + bytes(200),
    "a deep TIFF": lambda: _image("I;16", "TIFF"),
    "pixels that do not unpack": lambda: saved("PNG").replace(b"IDAT", b"IDAT\0"),
}
"""Files that are refused, whatever they say that they are."""
EITHER: dict[str, Make] = {
    "a profile of colours that unpacks": lambda: _with_chunks((b"iCCP", b"a\0\0" + _bomb())),
    "a text that unpacks": lambda: _with_chunks((b"iTXt", b"a\0\1\0\0\0" + _bomb())),
    "texts that unpack": lambda: _with_chunks(*[(b"zTXt", b"a\0\0" + _bomb())] * 9),
    "pixels that unpack to more": lambda: png(8, 8, bytes(50_000_000)),
    "no pixels": lambda: png(8, 8, b""),
    "pixels of another size": lambda: png(5_000, 5_000, bytes(10)),
    "40 million pixels with passes": lambda: _image("L", "JPEG", (6_300, 6_300), progressive=True),
}
