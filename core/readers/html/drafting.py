"""From a page to a document (网页成文): which tables are tables, and which only lay out the page."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.document import Document, Piece, Place
from gouji.readers.draft import Draft, Origin
from gouji.readers.html.flow import Entry, Line, Table
from gouji.readers.html.page import Page
from gouji.readers.html.places import Places

_SOMEWHERE = Origin(1)
"""Where a line stands in the source is only asked for what is found."""


def document(page: Page, source: str) -> Document:
    """The document in a page with this source."""
    drafting = _Drafting()
    drafting.add(page.flow)
    drafting.add_unseen(page.unseen)
    drafted = drafting.draft.document(page.published)
    return drafted._replace(locate=Places(source, page.texts, page.parts, drafted.lines or (), drafting.begins))


class _Drafting:
    """A page on its way into a draft.

    begins: for each line of the document the number of the text in the page with which it begins.
    """

    def __init__(self) -> None:
        self.draft = Draft()
        self.begins: list[int] = []

    def add(self, flow: Sequence[Entry]) -> None:
        """Add lines, pictures and tables."""
        for entry in flow:
            if isinstance(entry, Line):
                self._line(entry)
            elif isinstance(entry, Table):
                self._table(entry)
            else:
                self.begins.append(entry.at)
                self.draft.picture(_SOMEWHERE)

    def add_unseen(self, lines: Sequence[Line]) -> None:
        """Add what nobody sees as headings that somebody made up: it is in the document, and no part of the report."""
        rows = [[self._piece([line], 0, line.at)] for line in lines]
        self.draft.grid(rows, headings=frozenset(range(len(rows))))

    def _line(self, line: Line) -> None:
        number, end = self.draft.next_line, 0
        self.begins.append(line.at)
        self.draft.paragraph((line.text, _SOMEWHERE))
        for target, words in line.links:
            start = line.text.find(words, end)
            if start >= 0:
                end = start + len(words)
                self.draft.address(target, words, Place(number, start + 1, number, end + 1))

    def _table(self, table: Table) -> None:
        """Add a table; rows of which a cell only lays out the page come cell by cell."""
        grid: list[list[Piece]] = []
        for row, columns in zip(table.rows, table.columns(), strict=True):
            if any(cell.is_layout for cell in row):
                self.draft.grid(grid)
                grid = []
                for cell in row:
                    self.add(cell.flow)
            else:
                grid.append([self._piece(cell.lines, x, cell.at) for cell, x in zip(row, columns, strict=True)])
        self.draft.grid(grid)

    def _piece(self, lines: Sequence[Line], x: int, at: int) -> Piece:
        """The piece with these lines; without any it begins with the text of this number."""
        self.begins += [line.at for line in lines] or [at]
        return self.draft.piece("\n".join([line.text for line in lines]), x, _SOMEWHERE)
