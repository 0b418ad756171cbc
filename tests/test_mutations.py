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

from gouji.api import FileResult
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
    for seed in range(part, COUNT, SLICES):
        rng = Random(seed)
        data = mutated(rng.choice(originals), rng)
        start = time.perf_counter()
        try:
            result = check(data)
        except Exception as error:
            raise AssertionError(f"mutation {seed} raised {error!r}") from error
        assert time.perf_counter() - start < LONGEST, f"mutation {seed} took too long"
        assert_sound(result, data, seed)


def assert_sound(result: FileResult, data: bytes, seed: int) -> None:
    """Nothing failed inside, and every place lies in the file."""
    assert isinstance(result, FileResult)
    messages = [f"mutation {seed}: {each.code} {each.message}" for each in result.findings]
    assert not [message for message in messages if "X004" in message or "程序内部出错" in message]
    assert not [message for message in messages if "读取程序" in message]
    size = data.count(b"\n") + data.count(b"\r") + 1
    for finding in result.findings:
        place = finding.place
        assert 1 <= place.line <= place.end_line <= size, f"mutation {seed}: {place}"
        assert place.column >= 1 and place.end_column >= 1, f"mutation {seed}: {place}"


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
    "surrogates": "\\ud800政府信息公开".encode() + b"\xed\xa0\x80",
    "control-characters": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", ODD_INPUTS)
def test_an_odd_input_gives_a_result(name: str) -> None:
    start = time.perf_counter()
    assert_sound(check(ODD_INPUTS[name]), ODD_INPUTS[name], 0)
    assert time.perf_counter() - start < LONGEST


REPEATED: dict[str, Callable[[str], str]] = {
    "whole-report": lambda text: text * 20,
    "rows": lambda text: "\n".join(line for line in text.split("\n") for _ in range(20)),
    "blank-lines": lambda text: text.replace("\n", "\n" * 20),
}


@pytest.mark.parametrize("how", REPEATED)
def test_a_report_many_times_over_gives_a_result(how: str) -> None:
    for layout in LAYOUTS:
        data = REPEATED[how](render(seeded(1), layout, 1)).encode()
        start = time.perf_counter()
        assert_sound(check(data), data, 0)
        assert time.perf_counter() - start < 2 * LONGEST, layout.name
