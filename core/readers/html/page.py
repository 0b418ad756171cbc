"""The page (网页): its markup read from beginning to end, into lines, pictures and tables within tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from gouji.readers.html.attributes import (
    PUBLISHED,
    day_of_publication,
    is_ornament,
    is_own_address,
    leads_to,
    spans_of,
)
from gouji.readers.html.elements import BLOCKS, CELLS, GROUPS, PARTS, VOID, reach
from gouji.readers.html.flow import Cell, Entry, Line, Link, Picture, Table
from gouji.readers.html.markup import Tag, plain, tag

_DEEPEST = 50
"""Tables within tables are told apart down to here; no page lays itself out in so many."""
_END_OF_CELL = "</td>"

_new = tuple.__new__  # a named tuple's own constructor takes twice the time, and a report has hundreds of cells

_Step = Callable[[Any, int], int | None]
"""What to do at a tag, given what is known of it and its number; gives that of the next if it went further."""


class Page(NamedTuple):
    """What a page holds (网页).

    asides: the text that nobody sees. unseen: the numbers of the texts in the markup that these are. published: what
    the meta data say of the day of publication, empty if nothing.
    """

    flow: list[Entry]
    asides: list[Line]
    unseen: list[range]
    published: str


class _Open:
    """A table that is being read. ``outside`` is the flow that it stands in."""

    def __init__(self, outside: list[Entry]) -> None:
        self.outside = outside
        self.rows: list[list[Cell]] = []
        self.feet: list[list[Cell]] = []
        self.groups: list[int] = []
        self.in_feet = False
        self.row: list[Cell] | None = None
        self.cell: Cell | None = None

    def begin_row(self) -> list[Cell]:
        self.row = []
        (self.feet if self.in_feet else self.rows).append(self.row)
        return self.row

    def end_cell(self) -> None:
        """Put the cell that is being read into its row; one that holds a line and nothing else as that line's text."""
        if self.cell is not None:
            content, columns, rows, at = self.cell
            if not content:
                content = ""
            elif len(content) == 1 and isinstance(content[0], Line) and not content[0].links:
                content = content[0].text
            assert self.row is not None
            self.row.append(_new(Cell, (content, columns, rows, at)))
            self.cell = None

    def begin_group(self, *, feet: bool) -> None:
        self.groups.append(len(self.rows))
        self.in_feet = feet

    def table(self) -> Table:
        """The table, its feet below the rest wherever they stand in the source."""
        rows = [*self.rows, *self.feet]
        return Table(rows, (*self.groups, len(self.rows), len(rows)))


class PageReader:
    """Reads the markup of one page (网页读取)."""

    def __init__(self, markup: Sequence[str]) -> None:
        """markup: text and tags by turns, as :func:`gouji.readers.html.markup.cut` gives them."""
        self._texts, self._tags = list(markup[::2]), [*markup[1::2], ""]
        self._page = Page([], [], [], "")
        self._flow = self._page.flow
        self._parts: list[str] = []
        self._begin = 0
        self._links: list[Link] = []
        self._link: tuple[str, int] | None = None
        self._pictures: list[Picture] = []
        self._tables: list[_Open] = []
        self._preformatted = 0
        self._table_ahead = 0
        self._dates: dict[str, str] = {}
        self._known: dict[str, tuple[_Step, Any] | None] = {}
        self._spans: dict[str, tuple[int, int]] = {}

    def read(self) -> Page:
        """The page."""
        texts, tags, parts, known = self._texts, self._tags, self._parts, self._known
        index, count = 0, len(tags) - 1
        while index < count:
            text, source = texts[index], tags[index]
            if text and (parts or text != "\n" or self._preformatted):
                if not parts:
                    self._begin = index
                if self._preformatted:
                    self._preformatted_text(text, index)
                else:
                    parts.append(text)
            try:
                step = known[source]
            except KeyError:
                step = known[source] = self._step(source)
            index = index + 1 if step is None else step[0](step[1], index) or index + 1
        if not parts:
            self._begin = count
        parts.append(texts[count])
        self._end_line()
        while self._tables:
            self._end_table(None, count)
        known.clear()  # it holds methods of this object, which would keep the whole page until somebody collects it
        return self._page._replace(published=next(filter(None, map(self._dates.get, PUBLISHED)), ""))

    def _step(self, source: str) -> tuple[_Step, Any] | None:
        """What to do at a tag with this source and what it says for that, None if nothing; asked once for all alike."""
        read = tag(source)
        if read is None:
            return None
        if read.hides and read.name not in VOID:
            return self._hide, read
        if "itemprop" in source:
            self._day(read)
        return self._shown_step(read)

    def _shown_step(self, read: Tag) -> tuple[_Step, Any] | None:
        name = read.name
        if name in BLOCKS:
            return (self._pre, read) if name == "pre" else (self._block, read)
        if name in CELLS:
            if read.ends:
                return self._end_cell, read
            spans = self._spans[read.source] = spans_of(read)
            return self._begin_cell, spans
        if name in GROUPS:
            return self._group, read
        if name == "a":
            return self._anchor, leads_to(read)
        steps: dict[str, tuple[_Step, _Step]] = {
            "br": (self._break, self._break),
            "tr": (self._begin_row, self._end_row),
            "table": (self._begin_table, self._end_table),
            "img": (self._picture, self._picture),
            "meta": (self._meta, self._meta),
        }
        return (steps[name][read.ends], read) if name in steps else None

    # ── lines ────────────────────────────────────────────────────────────────────────────────────

    def _end_line(self, *, broken: bool = False) -> None:
        """End the line that is being read; ended by a break, it counts even if nothing stands in it."""
        parts = self._parts
        if parts:
            text = plain(parts[0] if len(parts) == 1 else "".join(parts))
            self._end_link()
            parts.clear()
            if text not in ("", " "):
                self._flow.append(_new(Line, (text, self._begin, tuple(self._links) if self._links else ())))
                broken = False
                if self._pictures and text.strip():
                    self._pictures.clear()
            self._links.clear()
        if broken:
            self._flow.append(Line("", self._begin))
        if self._pictures:
            self._flow += self._pictures
            self._pictures.clear()

    def _block(self, tag: Tag, at: int) -> None:
        if self._parts or self._pictures:
            self._end_line()

    def _break(self, tag: Tag, at: int) -> None:
        if not self._parts:
            self._begin = at
        self._end_line(broken=True)

    def _pre(self, tag: Tag, at: int) -> None:
        self._end_line()
        self._preformatted = max(self._preformatted + (-1 if tag.ends else 1), 0)

    def _preformatted_text(self, text: str, at: int) -> None:
        """Take text whose line breaks count."""
        *lines, rest = text.split("\n")
        for line in lines:
            self._parts.append(line)
            self._end_line(broken=True)
            self._begin = at
        if rest:
            self._parts.append(rest)

    # ── links and pictures ───────────────────────────────────────────────────────────────────────

    def _anchor(self, target: str, at: int) -> None:
        self._end_link()
        if target:
            self._link = target, len(self._parts)

    def _end_link(self) -> None:
        """End the link that is being read; it counts if its words are not what it leads to."""
        if self._link is not None:
            target, start = self._link
            self._link = None
            words = plain("".join(self._parts[start:])).strip()
            if words and not is_own_address(words, target):
                self._links.append(Link(target, words))

    def _picture(self, tag: Tag, at: int) -> None:
        if not is_ornament(tag):
            self._pictures.append(Picture(at))

    # ── meta data ────────────────────────────────────────────────────────────────────────────────

    def _meta(self, tag: Tag, at: int) -> None:
        self._day(tag)

    def _day(self, tag: Tag) -> None:
        found = day_of_publication(tag)
        if found is not None:
            self._dates.setdefault(*found)

    # ── tables ───────────────────────────────────────────────────────────────────────────────────

    def _begin_table(self, tag: Tag, at: int) -> None:
        self._end_line()
        if len(self._tables) < _DEEPEST:
            self._tables.append(_Open(self._flow))

    def _end_table(self, tag: Tag | None, at: int) -> None:
        if self._tables:
            self._leave_row(self._tables[-1])
            table = self._tables.pop()
            table.outside.append(table.table())

    def _innermost(self) -> _Open:
        """The innermost table; rows that stand in none make one."""
        if not self._tables:
            self._tables.append(_Open(self._flow))
        return self._tables[-1]

    def _leave_row(self, table: _Open) -> None:
        """End the line, the cell and the row; what follows outside of any stands before the table."""
        if self._parts or self._pictures:
            self._end_line()
        table.end_cell()
        table.row = None
        self._flow = table.outside

    def _group(self, tag: Tag, at: int) -> None:
        if self._tables:
            table = self._tables[-1]
            self._leave_row(table)
            table.begin_group(feet=tag.name == "tfoot" and not tag.ends)

    def _begin_row(self, tag: Tag, at: int) -> None:
        table = self._innermost()
        self._leave_row(table)
        table.begin_row()

    def _end_row(self, tag: Tag, at: int) -> None:
        if self._tables:
            self._leave_row(self._tables[-1])

    def _begin_cell(self, spans: tuple[int, int], at: int) -> int | None:
        if self._parts or self._pictures:
            self._end_line()
        table = self._tables[-1] if self._tables else self._innermost()
        if table.cell is not None:
            table.end_cell()
        row = table.begin_row() if table.row is None else table.row
        if self._tags[at + 1] == _END_OF_CELL:
            self._flow = table.outside
            return self._plain_cells(row, spans, at)
        self._flow = []
        table.cell = _new(Cell, (self._flow, *spans, at + 1))
        return None

    def _plain_cells(self, row: list[Cell], spans: tuple[int, int] | None, at: int) -> int:
        """Take cells of nothing but text, as long as one follows on the other. Gives the number of the tag behind."""
        texts, tags, known = self._texts, self._tags, self._spans
        while spans is not None and tags[at + 1] == _END_OF_CELL:
            text = texts[at + 1]
            row.append(_new(Cell, (text if text.isalnum() else plain(text), *spans, at + 1)))
            at += 2
            if texts[at] and not texts[at].isspace():
                break
            spans = known.get(tags[at])
        return at

    def _end_cell(self, tag: Tag, at: int) -> None:
        if self._parts or self._pictures:
            self._end_line()
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].end_cell()
            self._flow = self._tables[-1].outside

    # ── what nobody sees ─────────────────────────────────────────────────────────────────────────

    def _hide(self, tag: Tag, at: int) -> int | None:
        """Set the text of an element aside that is not shown. Gives the number of the tag behind it.

        One that holds a table is read as if it were shown: that may be the report, in a tab which a script opens.
        """
        if at >= self._table_ahead:
            found = reach(self._tags, at)
            if not found.table:
                if tag.name in BLOCKS or tag.name in PARTS:
                    self._end_line()
                self._set_aside(at + 1, found.end)
                return found.end + found.own
            self._table_ahead = found.end
        step = self._shown_step(tag)
        return None if step is None else step[0](step[1], at)

    def _set_aside(self, start: int, end: int) -> None:
        """Take the texts from ``start`` up to and with ``end`` out of the page, line by line."""
        texts, begin = self._texts, start
        for index in range(start, end + 1):
            if index == end or _parts_lines(self._tags[index]):
                text = plain("".join(texts[begin : index + 1])).strip()
                if text:
                    self._page.asides.append(Line(text, begin))
                begin = index + 1
        texts[start : end + 1] = [""] * (end + 1 - start)
        self._page.unseen.append(range(start, end + 1))


def _parts_lines(source: str) -> bool:
    """Whether a tag parts what stands before it from what follows."""
    read = tag(source)
    return read is not None and (read.name in BLOCKS or read.name in PARTS or read.name == "br")
