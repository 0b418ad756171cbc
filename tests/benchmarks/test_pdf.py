"""How long it takes to read a PDF, beside what the library itself and another one take for as much."""

from __future__ import annotations

from io import BytesIO

import pypdfium2 as pdfium
import pytest
from generation.pdf_files import write
from generation.reports import seeded
from pytest_benchmark.fixture import BenchmarkFixture

from gouji.readers.pdf import read

REPORT = write(seeded(0), "ruled")


@pytest.mark.benchmark(group="pdf")
def test_read(benchmark: BenchmarkFixture) -> None:
    benchmark(read, REPORT)


@pytest.mark.benchmark(group="pdf")
def test_library(benchmark: BenchmarkFixture) -> None:
    """Its own text, and the bounds of every object on the page: all that it knows of tables."""

    def bare() -> int:
        found = 0
        with pdfium.PdfDocument(REPORT) as document:
            for page in document:
                found += len(page.get_textpage().get_text_range())
                found += sum(len(each.get_bounds()) for each in page.get_objects(max_depth=8))
        return found

    benchmark(bare)


@pytest.mark.benchmark(group="pdf", warmup=False, min_rounds=2, max_time=1)
def test_other_library(benchmark: BenchmarkFixture) -> None:
    """The text and tables that pdfplumber finds, where it is installed."""
    pdfplumber = pytest.importorskip("pdfplumber")

    def extract() -> None:
        with pdfplumber.open(BytesIO(REPORT)) as document:
            for page in document.pages:
                page.extract_text()
                page.extract_tables()

    benchmark(extract)
