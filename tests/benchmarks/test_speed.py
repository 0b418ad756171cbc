"""How long a check takes: as a process, warm, and as a report grows. Nothing here is asserted: ``make bench`` shows it.

Compare cold ``check`` with ``imports`` (at most 1.3 times), warm ``whole_check`` with ``bare_parse`` (at most 3 times).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.reports import seeded
from lark import Lark
from pytest_benchmark.fixture import BenchmarkFixture

from gouji import grammars
from gouji.testing import check, clean_report

TABLES = ("disclosure", "applications", "review")
LAYOUTS = ("tabs", "line-each-spaced", "|blank", "columns")


@pytest.fixture(scope="module")
def small_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small clean report in a file."""
    path = tmp_path_factory.mktemp("small") / "report.txt"
    path.write_text(render(seeded(5), BY_NAME["tabs"], 0, Noise()), encoding="utf-8")
    return path


# An installed program is compiled; so must this one be, wherever it is measured.
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=COMPILED)


@pytest.mark.benchmark(group="cold", warmup=True, min_rounds=20)
@pytest.mark.parametrize("name", ["imports", "check", "version", "explain"])
def test_cold(name: str, small_report: Path, benchmark: BenchmarkFixture) -> None:
    commands = {
        "imports": ("-c", "import lark, click, pluggy"),
        "check": ("-m", "gouji", "check", str(small_report)),
        "version": ("-m", "gouji", "--version"),
        "explain": ("-m", "gouji", "explain", "A101"),
    }
    benchmark(process, *commands[name])


def fed_tokens(text: str) -> list[tuple[str, list[object]]]:
    """What the check of a text feeds to Lark's parser, table by table."""
    from lark.parsers.lalr_interactive_parser import InteractiveParser

    fed: list[tuple[str, list[object]]] = []
    starts = iter(TABLES)
    feed, eof = InteractiveParser.feed_token, InteractiveParser.feed_eof
    tokens: list[object] = []

    def recorded(self: InteractiveParser, token: object) -> object:
        tokens.append(token)
        return feed(self, token)

    def ended(self: InteractiveParser, *arguments: object) -> object:
        fed.append((next(starts), list(tokens)))
        tokens.clear()
        return eof(self, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(InteractiveParser, "feed_token", recorded)
        patch.setattr(InteractiveParser, "feed_eof", ended)
        check(text)
    return [(start, [token for token in some if getattr(token, "type", "$END") != "$END"]) for start, some in fed]


def bare_parse(lark: Lark, tables: list[tuple[str, list[object]]]) -> None:
    """Lark alone on the same tokens."""
    for start, tokens in tables:
        parser = lark.parse_interactive(start=start)
        for token in tokens:
            parser.feed_token(token)  # type: ignore[arg-type]
        parser.feed_eof()


@pytest.mark.benchmark(group="warm", warmup=True)
@pytest.mark.parametrize("parser", [grammars.load, grammars.build], ids=["ready-made", "built"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_bare_parse(layout: str, parser: Callable[[str], Lark], benchmark: BenchmarkFixture) -> None:
    tables = fed_tokens(render(seeded(5), BY_NAME[layout], 0, Noise()))
    assert [start for start, _ in tables] == list(TABLES)
    assert sum(len(tokens) for _, tokens in tables) > 200
    benchmark(bare_parse, parser("edition-2021"), tables)


@pytest.mark.benchmark(group="warm", warmup=True)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_whole_check(layout: str, benchmark: BenchmarkFixture) -> None:
    data = render(seeded(5), BY_NAME[layout], 0, Noise()).encode()
    result = benchmark(check, data)
    assert result.checked


PARAGRAPH = "健全登记、审核、答复、归档流程，答复前与申请人充分沟通，依法按期答复。"


@pytest.mark.benchmark(group="length of the narrative", warmup=True)
@pytest.mark.parametrize("paragraphs", [1000, 2000, 4000, 8000])
def test_many_paragraphs(paragraphs: int, benchmark: BenchmarkFixture) -> None:
    benchmark(check, clean_report(narrative="\n\n".join([PARAGRAPH] * paragraphs)).encode())


@pytest.mark.benchmark(group="length of a line", warmup=True)
@pytest.mark.parametrize("sentences", [1000, 2000, 4000, 8000])
def test_one_long_paragraph(sentences: int, benchmark: BenchmarkFixture) -> None:
    benchmark(check, clean_report(narrative=PARAGRAPH * sentences).encode())


@pytest.mark.benchmark(group="length of a damaged table", warmup=True)
@pytest.mark.parametrize("times", [5, 10, 20, 40])
def test_rows_many_times_over(times: int, benchmark: BenchmarkFixture) -> None:
    lines = clean_report().split("\n")
    text = "\n".join(line for line in lines for _ in range(times if line.startswith("|") else 1))
    benchmark(check, text.encode())
