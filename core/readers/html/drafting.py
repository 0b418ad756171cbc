"""From a page's flow to a document (网页成文): which tables are tables, and which only lay out the page."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.document import Address, Block, Document, Grid, Paragraph, Piece, Place, Ruling
from gouji.readers.html.flow import LONGEST_LINE, Cell, Entry, Line, Table
from gouji.readers.html.page import Page
from gouji.readers.html.places import Places

_new = tuple.__new__  # a named tuple's own constructor takes twice the time, and a report has hundreds of cells


def document(page: Page, markup: Sequence[str]) -> Document:
    """The document in a page with this markup."""
    drafting = _Drafting()
    drafting.add(page.flow)
    drafting.add_unseen(page.asides)
    lines = tuple(drafting.lines)
    return Document(
        tuple(drafting.blocks),
        lines,
        tuple(drafting.pictures),
        tuple(drafting.addresses),
        page.published,
        Places(markup, lines, drafting.begins, page.unseen),
    )


class _Drafting:
    """A document that is being put together: each line or line of a cell is a line of it, as in a reader's draft.

    begins: for each line the number of the text in the markup with which it begins, or with which its cell does.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lines: list[str] = []
        self.begins: list[int] = []
        self.pictures: list[Place] = []
        self.addresses: list[Address] = []

    def add(self, flow: Sequence[Entry]) -> None:
        """Add lines, pictures and tables."""
        for entry in flow:
            if isinstance(entry, Line):
                self._line(entry)
            elif isinstance(entry, Table):
                self._table(entry)
            else:
                number = self._next("", entry.at)
                self.pictures.append(Place(number, 1, number, 1))

    def add_unseen(self, asides: Sequence[Line]) -> None:
        """Add what nobody sees as headings that somebody made up: it is in the document, and no part of the report."""
        rows = tuple((self._piece(line.text, 0, line.at),) for line in asides)
        if rows:
            self.blocks.append(Grid(rows, Ruling.RULED, frozenset(range(len(rows)))))

    def _next(self, text: str, at: int) -> int:
        """Add a line. Returns its number."""
        self.lines.append(text)
        self.begins.append(at)
        return len(self.lines)

    def _line(self, line: Line) -> None:
        printed, at, links = line
        number = self._next(printed, at)
        text = printed.strip()
        if not text:
            return
        self.blocks.append(Paragraph(text, ((0, number, 1 + len(printed) - len(printed.lstrip())),)))
        end = 0
        for target, words in links:
            start = printed.find(words, end)
            if start >= 0:
                end = start + len(words)
                self.addresses.append(Address(target, words, Place(number, start + 1, number, end + 1)))

    def _table(self, table: Table) -> None:
        """Add a table as a grid; rows of which a cell only lays out the page come cell by cell."""
        grid: list[tuple[Piece, ...]] = []
        for row, columns in zip(table.rows, table.columns(), strict=True):
            plain = [content for content, _across, _down, _at in row if isinstance(content, str)]
            if len(plain) == len(row) and max(map(len, plain), default=0) <= LONGEST_LINE:
                grid.append(self._plain_row(plain, row, columns))
            elif any(cell.is_layout for cell in row):
                self._end_grid(grid)
                grid = []
                for cell in row:
                    self.add(cell.flow)
            else:
                grid.append(tuple([self._piece(cell.text, x, cell.at) for cell, x in zip(row, columns, strict=True)]))
        self._end_grid(grid)

    def _plain_row(self, texts: Sequence[str], row: Sequence[Cell], columns: Sequence[int]) -> tuple[Piece, ...]:
        """The pieces of a row of nothing but text."""
        number = len(self.lines) + 1
        bare = [text.strip() for text in texts]
        self.lines += bare
        self.begins += [at for _content, _across, _down, at in row]
        return tuple(
            [
                _new(Piece, (text, _new(Place, (line, 1, line, len(text) + 1, None, None, None)), x))
                for line, text, x in zip(range(number, number + len(bare)), bare, columns, strict=True)
            ]
        )

    def _end_grid(self, grid: list[tuple[Piece, ...]]) -> None:
        if any(grid):
            self.blocks.append(Grid(tuple(filter(None, grid)), Ruling.RULED))

    def _piece(self, text: str, x: int, at: int) -> Piece:
        parts = text.split("\n")
        first = len(self.lines) + 1
        self.lines += parts
        self.begins += [at] * len(parts)
        return Piece(text, Place(first, 1, len(self.lines), len(parts[-1]) + 1), x)
