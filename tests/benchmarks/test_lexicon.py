"""What it costs that an office adds words: the check of one report with none and with 10,000 of them."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gouji.api import Lexicon, hits, lexicon
from gouji.model import Additions, Report
from gouji.prose.words.lexicon import bundled_terms, read_terms
from gouji.testing import check, clean_report, read

SYLLABLES = "青糖果园娱乐金满堂彩来发富贵平台银河星光大道东方明珠海天一色"


def added(count: int) -> Additions:
    """So many invented words, in the short form for long lists."""
    size = len(SYLLABLES)
    words = ["".join(SYLLABLES[number // size**place % size] for place in range(4)) for number in range(count)]
    return Additions(("long.toml", {"terms": [{"kind": "spam", "words": words}]} if words else {}))


@pytest.mark.benchmark(group="lexicon")
@pytest.mark.parametrize("count", [0, 10_000])
def test_search(count: int, benchmark: BenchmarkFixture) -> None:
    additions, base = added(count), read(clean_report())
    lexicon(additions)
    benchmark(lambda: hits(Report(*base[:-1], additions)))


@pytest.mark.benchmark(group="lexicon")
@pytest.mark.parametrize("count", [0, 10_000])
def test_building(count: int, benchmark: BenchmarkFixture) -> None:
    [entries] = [each for _name, each in added(count).entries("terms")] or [[]]
    benchmark(lambda: list(Lexicon([*bundled_terms(), *read_terms("long.toml", entries)]).find("清棠县")))


@pytest.mark.benchmark(group="lexicon")
def test_whole_check(benchmark: BenchmarkFixture) -> None:
    """For comparison."""
    text = clean_report()
    benchmark(lambda: check(text))
