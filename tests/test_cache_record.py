"""The result cache: what is written into it comes back as it was, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.cache.record import decoded, encoded, reading
from gouji.cache.stamp import canonical
from gouji.finding import Severity
from gouji.outcome import FileResult


def filled(declared: Any, number: Iterator[int]) -> Any:
    """A value of a declared type in which nothing is what it would be if it were left out."""
    if declared in (str, int, bool, Severity):
        return declared(next(number) if declared is not Severity else next(number) % 3 + 1)
    if declared == frozenset[str]:
        return frozenset({str(next(number)), str(next(number))})
    if hasattr(declared, "_fields"):
        return declared(*(filled(hint, number) for hint in get_type_hints(declared).values()))
    arguments = [each for each in get_args(declared) if each is not type(None)]
    if Ellipsis in arguments:
        arguments = arguments[:1] * 2
    values = tuple(filled(each, number) for each in arguments)
    return values if len(values) > 1 else values[0]


def test_every_field_of_a_result_comes_back() -> None:
    result = filled(FileResult, iter(range(1, 10_000)))
    again = decoded(encoded(result))
    assert again == result
    assert repr(again) == repr(result)  # of the same kinds all through


@given(st.text(st.characters(codec=None)), st.none() | st.integers())
def test_any_text_and_number_comes_back(text: str, year: int | None) -> None:
    result = FileResult(text, text or None, year, None, True, ())
    assert decoded(encoded(result)) == result


@given(st.data())
def test_a_damaged_record_is_none(data: st.DataObject) -> None:
    record = bytearray(encoded(FileResult("甲.txt", "甲县", 2023, "2021", True, ())))
    at = data.draw(st.integers(0, len(record) - 1))
    record[at] ^= data.draw(st.integers(1, 255))
    assert decoded(bytes(record)) is None
    assert decoded(bytes(record[:at])) is None


def test_a_record_of_other_fields_is_none() -> None:
    from zlib import crc32

    for text in (b"[]", b"{}", b"1", b'["a.txt"]', b"[", json.dumps([1] * len(FileResult._fields)).encode()):
        assert decoded(crc32(text).to_bytes(4) + text) is None


def test_what_cannot_be_kept_exactly_is_refused() -> None:
    class Sample(NamedTuple):
        ratio: float

    with pytest.raises(TypeError):
        reading(Sample)
    with pytest.raises(TypeError):
        encoded(FileResult("a", None, None, None, True, (), selected=frozenset({"a\nb"})))
    with pytest.raises(TypeError):
        canonical((1, object()))
