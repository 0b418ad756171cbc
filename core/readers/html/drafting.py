"""From a page to a document (网页成文): which tables are tables, and which only lay out the page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from gouji.document import Document, Piece, Place
from gouji.readers.draft import Draft, Origin
from gouji.readers.html.flow import Entry, Line, Table, is_layout, lines_of
from gouji.readers.html.page import Page
from gouji.readers.html.places import Places

_SOMEWHERE = Origin(1)
"""Where a line stands in the source is only asked for what is found."""


def document(page: Page, source: str) -> Document:
    """The document in a page with this source."""
    drafting = _Drafting(page)
    drafting.add(page.flow)
    drafting.add_unseen(page.unseen)
    drafting.add_remarks(page.remarks)
    drafted = drafting.draft.document(page.published)
    return drafted._replace(locate=Places(source, page, drafted.lines or (), drafting.begins))


class _Drafting:
    """A page on its way into a draft.

    begins: for each line of the document the number of the text in the page with which it begins.
    """

    def __init__(self, page: Page) -> None:
        self.draft = Draft()
        self.begins: list[int] = []
        self._links = page.links

    def add(self, flow: Sequence[Entry]) -> None:
        """Add lines, pictures and tables."""
        for entry in flow:
            if isinstance(entry, tuple):
                self._line(*entry)
            elif isinstance(entry, Table):
                self._table(entry)
            else:
                self.begins.append(entry.at)
                self.draft.picture(_SOMEWHERE)

    def add_unseen(self, lines: Sequence[Line]) -> None:
        """Add what nobody sees as headings that somebody made up: it is in the document, and no part of the report."""
        rows = [[self._piece(0, 0, [line])] for line in lines]
        self.draft.grid(rows, headings=frozenset(range(len(rows))))

    def add_remarks(self, remarks: Sequence[tuple[str, int]]) -> None:
        """Add comments for gouji, each about the first line that begins with the text of its number or behind it."""
        begins = sorted((begin, number) for number, begin in enumerate(self.begins, 1)) if remarks else []
        for text, at in remarks:
            index = bisect_left(begins, (at, 0))
            self.draft.remark(text, begins[index][1] if index < len(begins) else self.draft.next_line)

    def _line(self, text: str, at: int) -> None:
        number, end = self.draft.next_line, 0
        self.begins.append(at)
        self.draft.paragraph((text, _SOMEWHERE))
        for target, words in self._links.get(at, ()):
            start = text.find(words, end)
            if start >= 0:
                end = start + len(words)
                self.draft.address(target, words, Place(number, start + 1, number, end + 1))

    def _table(self, table: Table) -> None:
        """Add a table; rows of which a cell only lays out the page come cell by cell."""
        grid: list[list[Piece]] = []
        for row in table.rows:
            if any(is_layout(flow) for _x, _at, flow in row):
                self.draft.grid(grid)
                grid = []
                for _x, _at, flow in row:
                    self.add(flow)
            else:
                grid.append([self._piece(*cell) for cell in row])
        self.draft.grid(grid)

    def _piece(self, x: int, at: int, flow: Sequence[Entry]) -> Piece:
        """The piece with the lines of a cell; without any it begins with the cell."""
        lines = lines_of(flow)
        self.begins += [begin for _text, begin in lines] or [at]
        return self.draft.piece("\n".join([text for text, _begin in lines]), x, _SOMEWHERE)
