"""Remarks (批注): comments in the source of a text or a page that are meant for gouji and are no part of the report.

What they say is not looked at here. A text is read as if they had never been written into it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from gouji.document import Document, Place, Remark

OPENING = "<!--"
CLOSING = "-->"
_OURS = re.compile(r"\s*gouji\s*[:：]")
_OUR_OPENING = re.compile(rf"(?<!\\){OPENING}{_OURS.pattern}")
_BLANK = " \t"
_REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")


def is_remark(comment: str) -> bool:
    """Whether what stands in a comment is meant for gouji.

    >>> is_remark(" gouji: ignore A101 "), is_remark("页脚")
    (True, False)
    """
    return _OURS.match(comment) is not None


def plain(comment: str) -> str:
    """A comment's words on one line."""
    return " ".join(comment.split())


class _Cut(NamedTuple):
    """A stretch of the source that is left out (删节), by offsets, and the comments in it."""

    start: int
    end: int
    comments: tuple[tuple[int, int], ...]


class Uncut:
    """A text without its remarks (正文), and the way back from it to the text as it stands in the file."""

    def __init__(self, source: str) -> None:
        """source: the text with its remarks; its lines end in single line feeds."""
        self._source = _Lines(source)
        self._cuts = list(_cuts(source))
        edges = [0, *(edge for cut in self._cuts for edge in cut[:2]), len(source)]
        kept = list(zip(edges[::2], edges[1::2], strict=True))
        self.text = "".join(source[start:end] for start, end in kept)
        self._lines = _Lines(self.text)
        self._kept = [start for start, _end in kept]
        """Where what is left stands in the file, stretch by stretch."""
        lengths = (end - start for start, end in kept)
        self._offsets = list(accumulate(lengths, initial=0))[:-1]
        """Where it stands in the text."""

    @property
    def has_remarks(self) -> bool:
        """Whether there is any remark at all."""
        return bool(self._cuts)

    def document(self, read: Document) -> Document:
        """The document that was read from the text, with the remarks, and with its places those in the file."""
        remarks = tuple(self._remarks(read))
        locate = read.locate
        way = self._in_file if locate is None else lambda place: self._in_file(locate(place))
        return read._replace(remarks=remarks, locate=way)

    def _remarks(self, read: Document) -> Iterator[Remark]:
        numbers = range(1, len(read.lines or ()) + 1)
        for cut, offset in zip(self._cuts, self._offsets[1:], strict=True):
            line, column = self._lines.point(offset)
            if read.locate is not None:  # the lines of the text are not those of the document
                line, column = 1 + bisect_left(numbers, line, key=lambda each: read.in_file(_beginning(each)).line), 1
            for start, end in cut.comments:
                text = plain(self._source.text[start + len(OPENING) : end - len(CLOSING)])
                stands = Place(*self._source.point(start), *self._source.point(end))
                yield Remark(text, Place(line, column, line, column), stands)

    def _in_file(self, place: Place) -> Place:
        """The place in the file of a place in the text."""
        start = self._point(place.line, place.column)
        if place[:2] == place[2:4]:
            return Place(*start, *start)
        # The end is behind the last character: what comes next may be behind a remark.
        line, column = self._point(place.end_line, place.end_column - 1)
        return Place(*start, line, column + 1)

    def _point(self, line: int, column: int) -> tuple[int, int]:
        offset = self._lines.offset(line, column)
        stretch = bisect_right(self._offsets, offset) - 1
        return self._source.point(self._kept[stretch] + offset - self._offsets[stretch])


class _Lines:
    """A text by lines and columns (行列), both from 1 on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def offset(self, line: int, column: int) -> int:
        return self._starts[min(line, len(self._starts)) - 1] + column - 1

    def point(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _beginning(line: int) -> Place:
    return Place(line, 1, line, 1)


def _cuts(source: str) -> Iterator[_Cut]:
    """What to leave out: comments with the blanks between them; if they have lines to themselves, these lines."""
    behind = 0
    group: list[tuple[int, int]] = []
    for comment in _comments(source):
        if group and source[group[-1][1] : comment[0]].strip(_BLANK):
            yield _cut(source, behind, group)
            behind, group = group[-1][1], []
        group.append(comment)
    if group:
        yield _cut(source, behind, group)


def _cut(source: str, behind: int, comments: list[tuple[int, int]]) -> _Cut:
    """The cut for comments that only blanks part; ``behind`` is where those before them end."""
    start, end = comments[0][0], comments[-1][1]
    before = source[behind:start].rstrip(_BLANK)
    rest = _REST_OF_LINE.match(source, end)
    begins_line = before.endswith("\n") or (behind == 0 and not before)
    if begins_line and rest is not None:
        return _Cut(behind + len(before), rest.end(), tuple(comments))
    return _Cut(start, end, tuple(comments))


def _comments(source: str) -> Iterator[tuple[int, int]]:
    """Where the comments for gouji begin and end; one that does not end is none."""
    opening = _OUR_OPENING.search(source)
    while opening is not None and (closing := source.find(CLOSING, opening.end())) >= 0:
        end = closing + len(CLOSING)
        yield opening.start(), end
        opening = _OUR_OPENING.search(source, end)
