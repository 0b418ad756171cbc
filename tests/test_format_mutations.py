"""Whatever happened to a file of any format, checking it gives a result, soon and in bounded memory.

``GOUJI_FORMAT_MUTATIONS=5000 pytest tests/test_format_mutations.py`` tries more of them, so many of each format.
Those of older documents need LibreOffice and take a second each, so they are tried only if asked for, and fewer.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from mutated import SUFFIXES, troubles

ASKED = "GOUJI_FORMAT_MUTATIONS" in os.environ
COUNT = int(os.environ.get("GOUJI_FORMAT_MUTATIONS", "25"))
SLICES = 5


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Executor]:
    """A process of its own: this one still holds what other tests took."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        yield pool


@pytest.mark.parametrize("part", range(SLICES))
@pytest.mark.parametrize("kind", SUFFIXES)
def test_a_mutated_file_gives_a_result(kind: str, part: int, elsewhere: Executor) -> None:
    if kind == "office" and not (ASKED and shutil.which("soffice")):
        pytest.skip("needs LibreOffice, and to be asked for by GOUJI_FORMAT_MUTATIONS")
    seeds = range(part, COUNT if kind != "office" else COUNT // 50, SLICES)
    assert elsewhere.submit(troubles, kind, seeds).result() == []
