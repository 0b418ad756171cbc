"""How long the reading of a Word document takes, against opening it and having lxml parse it. Shown by ``make bench``.

Compare ``read`` with ``open_and_parse`` of the same file: at most twice as long.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
import real
from generation import docx_files
from generation.reports import seeded
from lxml import etree
from lxml.etree import _Element
from pytest_benchmark.fixture import BenchmarkFixture

from gouji.readers.docx import read

FORM = "blank form"
FILES = (FORM, *docx_files.LAYOUTS)


@cache
def document(name: str) -> bytes:
    """The bytes of the form as it is handed out, or of a report in one of the layouts."""
    if name == FORM:
        return real.read_bytes("real", "form-2021-blank", ".docx")
    return docx_files.write(seeded(5), name, 1)


def main_part(data: bytes) -> str:
    return next(name for name in sorted(ZipFile(BytesIO(data)).namelist()) if name.startswith("word/document"))


def opened_and_parsed(data: bytes, part: str) -> _Element:
    return etree.fromstring(ZipFile(BytesIO(data)).read(part))


@pytest.mark.benchmark(group="docx", warmup=True)
@pytest.mark.parametrize("name", FILES)
def test_open_and_parse(name: str, benchmark: BenchmarkFixture) -> None:
    data = document(name)
    benchmark(opened_and_parsed, data, main_part(data))


@pytest.mark.benchmark(group="docx", warmup=True)
@pytest.mark.parametrize("name", FILES)
def test_read(name: str, benchmark: BenchmarkFixture) -> None:
    assert benchmark(read, document(name)).blocks


@pytest.mark.benchmark(group="length of a document", warmup=True)
@pytest.mark.parametrize("times", [1, 2, 4, 8])
def test_long_documents(times: int, benchmark: BenchmarkFixture) -> None:
    writer = docx_files.Plain(seeded(5), docx_files.Random(1))
    body = writer.body() * times
    data = docx_files.package({"document": docx_files.root("document", f"<w:body>{body}</w:body>")})
    benchmark(read, data)
