"""Places in a page's source (源代码位置), worked out only for what is found: a page may be one line from end to end.

The parser does not tell where text stands. So once a place is asked for, the page is read again with its offset behind
each ``>``: text begins behind one, and whatever the parser makes of the page, the offsets come with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from html import unescape
from itertools import accumulate, islice
from typing import NamedTuple

from gouji.document import Place
from gouji.readers.html.page import SPOT, Page, page_of

_MARK = "\ufdd0"
"""Stands before and behind each offset; Unicode keeps this character for such uses, so that no page has it."""
_OFFSET = re.compile(f"{_MARK}([0-9]{{1,9}}){_MARK}")
_MOST_OFFSETS = 500_000
CHARACTER = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z]\w{1,31});?|.", re.DOTALL)
"""A character reference, with or without its semicolon, or any other character, as the source spells them."""


class _Stretch(NamedTuple):
    """Text behind a tag (连续文字): how many characters the page shows before it, and its offset in the source.

    is_spot: it is no text, but a cell's beginning or a picture.
    """

    before: int
    offset: int
    is_spot: bool


class Places:
    """From a place in the document to the line and column of the source (位置换算).

    What is counted is all that a page shows, but for blanks: of that, the reader neither adds nor loses anything.
    """

    def __init__(self, source: str, page: Page, lines: Sequence[str], begins: Sequence[int]) -> None:
        """lines: those of the document. begins: for each of them the number of the text with which it begins."""
        self._source = source
        self._texts = page.texts
        self._hidden = page.hidden
        self._lines = lines
        self._begins = begins

    def __call__(self, place: Place) -> Place:
        """The place in the source, from the first character to the last."""
        start = end = self._offset(place.line, place.column)
        if place[:2] != place[2:4]:
            end = self._offset(place.end_line, place.end_column - 1, behind=True)
        return Place(*self._line_and_column(start), *self._line_and_column(max(start, end)))

    def _offset(self, line: int, column: int, *, behind: bool = False) -> int:
        """The offset in the source of a character of the document, or of what stands behind it."""
        if not self._lines:
            return 0
        number = min(max(line, 1), len(self._lines)) - 1
        start, end = self._in_source(self._counted(self._begins[number], _shown(self._lines[number][: column - 1])))
        return end if behind else start

    def _counted(self, text: int, before: int) -> int:
        """Which character of the page it is that so many stand before in the line that begins with a text."""
        last, number = self._counts[text], text
        while number < len(self._texts):
            start, end = self._counts[number : number + 2]
            if start + before < end:
                return start + before
            before -= end - start
            last = max(end - 1, last)
            number = self._following(number)
        return last

    def _following(self, number: int) -> int:
        """The number of the text that follows; what is hidden has lines of its own, and a spot is no text."""
        number += 1
        while number < len(self._texts) and (self._texts[number] == SPOT or number in self._hidden):
            number = self._hidden.get(number, number + 1)
        return number

    @cached_property
    def _counts(self) -> list[int]:
        """How many characters the page shows before each of its texts."""
        return list(accumulate(map(_shown, self._texts), initial=0))

    # ── in the source ────────────────────────────────────────────────────────────────────────────

    def _in_source(self, character: int) -> tuple[int, int]:
        """Where in the source the character begins and ends that the page shows behind so many others."""
        index = bisect_right(self._stretches, character, key=lambda stretch: stretch.before) - 1
        before, offset, is_spot = self._stretches[max(index, 0)]
        nothing = offset, offset
        return nothing if is_spot else next(islice(self._characters(offset), character - before, None), nothing)

    def _characters(self, offset: int) -> Iterator[tuple[int, int]]:
        """Where each character begins and ends, blanks left out, that the source has from an offset on."""
        for match in CHARACTER.finditer(self._source, offset):
            shown = unescape(match[0]) if len(match[0]) > 1 else match[0]
            for _character in range(_shown(shown)):
                yield match.span()

    @cached_property
    def _stretches(self) -> list[_Stretch]:
        """All text, stretch by stretch."""
        first, *rest = _OFFSET.split("".join(page_of(self._with_offsets()).texts))
        found, before = [_Stretch(0, 0, is_spot=False)], _shown(first)
        behind = first
        for offset, text in zip(map(int, rest[::2]), rest[1::2], strict=True):
            if behind.endswith(SPOT):
                found.append(_Stretch(before - 1, offset, is_spot=True))
            found.append(_Stretch(before, offset, is_spot=False))
            before += _shown(text)
            behind = text
        return found

    def _with_offsets(self) -> str:
        """The source with its offset behind each ``>``, as far as memory allows."""
        *pieces, rest = self._source.split(">", _MOST_OFFSETS)
        offsets = accumulate(len(piece) + 1 for piece in pieces)
        return "".join(f"{piece}>{_MARK}{at}{_MARK}" for piece, at in zip(pieces, offsets, strict=True)) + rest

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        """Where each line of the source begins."""
        return [0, *(match.end() for match in re.finditer("\n", self._source))]


def _shown(text: str) -> int:
    """How many characters of a text are no blanks."""
    return len("".join(text.split()))
