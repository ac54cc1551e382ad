"""What students put into a page is made harmless or refused."""

from __future__ import annotations

import io
import os
import zlib
from base64 import b64decode
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from reportgen.document import untrusted
from reportgen.document.formulas import mathml
from reportgen.document.untrusted import read_untrusted, sanitised, sanitised_inline
from reportgen.errors import DefinitionError, RenderError
from reportgen.submission.types import ANSWERS
from tests.submission.bench import Work
from tests.submission.test_reports import problems


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        '<p style="background:url(http://a.example/x)">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        '<svg onload="alert(1)"><style>*{}</style></svg>',
        '<iframe src="file:///etc/passwd"></iframe>',
        '<link rel="stylesheet" href="http://a.example/x.css">',
        '<base href="http://a.example/"><meta http-equiv="refresh" content="0">',
    ],
)
def test_html_keeps_no_script_no_style_no_handler_and_no_address(html: str) -> None:
    clean = sanitised(html)
    for word in ("script", "alert", "onerror", "onload", "url(", "a.example", "file:", "<style"):
        assert word not in clean


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<img src="ftp://a.example/x.png" alt="a">', '<img alt="a">'),
        ('<a href="tel:112">a</a>', "<a>a</a>"),
        ('<a href="../secret.html">a</a>', "<a>a</a>"),
        ('<td style="text-align:right;position:fixed">1</td>', "1"),
        ("a<!-- b -->c", "ac"),
    ],
)
def test_html_keeps_no_foreign_scheme_no_place_and_no_comment(html: str, clean: str) -> None:
    assert sanitised(html) == clean


def test_cell_of_a_table_keeps_its_alignment_and_no_other_style() -> None:
    row = '<tr><td style="{}">1</td></tr>'
    table = f"<table><tbody>{row}</tbody></table>"
    asked = table.format("text-align:right;position:fixed;width:9999px")
    assert sanitised(asked) == table.format("text-align:right")


@pytest.mark.parametrize("html", ['<img src="x">', "<script>a</script>", "<h1></h1>", "<p></p>"])
def test_title_or_caption_holds_words_and_formulas_only(html: str) -> None:
    words = "un <em>mot</em>, <rg-formula>x</rg-formula>"
    assert sanitised_inline(words + html) == words


def test_html_of_markdown_comes_through() -> None:
    html = '<div class="scroll" tabindex="0" role="group" aria-label="a">\n<table></table>\n</div>'
    assert sanitised(html) == html
    mark = '<p class="formula"><rg-formula data-block="1">x</rg-formula></p>'
    assert sanitised(mark) == mark


@pytest.mark.parametrize(
    "tex", [r"\text{<img src=x onerror=alert(1)>}", r"\text{<b>a</b>}", r"\text{</math>}"]
)
def test_formula_lets_no_markup_through(tex: str) -> None:
    with pytest.raises(RenderError, match="illisible"):
        mathml(tex, block=False)


def test_formula_keeps_no_address_and_no_style() -> None:
    assert "javascript" not in mathml(r"\href{javascript:a}{x}", block=False).partition(">")[2]
    assert "position" not in mathml(r"\style{position:fixed}{x}", block=False).partition(">")[2]


def test_picture_is_drawn_anew_without_what_it_hid(tmp_path: Path) -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "secret")
    Image.new("RGB", (4, 3), "red").save(tmp_path / "a.png", pnginfo=note)
    uri = read_untrusted("a.png", tmp_path)
    assert uri.startswith("data:image/png;base64,")
    assert b"secret" in (tmp_path / "a.png").read_bytes()
    assert "c2VjcmV0" not in uri


def test_picture_stands_as_its_telephone_was_held(tmp_path: Path) -> None:
    lying = Image.new("RGB", (4, 2), "red")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    lying.save(tmp_path / "a.jpg", exif=exif)
    uri = read_untrusted("a.jpg", tmp_path)
    with Image.open(io.BytesIO(b64decode(uri.partition(",")[2]))) as shown:
        assert shown.size == (2, 4)


def drawn_pictures(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return where the contents of the pictures that are drawn anew come, one by one."""
    seen: list[bytes] = []
    draw = untrusted._pixels

    def remember(content: bytes, source: str) -> Image.Image:
        seen.append(content)
        return draw(content, source)

    monkeypatch.setattr(untrusted, "_drawn", {})
    monkeypatch.setattr(untrusted, "_pixels", remember)
    return seen


def test_pictures_of_a_report_are_drawn_once_for_its_page_and_its_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = drawn_pictures(monkeypatch)
    for rank in range(60):
        Image.new("RGB", (4, 3), (rank, 0, 0)).save(tmp_path / f"{rank}.png")
    first, second = ([read_untrusted(f"{i}.png", tmp_path) for i in range(60)] for _ in "ab")
    assert first == second
    assert len(seen) == len(set(first)) == 60


def test_pictures_kept_from_one_document_to_the_next_are_bounded_in_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = drawn_pictures(monkeypatch)
    for name, colour in (("a.png", "red"), ("b.png", "blue")):
        Image.new("RGB", (4, 3), colour).save(tmp_path / name)
    size = len(read_untrusted("a.png", tmp_path))
    monkeypatch.setattr(untrusted, "MAX_KEPT", size + 10)
    for name in ("a.png", "b.png", "b.png", "a.png"):
        read_untrusted(name, tmp_path)
    assert len(seen) == 3
    assert sum(map(len, untrusted._drawn.values())) <= size + 10


def bomb() -> bytes:
    """Return a small PNG that says it is 60,000 × 60,000."""
    content = io.BytesIO()
    Image.new("L", (1, 1)).save(content, "PNG")
    png = bytearray(content.getvalue())
    png[16:24] = (60_000).to_bytes(4, "big") * 2
    png[29:33] = zlib.crc32(png[12:29]).to_bytes(4, "big")
    return bytes(png)


def test_picture_bomb_vector_drawing_pipe_and_foreign_file_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "rendu"
    folder.mkdir()
    (folder / "bombe.png").write_bytes(bomb())
    (folder / "dessin.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "faux.png").write_text("ceci n’est pas une image")
    os.mkfifo(folder / "tube.png")
    Image.new("L", (1, 1)).save(tmp_path / "dehors.png")
    (folder / "http:" / "a.example").mkdir(parents=True)
    Image.new("L", (1, 1)).save(folder / "http:" / "a.example" / "x.png")
    (folder / "lien.png").symlink_to(tmp_path / "dehors.png")
    names = ("bombe.png", "dessin.svg", "faux.png", "tube.png", "lien.png", "../dehors.png")
    for name in (*names, "http://a.example/x.png", "file:///etc/passwd", "absente.png"):
        with pytest.raises(RenderError, match="image"):
            read_untrusted(name, folder)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("\ue0000\ue001", "caractère invisible U+E000"),
        ("\u202eabc", "caractère invisible U+202E"),
        ("$" + "x" * 2000 + "$", "formule trop longue"),
        (r"$\href{javascript:a}{b}$", "n’est pas admis dans une formule"),
        (r"$$\rule{99999em}{1em}$$", "n’est pas admis dans une formule"),
        ("![a](a.png)\n" * 70, "au plus 60 images"),
    ],
)
def test_hidden_characters_long_formulas_and_many_pictures_are_refused(
    work: Work, written: str, said: str
) -> None:
    work.answer(written)
    assert said in problems(work)


def test_answers_that_are_a_link_out_of_the_folder_are_not_read(work: Work, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", encoding="utf-8")
    (work.folder / ANSWERS).unlink()
    (work.folder / ANSWERS).symlink_to(secret)
    with pytest.raises(DefinitionError, match="hors du dossier"):
        work.load()


def test_an_anchor_named_twice_is_read_without_a_word_of_english(
    work: Work, recwarn: pytest.WarningsRecorder
) -> None:
    work.edit("rendu.yaml", "authors: [", "authors: [&a Zoé Blanc, &a Léo Noir, *a, ")
    work.load()
    assert list(recwarn) == []


def test_pipe_in_place_of_the_answers_does_not_hang(work: Work) -> None:
    (work.folder / ANSWERS).unlink()
    os.mkfifo(work.folder / ANSWERS)
    assert "illisible" in problems(work)
