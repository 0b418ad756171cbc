"""The flow (行文): the pages put together as one document of paragraphs, tables and pictures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from statistics import median
from typing import NamedTuple

from gouji.document import Address, Document, Place, Ruling
from gouji.readers.draft import Draft, Origin
from gouji.readers.pdf.continuing import continued
from gouji.readers.pdf.geometry import Area
from gouji.readers.pdf.lines import Line
from gouji.readers.pdf.margins import Margins, margins_of
from gouji.readers.pdf.pages import Page, Picture, Ruled, Text

_ROOM = 2.2
"""A line is full if there is room for no more characters: a number is not torn, nor does a comma begin a line."""
_FULL = 0.8
"""A full line is at least this wide, by the width of the text."""
_NARROWEST = 0.4
"""Text that takes no more than this share of the page's width has no full lines."""
_MOST_BLANKS = 100
"""No indentation is deeper, whatever a damaged file says."""
_DEEPEST_INDENT = 6.0
"""A line set in further than this is centred or a signature, and does not run on; in sizes of the font."""
_SET_IN = 0.8
"""A line set in no further than this goes on the paragraph of the line before; in sizes of the font."""
_SAME_SIZE = 1.2
"""Lines of one paragraph have fonts of the same size, but for this factor."""
_WIDEST_GAP = 12
"""Lines that may part two lines of columns: the labels that a cell's width broke."""
_LONGEST_FRAGMENT = 45
"""A lone line among columns belongs to them (a wrapped label) only up to this length."""
_COLUMN_LINES = 3
"""A column begins where so many fragments of other lines do."""
_SAME_LEFT = 1.0
"""They do so if they begin no further apart than this, in points."""
_EMPTY = 1.6
"""From this distance on there is an empty line between two, by the usual one."""
_LOOSE = 1.3
"""From this distance on a new paragraph begins, by the usual one."""
_NUMBERED = re.compile(r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}(?:、|[.．](?!\d)))")
_ENDS = tuple("。！？：；")
_LEADERS = re.compile(r"(?:[.．·•…‥_＿]\s?){3,}\s*\d{1,3}$")
"""How a line of a table of contents ends."""


class _Set(NamedTuple):
    """A line outside tables (文字行), the page on which it stands, and how far it is set in, in sizes of its font."""

    line: Line
    number: int
    page: Page
    margins: Margins

    @property
    def indent(self) -> float:
        return (self.line.area.left - self.margins.left) / self.line.em

    def origin(self, area: Area | None = None) -> Origin:
        """Where it stands in the file, or a part of it."""
        return Origin(self.number, self.page.number, None, self.page.box(area or self.line.area))


class _Placed(NamedTuple):
    """A table or picture and the page on which it stands."""

    part: Ruled | Picture
    page: Page


class Flow:
    """Puts pages together as one document."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._draft = Draft()
        whole = continued(list(pages))
        margins = margins_of(whole)
        self._width = max(each.width for each in margins)
        self._items = [item for page, margin in zip(whole, margins, strict=True) for item in _items(page, margin)]
        self._pitch = self._usual_distance()
        self._sets_in = any(
            _SET_IN < item.indent <= _DEEPEST_INDENT / 2 and "，" in item.line.text
            for item in self._items
            if isinstance(item, _Set)
        )

    def document(self) -> Document:
        """The document."""
        index = 0
        while index < len(self._items):
            item = self._items[index]
            if isinstance(item, _Placed):
                self._place(item)
                index += 1
            elif item.line.has_columns:
                index = self._columns(index)
            else:
                index = self._paragraph(index, item)
        return self._draft.document()

    def _place(self, item: _Placed) -> None:
        part, page = item
        if isinstance(part, Picture):
            self._draft.picture(Origin(part.number, page.number, None, page.box(part.area)))
            return
        self._draft.grid(
            [
                [
                    self._draft.piece(
                        cell.text, cell.column, Origin(cell.number, page.number, None, page.box(cell.area))
                    )
                    for cell in row
                ]
                for row in part.rows
            ]
        )

    # ── Paragraphs ───────────────────────────────────────────────────────────────────────────────

    def _paragraph(self, index: int, item: _Set) -> int:
        """A paragraph, with all lines that a page's width broke it into. Returns the index of what follows."""
        if index and self._is_apart(self._items[index - 1], item):
            self._draft.paragraph(("", item.origin()))
        blanks = " " * min(round(2 * max(item.indent, 0)), _MOST_BLANKS)
        items = [item]
        for following in islice(self._items, index + 1, None):
            if not isinstance(following, _Set) or not self._runs_on(items[-1], following):
                break
            items.append(following)
        first = self._draft.next_line
        self._draft.paragraph(
            (blanks + item.line.text, item.origin()), *((each.line.text, each.origin()) for each in items[1:])
        )
        for address in _addresses(items, first, len(blanks)):
            self._draft.address(*address)
        return index + len(items)

    def _runs_on(self, item: _Set, following: _Set) -> bool:
        """Whether the next line goes on the sentence of this one: this one is full, the next begins nothing new."""
        line, rest = item.line, following.line
        if not self._may_run_on(item, following) or self._distance(item, following) > _LOOSE * self._pitch:
            return False
        if rest.has_columns or _LEADERS.search(line.text):
            return False
        if not self._sets_in and line.text.endswith(_ENDS):
            return False
        return not _NUMBERED.match(rest.text)

    def _may_run_on(self, item: _Set, following: _Set) -> bool:
        """Whether a line is full, and the next one begins where those of a paragraph do and is as large."""
        line, rest = item.line, following.line
        room = item.margins.right - line.area.right
        width = line.area.right - item.margins.left
        if room > _ROOM * line.em or width < max(_FULL * self._width, _NARROWEST * item.page.sheet.size[0]):
            return False
        if item.indent > _DEEPEST_INDENT or following.indent > _SET_IN:
            return False
        return max(line.em, rest.em) <= _SAME_SIZE * min(line.em, rest.em)

    def _is_apart(self, item: _Set | _Placed, following: _Set) -> bool:
        """Whether there is room for an empty line between two lines of a page."""
        return isinstance(item, _Set) and self._distance(item, following) > _EMPTY * self._pitch

    def _distance(self, item: _Set, following: _Set) -> float:
        """How far a line stands below another one of its page; nothing if that is on another page."""
        return following.line.area.bottom - item.line.area.bottom if item.page is following.page else 0.0

    def _usual_distance(self) -> float:
        """The usual distance of two lines of a paragraph; where none has several, that of any two lines.

        Where most paragraphs have only one line, most lines are further apart than those of a paragraph.
        """
        pairs = [
            (first, second)
            for first, second in pairwise(self._items)
            if isinstance(first, _Set) and isinstance(second, _Set) and first.page is second.page
        ]
        within = sorted(self._distance(*pair) for pair in pairs if self._may_run_on(*pair))
        return within[len(within) // 4] if within else median([self._distance(*pair) for pair in pairs] or [0.0])

    # ── Columns ──────────────────────────────────────────────────────────────────────────────────

    def _columns(self, index: int) -> int:
        """Lines set in columns, with the wrapped labels between them. Returns the index of what follows."""
        last, between = index, 0
        for probe in range(index + 1, len(self._items)):
            item = self._items[probe]
            if isinstance(item, _Placed):
                break
            between += 1
            if item.line.has_columns:
                last, between = probe, 0
            elif between > _WIDEST_GAP or len(item.line.text) > _LONGEST_FRAGMENT or "。" in item.line.text:
                break
        stretch = [item for item in self._items[index : last + 1] if isinstance(item, _Set)]
        unit = median(item.line.em for item in stretch) / 2
        lefts = sorted(area.left for item in stretch for _, area in item.line.fragments())

        def begins(left: float) -> bool:
            return bisect_right(lefts, left + _SAME_LEFT) - bisect_left(lefts, left - _SAME_LEFT) >= _COLUMN_LINES

        rows = [
            [
                self._draft.piece(text, round(area.left / unit), item.origin(area))
                for text, area in item.line.fragments(begins)
            ]
            for item in stretch
        ]
        self._draft.grid(rows, Ruling.ALIGNED)
        return last + 1


def _addresses(items: Sequence[_Set], first: int, indent: int) -> list[Address]:
    """The links in the lines of a paragraph whose words do not say where they lead.

    first: the number of its first line in the document, which is set in by so many blanks.
    """
    found: list[Address] = []
    for number, item in enumerate(items, first):
        shift = 1 if number > first else indent + 1
        stretches = [(item.line.within(link.area), link.target) for link in item.page.links]
        for (start, end), target in sorted((stretch, target) for stretch, target in stretches if stretch is not None):
            words, place = item.line.text[start:end], Place(number, start + shift, number, end + shift)
            if not start and found and found[-1].target == target and found[-1].place.end_line == number - 1:
                # A file has a link for each line over which the words of one run.
                _, before, begins = found.pop()
                words, place = before + words, begins._replace(end_line=number, end_column=place.end_column)
            found.append(Address(target, words, place))
    return [address for address in found if address.target.rstrip("/") not in "".join(address.text.split())]


def _items(page: Page, margins: Margins) -> Iterator[_Set | _Placed]:
    for part in page.parts:
        if isinstance(part, Text):
            yield _Set(part.line, part.number, page, margins)
        else:
            yield _Placed(part, page)
