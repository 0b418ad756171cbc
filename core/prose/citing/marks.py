"""Title marks (书名号): which stretches they enclose, and where they do not pair or nest."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from gouji.document import Place
from gouji.model import Report, reading
from gouji.prose.citing.syntax import tokens
from gouji.prose.passages import Passage, passages

UNPAIRED, DOUBLE, FOREIGN, CROSSED = "unpaired", "double", "foreign", "crossed"
"""A mark without its other half; 《》 right inside 《》; < > where 〈〉 should stand; inner marks that do not pair."""

_INNER = "〈〉‹›<>"
_MARKS = "《》" + _INNER
_USUAL = ("《〈〉》", "《〈〉〈〉》")
"""Titles that hold another one as they should: no grammar is needed to see that."""
_NEAR_THE_END = 60
_LOOK_ON = 2
_SHOWN = 20
_LONGEST_TITLE = 300
_ENDS = "。！？；;!?：:"


class MarkFault(NamedTuple):
    """Title marks that are not as they should be (书名号问题): what it is, where, and the text of that place."""

    kind: str
    place: Place
    text: str


class _Marks(NamedTuple):
    """The marks of one passage: the outermost pairs, and those that found no other half."""

    pairs: tuple[tuple[int, int], ...]
    opening: tuple[int, ...]
    closing: tuple[int, ...]


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Where the outermost 《》 of a passage begin and end, in order.

    >>> quotations("依据《条例》和《关于《办法》的通知》")
    ((2, 6), (7, 18))
    """
    return _marks(text).pairs


@reading
def mark_faults(report: Report) -> tuple[MarkFault, ...]:
    """The faults of all title marks in the narrative. A title may run on in the next paragraph, over a page break."""
    every = passages(report)
    marked = [_marks(passage.text) for passage in every]
    taken: set[tuple[int, int]] = set()
    found: list[MarkFault] = []
    for index, (passage, marks) in enumerate(zip(every, marked, strict=True)):
        for start, end in marks.pairs:
            found += _inner_faults(passage, start, end)
        for at in marks.opening:
            other = _other_half(marked, index, taken)
            if other is not None:
                taken.add(other)
            elif not _breaks_off(passage.text, at):
                found.append(_fault(UNPAIRED, passage, at, at + 1))
        for at in marks.closing:
            carried = index > 0 and at <= _NEAR_THE_END and every[index - 1].text[-1:] not in _ENDS
            if (index, at) not in taken and not carried:
                found.append(_fault(UNPAIRED, passage, at, at + 1))
    return tuple(found)


def _marks(text: str) -> _Marks:
    if "《" not in text and "》" not in text:
        return _Marks((), (), ())
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    closing: list[int] = []
    for match in re.finditer("[《》]", text):
        at = match.start()
        if match[0] == "《":
            stack.append(at)
        elif stack:
            start = stack.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()  # it stands inside this one
            pairs.append((start, at + 1))
        else:
            closing.append(at)
    return _Marks(tuple(pairs), tuple(stack), tuple(closing))


def _other_half(marked: Sequence[_Marks], index: int, taken: set[tuple[int, int]]) -> tuple[int, int] | None:
    """A closing mark in one of the next passages that has no opening one of its own."""
    for later in range(index + 1, min(index + 1 + _LOOK_ON, len(marked))):
        for at in marked[later].closing:
            if at > 2 * _NEAR_THE_END:
                break
            if (later, at) not in taken:
                return later, at
    return None


def _breaks_off(text: str, at: int) -> bool:
    """Whether the passage ends in the middle of a sentence soon after: where it goes on may be behind a page break."""
    return len(text) - at <= _NEAR_THE_END and text[-1] not in _ENDS


def _inner_faults(passage: Passage, start: int, end: int) -> list[MarkFault]:
    quoted = passage.text[start:end]
    if not any(mark in quoted[1:-1] for mark in "《" + _INNER):
        return []
    if "".join(mark for mark in quoted if mark in _MARKS) in _USUAL:
        return []
    if "。" in quoted or len(quoted) > _LONGEST_TITLE:
        return []  # no title: some mark was lost, and it is not known which
    found = tokens("title", quoted)
    if found is None:
        return [_fault(CROSSED, passage, start, end)]
    faults = []
    stack: list[tuple[str, int]] = []
    for kind, text, offset in found:
        if kind in {"LEFT", "INNER_LEFT"}:
            stack.append((text[0], start + offset))
            continue
        mark, opened = stack.pop()
        closed = start + offset + 1
        if mark == "<":
            faults.append(_fault(FOREIGN, passage, opened, closed))
        elif mark == "《" and stack and stack[-1][0] == "《":
            faults.append(_fault(DOUBLE, passage, opened, closed))
    return faults


def _fault(kind: str, passage: Passage, start: int, end: int) -> MarkFault:
    """A fault at a stretch; a single mark is shown with some of the text that it should enclose."""
    first, last = start, end
    if kind == UNPAIRED and passage.text[start] == "《":
        last += _SHOWN
    elif kind == UNPAIRED:
        first = max(start - _SHOWN, 0)
    return MarkFault(kind, passage.place(start, end), passage.text[first:last])
