"""A page has the same bytes whatever order Python gives to its sets in a process."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
from dataclasses import replace
from hashlib import sha256
from reportgen.document.html import render_html
from reportgen.document.pdf import PRINT
from reportgen.document.rendering import render
from tests.document.sample import META, TEMPLATES
from tests.document.test_comparison import CURVES, EVALUATIONS, TOTALS, document
page = replace(document(CURVES, EVALUATIONS, TOTALS), meta=META)
print(sha256((render_html(page, TEMPLATES) + render(page, PRINT, TEMPLATES)).encode()).hexdigest())
"""


def printed(hash_seed: int) -> str:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={
            **os.environ,
            "PYTHONHASHSEED": str(hash_seed),
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.pdf
def test_pages_do_not_depend_on_the_order_of_sets() -> None:
    assert len({printed(seed) for seed in (1, 2, 3, 4)}) == 1
