from __future__ import annotations

import contextlib
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.data import archive
from reportgen.data.archive import iterate_archive
from reportgen.errors import DataError

from .samples import tar_of

LINKS = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)


def read_all(path: Path) -> dict[str, bytes]:
    return {member.name: member.raw for member in iterate_archive(path, lambda name: True)}


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, raw in members.items():
            file.writestr(name, raw)
    return path


@pytest.mark.parametrize("make", [tar_of, zip_of])
def test_regular_files_come_out_whole(make, tmp_path: Path) -> None:
    members = {"d/a.png": b"abc", "d/b.png": b""}
    assert read_all(make(tmp_path / "a", members)) == members


@pytest.mark.parametrize("make", [tar_of, zip_of])
@pytest.mark.parametrize("name", ["../x.png", "a/../../x.png", "/etc/x.png", "..\\x.png", "C:\\x"])
def test_a_path_that_leaves_the_archive_is_refused(make, name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="sort du dossier"):
        read_all(make(tmp_path / "a", {"ok.png": b"", name: b"x"}))


@pytest.mark.parametrize("kind", LINKS)
def test_links_and_devices_in_a_tar_are_refused(kind: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as file:
        info = tarfile.TarInfo("x.png")
        info.type, info.linkname = kind, "/etc/passwd"
        file.addfile(info)
    with pytest.raises(DataError, match="lien ou un périphérique"):
        read_all(path)


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        info = zipfile.ZipInfo("x.png")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(info, "/etc/passwd")
    with pytest.raises(DataError, match="est un lien"):
        read_all(path)


@pytest.mark.parametrize("make", [tar_of, zip_of])
def test_a_bomb_is_refused_by_its_ratio(make, tmp_path: Path) -> None:
    path = make(tmp_path / "a", {"bomb.png": bytes(archive._FREE_BYTES + 1)})
    with pytest.raises(DataError, match="200 fois sa taille"):
        read_all(path)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    with pytest.raises(DataError, match="plus de 2 fichiers"):
        read_all(tar_of(tmp_path / "a", {str(i): b"" for i in range(3)}))


def test_a_member_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 2**20)
    with pytest.raises(DataError, match="dépasse 1 Mio"):
        read_all(tar_of(tmp_path / "a", {"x": bytes(2**20 + 1)}))


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_truncated_packed_tar_is_a_data_error(cut: int, tmp_path: Path) -> None:
    path = tar_of(tmp_path / "a.tgz", {f"{i}.png": bytes([i]) * 5000 for i in range(9)})
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(DataError, match=r"tronquée|illisible"):
        read_all(path)


@pytest.mark.parametrize("size", [1024, 1024 + 100, 1536, 2000])
def test_a_plain_tar_cut_anywhere_is_a_data_error(size: int, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as file:
        for name in ("x.png", "y.png"):
            info = tarfile.TarInfo(name)
            info.size = 512
            file.addfile(info, io.BytesIO(b"z" * 512))
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(DataError, match=r"tronquée|illisible"):
        read_all(path)


@given(st.binary(max_size=300))
def test_any_bytes_raise_nothing_but_data_errors(tmp_path_factory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "a"
    path.write_bytes(raw)
    with contextlib.suppress(DataError):
        read_all(path)


def test_a_member_without_a_name_is_refused(tmp_path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a", b"some bytes")
    raw = path.read_bytes()
    central = raw.index(b"PK\x01\x02")
    path.write_bytes(raw[:central] + raw[central:].replace(b"a", b"\0", 1))
    with pytest.raises(DataError, match="abîmée ou malveillante"):
        read_all(path)


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_flipped_byte_in_a_zip_raises_nothing_but_data_errors(
    tmp_path_factory, index: int, value: int
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a/x.png", b"some bytes" * 9)
        file.writestr("b/y.png", b"others" * 9)
    raw = bytearray(buffer.getvalue())
    raw[index % len(raw)] = value
    path = tmp_path_factory.mktemp("fuzz") / "a.zip"
    path.write_bytes(bytes(raw))
    with contextlib.suppress(DataError):
        read_all(path)
