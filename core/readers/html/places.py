"""Places in a page's source (源代码位置), worked out only for what is found: a page may be one line from end to end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from gouji.document import Place
from gouji.readers.html.markup import REFERENCE, unescaped

_CHARACTER = re.compile(f"{REFERENCE}|.", re.DOTALL)


class Places:
    """From a place in the document to the line and column of the source (位置换算)."""

    def __init__(
        self, markup: Sequence[str], lines: Sequence[str], begins: Sequence[int], unseen: Sequence[range]
    ) -> None:
        """markup: the source, text and tags by turns. lines: those of the document.

        begins: for each line of the document the number of the text in ``markup`` with which it begins, or with which
        its cell does. unseen: the texts that stand apart from the lines around them.
        """
        self._markup = markup
        self._lines = lines
        self._begins = begins
        self._unseen = unseen

    def __call__(self, place: Place) -> Place:
        """The place in the source, from the first character to the last."""
        start = self._offset(place.line, place.column)
        end = start
        if place[:2] != place[2:4]:
            end = self._offset(place.end_line, place.end_column - 1, behind=True)
        return Place(*self._line_and_column(start), *self._line_and_column(max(start, end)))

    def _offset(self, line: int, column: int, *, behind: bool = False) -> int:
        """The offset in the source of a character of the document, or of what stands behind it."""
        if not self._lines:
            return 0
        number = min(max(line, 1), len(self._lines)) - 1
        first = number
        while first and self._begins[first - 1] == self._begins[number]:
            first -= 1  # the lines of one cell count from its beginning
        before = "".join(self._lines[first:number]) + self._lines[number][: column - 1]
        wanted = sum(not character.isspace() for character in before)
        last = self._starts[self._begins[number]]
        for offset, length in self._characters(self._begins[number]):
            last = offset + length
            if not wanted:
                return last if behind else offset
            wanted -= 1
        return last

    def _characters(self, text: int) -> Iterator[tuple[int, int]]:
        """Offset and length in the source of each character that is no blank, from a text on."""
        hidden = text in self._hidden
        for number in range(text, (len(self._markup) + 1) // 2):
            if (number in self._hidden) is not hidden:
                continue
            start = self._starts[number]
            for match in _CHARACTER.finditer(self._markup[2 * number]):
                shown = unescaped(match[0]) if len(match[0]) > 1 else match[0]
                for character in shown:
                    if not character.isspace():
                        yield start + match.start(), len(match[0])

    @cached_property
    def _hidden(self) -> frozenset[int]:
        return frozenset(number for stretch in self._unseen for number in stretch)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each text begins in the source."""
        return list(accumulate(map(len, self._markup), initial=0))[:-1:2]

    @cached_property
    def _line_starts(self) -> list[int]:
        """Where each line of the source begins."""
        return [0, *(match.end() for match in re.finditer("\n", "".join(self._markup)))]

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1
