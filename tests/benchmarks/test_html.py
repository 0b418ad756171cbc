"""How long a web page takes to read, beside lxml's parse of the same bytes, which makes a tree of it and nothing more.

Nothing here is asserted: ``make bench`` shows it. ``walk`` also goes through that tree once, as any reader on top of
lxml would have to.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from generation import html_files
from generation.reports import seeded
from lxml import etree
from pytest_benchmark.fixture import BenchmarkFixture
from real import read_bytes

from gouji.readers.html import read
from gouji.readers.html.encoding import decoded

LAYOUTS = tuple(layout for layout in html_files.LAYOUTS if layout.startswith("html-"))
LARGE = 200


def page(name: str) -> bytes:
    if name == "real":
        return read_bytes("real", "suqian-2024", ".html")
    if name == "large":
        return html_files.write(seeded(5), "html-portal", 1) * LARGE
    return html_files.write(seeded(5), name, 1)


def parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


def walk(data: bytes) -> int:
    """The length of the text in the tree, from its beginnings and ends."""
    length = 0
    for event, element in etree.iterwalk(parse(data), events=("start", "end")):
        length += len((element.text if event == "start" else element.tail) or "")
    return length


@pytest.mark.benchmark(group="html", warmup=True)
@pytest.mark.parametrize("name", [*LAYOUTS, "real", "large"])
@pytest.mark.parametrize("reader", [read, parse, walk], ids=["read", "parse", "walk"])
def test_read(name: str, reader: Callable[[bytes], object], benchmark: BenchmarkFixture) -> None:
    benchmark(reader, decoded(page(name)).encode())
