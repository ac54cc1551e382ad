from __future__ import annotations

from pathlib import Path

import pytest

from tests.submission.bench import Work, start_work


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return start_work(tmp_path)
