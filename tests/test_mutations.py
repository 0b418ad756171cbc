"""Whatever happened to a file, checking it gives a result, and soon.

``GOUJI_MUTATIONS=20000 pytest tests/test_mutations.py`` tries more of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from random import Random

import pytest
import real
from generation.encodings import ENCODINGS, mutated
from generation.layouts import LAYOUTS, render
from generation.reports import seeded

from gouji.testing import check

COUNT = int(os.environ.get("GOUJI_MUTATIONS", "500"))
SLICES = 10
LONGEST = 5.0
"""Seconds for one small file, whatever is in it; a hundred times what a sound one takes."""


@pytest.fixture(scope="module")
def originals() -> list[bytes]:
    """Generated reports in every layout and encoding, and the real ones where they are at hand."""
    encodings = list(ENCODINGS)
    texts = [
        ENCODINGS[encodings[number % len(encodings)]](render(seeded(number), layout, number))
        for number, layout in enumerate(LAYOUTS * 2)
        if encodings[number % len(encodings)] != "long-lines"
    ]
    return texts + list(_real_reports())


def _real_reports() -> Iterator[bytes]:
    for number in range(5):
        try:
            yield real.seed(number)
        except pytest.skip.Exception:
            return


@pytest.mark.parametrize("part", range(SLICES))
def test_a_mutated_file_gives_a_result(part: int, originals: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOUJI_DEBUG", raising=False)
    troubles = []
    for seed in range(part, COUNT, SLICES):
        rng = Random(seed)
        data = mutated(rng.choice(originals), rng)
        troubles += [f"mutation {seed}: {trouble}" for trouble in troubles_with(data)]
    assert troubles == []


def troubles_with(data: bytes, longest: float = LONGEST) -> Iterator[str]:
    """What is wrong with the result of checking a file, whatever it holds."""
    start = time.perf_counter()
    try:
        result = check(data)
    except Exception as error:
        yield f"raised {error!r}"
        return
    if (taken := time.perf_counter() - start) > longest:
        yield f"took {taken:.1f} seconds"
    size = data.count(b"\n") + data.count(b"\r") + 1
    for finding in result.findings:
        if finding.code == "X004" or "程序内部出错" in finding.message or "读取程序" in finding.message:
            yield f"{finding.code} {finding.message}"
        line, column, end_line, end_column, *_ = finding.place
        if not (1 <= line <= end_line <= size and column >= 1 and end_column >= 1):
            yield f"{finding.code} at {finding.place}, which is not in the file"


ODD_INPUTS: dict[str, bytes] = {
    "nothing": b"",
    "one-byte": b"\xff",
    "byte-order-mark": b"\xef\xbb\xbf",
    "utf-16-mark": b"\xff\xfe",
    "odd-utf-16": b"\xff\xfea\0b",
    "nuls": b"\0" * 10000,
    "newlines": b"\n" * 10000,
    "carriage-returns": b"\r" * 10000,
    "form-feeds": b"\f" * 10000,
    "pipes": b"|" * 10000,
    "pipe-lines": b"|\n" * 10000,
    "tabs": b"\t" * 10000,
    "tab-lines": b"\t\n" * 10000,
    "blanks": b" " * 100000,
    "digits": b"1" * 100000,
    "digit-lines": b"1\n" * 10000,
    "labels": "总计\n".encode() * 5000,
    "brackets": "（".encode() * 20000,
    "ordinals": "一、".encode() * 20000,
    "headings": "一、总体情况\n".encode() * 5000,
    "received": "一、本年新收政府信息公开申请数量\n".encode() * 2000,
    "one-long-row": ("一、本年新收政府信息公开申请数量" + "\t1" * 20000).encode(),
    "one-character-a-line": "\n".join("政府信息公开工作年度报告" * 1000).encode(),
    "titles": "清棠县2023年政府信息公开工作年度报告\n".encode() * 2000,
    "a-mark-alone": b"#\n",
    "a-rule-that-is-none": b"|" + b"-" * 5000 + b"a\n",
    "a-total-alone-in-its-row": "一、总体情况\n| 总计 | | |\n".encode(),
    "merged-labels-alone": "申请人情况\n法人或其他组织\n（本列数据的勾稽关系为：第一项加第二项之和）\n".encode(),
    "heads-over-foreign-heads": (
        "     果        予处理     4.无正当理由大量反复申请       0      0      0      0         0         0      0\n"
        "      结果     结果     其他      尚未\n"
        "      维持     纠正     结果      审结             结果    结果     其他    尚未"
        "            结果     结果    其他     尚未"
    ).encode(),
    "surrogates": "\\ud800政府信息公开".encode() + b"\xed\xa0\x80",
    "control-characters": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", ODD_INPUTS)
def test_an_odd_input_gives_a_result(name: str) -> None:
    assert list(troubles_with(ODD_INPUTS[name])) == []


REPEATED: dict[str, Callable[[str], str]] = {
    "whole-report": lambda text: text * 20,
    "rows": lambda text: "\n".join(line for line in text.split("\n") for _ in range(20)),
    "blank-lines": lambda text: text.replace("\n", "\n" * 20),
}


@pytest.mark.parametrize("how", REPEATED)
def test_a_report_many_times_over_gives_a_result(how: str) -> None:
    texts = (REPEATED[how](render(seeded(1), layout, 1)) for layout in LAYOUTS)
    assert [trouble for text in texts for trouble in troubles_with(text.encode(), 2 * LONGEST)] == []
