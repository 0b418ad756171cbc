"""How long a web page takes to read, beside lxml's parse of the same bytes, which makes a tree of it and nothing more.

Nothing here is asserted: ``make bench`` shows it. ``listen`` has the same parser tell each tag and text to an object
that takes no notice of them, which is what the reader builds upon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


class Deaf:
    """Takes no notice of what the parser tells."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text."""

    def close(self) -> None:
        """The page is at its end."""


def listen(data: bytes) -> None:
    etree.fromstring(data, etree.HTMLParser(target=Deaf(), encoding="utf-8"))


@pytest.mark.benchmark(group="html", warmup=True)
@pytest.mark.parametrize("name", [*LAYOUTS, "real", "large"])
@pytest.mark.parametrize("reader", [read, parse, listen], ids=["read", "parse", "listen"])
def test_read(name: str, reader: Callable[[bytes], object], benchmark: BenchmarkFixture) -> None:
    benchmark(reader, decoded(page(name)).encode())
