"""Small disks that are really full or really read-only, where this machine lets us make them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: str = "8m") -> Iterator[Path]:
    """Mount an empty disk in memory on *folder*; skip the test where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        # Lazily: a file that a process still has open must not leave the disk behind.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nothing be written below *folder*, which is a small disk when we are root."""
    if os.geteuid() == 0:
        # Permissions stop everybody but root.
        _mount("-o", "remount,ro", str(folder))
        try:
            yield
        finally:
            _mount("-o", "remount,rw", str(folder))
        return
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    _set_modes(folders, 0o555)
    try:
        yield
    finally:
        _set_modes(folders, 0o755)


@contextmanager
def lockable(folder: Path) -> Iterator[Path]:
    """Make *folder* one that :func:`read_only` can deny to this user."""
    if os.geteuid() == 0:
        with small_disk(folder):
            yield folder
    else:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder


def _set_modes(folders: list[Path], mode: int) -> None:
    for folder in folders:
        folder.chmod(mode)


def _mount(*arguments: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine lets nobody mount a small disk: {done.stderr.strip()}")
