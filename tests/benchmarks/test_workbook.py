"""How long it takes to read a workbook, in this process and in one apart. ``make bench`` shows it."""

from __future__ import annotations

import pytest
from generation.reports import seeded
from generation.workbook_files import SUFFIXES, write
from pytest_benchmark.fixture import BenchmarkFixture

from gouji.readers import confined
from gouji.readers.workbook import read
from gouji.testing import check

LAYOUTS = ("xlsx", "xlsx-sheet-each", "xls", "ods")


@pytest.mark.benchmark(group="workbook")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_read(layout: str, benchmark: BenchmarkFixture) -> None:
    data = write(seeded(5), layout)
    benchmark(read, data)


@pytest.mark.benchmark(group="workbook")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_whole_check(layout: str, benchmark: BenchmarkFixture) -> None:
    data = write(seeded(5), layout)
    benchmark(check, data, path=f"r{SUFFIXES[layout]}")


@pytest.mark.benchmark(group="workbook")
def test_first_check_of_a_process(benchmark: BenchmarkFixture) -> None:
    """With the start of the process apart."""
    data = write(seeded(5), "xlsx")
    benchmark.pedantic(check, (data,), {"path": "r.xlsx"}, setup=confined._dismiss, rounds=10)
