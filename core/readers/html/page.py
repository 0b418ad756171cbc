"""The page (网页): what the parser tells of it, tag by tag, put into lines, pictures and tables within tables.

The parser (libxml2's, by way of lxml) mends the markup: each element that begins also ends, in the right order. No
tree is made of it; that would take memory for nothing, leave out what stands behind ``</html>``, and end at a depth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from gouji.readers.archive import damaged
from gouji.readers.html.attributes import (
    PUBLISHED,
    Attributes,
    day_of_publication,
    hides,
    is_ornament,
    leads_to,
)
from gouji.readers.html.elements import BLOCKS, CELLS, GROUPS, PARTS, UNSHOWN
from gouji.readers.html.flow import Entry, Line, Table
from gouji.readers.html.lines import Lines, Links
from gouji.readers.remarks import is_remark, plain

SPOT = "\ufdd1"
"""Stands among the texts where a cell begins, or for a picture: these have a place too, text or not."""
_NOTHING: Attributes = {}
_DEEPEST = 5_000
"""Elements within elements: the parser's time at each tag grows with them."""
_DEEPEST_TABLE = 50
"""Tables within tables are told apart down to here; no page lays itself out in so many."""


class Page(NamedTuple):
    """What a page holds (网页).

    unseen: the lines that nobody sees. links: those of each line. published: what the meta data say of the day of
    publication, empty if nothing. texts: all text in the order of the source. hidden: for each hidden element the
    number of the text behind it, by the number of its first text. remarks: the comments for gouji, each with the number
    of the text with which the line begins that it is about, or which that follows.
    """

    flow: Sequence[Entry]
    unseen: Sequence[Line]
    links: Links
    published: str
    texts: Sequence[str]
    hidden: Mapping[int, int]
    remarks: Sequence[tuple[str, int]]


def page_of(source: str) -> Page:
    """The page with this source. Raises Unreadable if its elements stand in each other deeper than in any page."""
    parser = etree.HTMLParser(  # type: ignore[call-overload]  # its types ask for more methods than it does
        target=_PageReader(), encoding="utf-8", huge_tree=True
    )
    page: Page = etree.fromstring(source.encode(), parser)
    return page


class _Hidden(NamedTuple):
    """An element that is not shown (隐藏内容): how deep it stands, the lines around it, the number of its first text.

    in_table: it is a table that is hidden or a part of one, or stands in such.
    """

    depth: int
    lines: Lines
    begin: int
    in_table: bool


class _PageReader:
    """What the parser calls at each tag and text (网页读取)."""

    def __init__(self) -> None:
        self._links: Links = {}
        self._lines = Lines([], self._links)
        self._flow = self._lines.flow
        self._tables: list[Table] = []
        self._deeper_tables = 0
        self._hidden: list[_Hidden] = []
        self._hidden_texts: dict[int, int] = {}
        self._unseen: list[Line] = []
        self._texts: list[str] = []
        self._dates: dict[str, str] = {}
        self._remarks: list[tuple[str, int]] = []
        self._depth = 0
        self._unshown = 0
        self._preformatted = 0

    # ── what the parser calls ────────────────────────────────────────────────────────────────────

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise damaged()
        if self._unshown:
            return
        if attributes and tag not in UNSHOWN:
            if hides(tag, attributes):
                self._hide(tag)
            if tag == "meta" or "itemprop" in attributes:
                self._day(attributes)
        if self._hidden and tag in PARTS:
            self._begin_hidden_part(tag)
        elif (begin := _AT_BEGINNING.get(tag)) is not None:
            begin(self, tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._unshown:
            if self._unshown == self._depth:
                self._unshown = 0
        elif self._hidden:
            self._end_in_hidden(tag)
        elif (end := _AT_END.get(tag)) is not None:
            end(self, tag, _NOTHING)
        self._depth -= 1

    def data(self, text: str) -> None:
        """Text, or a piece of it."""
        if self._preformatted:
            self._preformatted_text(text)
        elif not self._unshown:
            self._lines.add(text, len(self._texts))
            self._texts.append(text)

    def comment(self, text: str) -> None:
        """A comment: in a line, in a cell before any line, or before what comes next."""
        if is_remark(text):
            cell = self._tables[-1].empty_cell(self._lines.flow) if self._tables else None
            self._remarks.append((plain(text), self._lines.under_way(len(self._texts) if cell is None else cell)))

    def close(self) -> Page:
        """The page is at its end. Gives what it holds."""
        while self._tables:
            self._end_table("table", _NOTHING)
        self._lines.end()
        published = next(filter(None, map(self._dates.get, PUBLISHED)), "")
        return Page(self._flow, self._unseen, self._links, published, self._texts, self._hidden_texts, self._remarks)

    def _leave_out(self, tag: str, attributes: Attributes) -> None:
        """Leave out all that the element holds."""
        self._unshown = self._depth

    # ── lines, links, pictures, meta data ────────────────────────────────────────────────────────

    def _line(self, tag: str, attributes: Attributes) -> None:
        self._lines.end()

    def _break(self, tag: str, attributes: Attributes) -> None:
        self._lines.break_(len(self._texts))

    def _begin_preformatted(self, tag: str, attributes: Attributes) -> None:
        self._lines.end()
        self._preformatted += 1

    def _end_preformatted(self, tag: str, attributes: Attributes) -> None:
        self._lines.end()
        self._preformatted -= 1

    def _preformatted_text(self, text: str) -> None:
        """Add text of which the line breaks count, line by line."""
        if self._unshown:
            return
        for index, line in enumerate(text.split("\n")):
            if index:
                self._lines.end(broken=True)
            self._lines.add(line, len(self._texts), preformatted=True)
            self._texts.append(line)

    def _begin_link(self, tag: str, attributes: Attributes) -> None:
        self._lines.begin_link(leads_to(attributes))

    def _end_link(self, tag: str, attributes: Attributes) -> None:
        self._lines.end_link()

    def _picture(self, tag: str, attributes: Attributes) -> None:
        if not is_ornament(attributes):
            self._lines.picture(len(self._texts))
            self._texts.append(SPOT)

    def _day(self, attributes: Attributes) -> None:
        found = day_of_publication(attributes)
        if found is not None:
            self._dates.setdefault(*found)

    # ── tables ───────────────────────────────────────────────────────────────────────────────────

    def _begin_table(self, tag: str, attributes: Attributes) -> None:
        self._lines.end()
        if len(self._tables) < _DEEPEST_TABLE:
            self._tables.append(Table(self._lines.flow))
        else:
            self._deeper_tables += 1

    def _end_table(self, tag: str, attributes: Attributes) -> None:
        if self._deeper_tables:
            self._deeper_tables -= 1
        elif self._tables:
            self._end_row(tag, attributes)
            self._lines.flow.append(self._tables.pop())

    def _begin_group(self, tag: str, attributes: Attributes) -> None:
        """Begin a group of rows; behind one, whatever stands there makes another."""
        self._end_row(tag, attributes)
        if self._tables:
            self._tables[-1].begin_group(are_feet=tag == "tfoot")

    def _end_group(self, tag: str, attributes: Attributes) -> None:
        self._begin_group("", attributes)

    def _begin_row(self, tag: str, attributes: Attributes) -> None:
        self._innermost()
        self._end_row(tag, attributes)
        self._tables[-1].begin_row()

    def _end_row(self, tag: str, attributes: Attributes) -> None:
        self._end_cell(tag, attributes)
        if self._tables:
            self._tables[-1].row = None

    def _begin_cell(self, tag: str, attributes: Attributes) -> None:
        self._lines.end()
        self._lines.flow = self._innermost().begin_cell(attributes, len(self._texts))
        self._texts.append(SPOT)

    def _end_cell(self, tag: str, attributes: Attributes) -> None:
        """End the cell; what follows outside of any stands before the table."""
        self._lines.end()
        if self._tables:
            self._lines.flow = self._tables[-1].outside

    def _innermost(self) -> Table:
        """The innermost table; rows that stand in none make one."""
        if not self._tables:
            self._tables.append(Table(self._lines.flow))
        return self._tables[-1]

    # ── what nobody sees ─────────────────────────────────────────────────────────────────────────

    def _hide(self, tag: str) -> None:
        """Read an element apart that is not shown."""
        if tag in BLOCKS or tag in PARTS:
            self._lines.end()
        in_table = tag in PARTS or (bool(self._hidden) and self._hidden[-1].in_table)
        self._hidden.append(_Hidden(self._depth, self._lines, len(self._texts), in_table))
        self._lines = Lines([], self._links)

    def _end_in_hidden(self, tag: str) -> None:
        """End an element that is hidden or stands in one that is, and set aside what stands in that."""
        if tag in PARTS:
            self._lines.end()
        elif tag in _AT_END:
            _AT_END[tag](self, tag, _NOTHING)
        if self._hidden[-1].depth == self._depth:
            self._lines.end()
            self._unseen += [entry for entry in self._lines.flow if isinstance(entry, tuple) and entry[0].strip()]
            _depth, self._lines, begin, _in_table = self._hidden.pop()
            if begin < len(self._texts):
                self._hidden_texts[begin] = len(self._texts)

    def _begin_hidden_part(self, tag: str) -> None:
        """Take tables apart that are hidden; but an element that holds one is read as if it were shown.

        That may be the report, in a tab which a script opens.
        """
        self._lines.end()
        if tag != "table" or self._hidden[-1].in_table:
            return
        lines = self._hidden[0].lines
        for inner in (*(hidden.lines for hidden in self._hidden[1:]), self._lines):
            lines.end()
            inner.end()
            lines.flow += inner.flow
        self._lines = lines
        self._hidden.clear()
        self._begin_table(tag, _NOTHING)


_AT_BEGINNING: dict[str, Callable[[_PageReader, str, Attributes], None]] = {
    **dict.fromkeys(BLOCKS, _PageReader._line),
    **dict.fromkeys(GROUPS, _PageReader._begin_group),
    **dict.fromkeys(CELLS, _PageReader._begin_cell),
    **dict.fromkeys(UNSHOWN, _PageReader._leave_out),
    "a": _PageReader._begin_link,
    "br": _PageReader._break,
    "img": _PageReader._picture,
    "pre": _PageReader._begin_preformatted,
    "table": _PageReader._begin_table,
    "tr": _PageReader._begin_row,
}
"""What to do where elements begin."""
_AT_END: dict[str, Callable[[_PageReader, str, Attributes], None]] = {
    **dict.fromkeys(BLOCKS, _PageReader._line),
    **dict.fromkeys(GROUPS, _PageReader._end_group),
    **dict.fromkeys(CELLS, _PageReader._end_cell),
    "a": _PageReader._end_link,
    "pre": _PageReader._end_preformatted,
    "table": _PageReader._end_table,
    "tr": _PageReader._end_row,
}
"""What to do where they end."""
