"""Printing (排印): puts the content of a Word document into a draft, each line with the spot where it stands.

Spots are ``P14`` for the fourteenth paragraph outside of tables, and ``T2R5C3`` for a cell: table, row, column.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from gouji.document import Place
from gouji.readers.docx.content import Text
from gouji.readers.draft import Draft, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.document import Piece
    from gouji.readers.docx.content import Block, Cell, Table
    from gouji.readers.docx.inline import Note

_LONGEST_CELL_LINE = 60
"""A cell alone in its row with several lines, of which one is longer than this, is a frame around running text."""


class Printer:
    """Prints content into a draft, and collects the notes that it refers to."""

    def __init__(self) -> None:
        self.draft = Draft()
        self.notes: dict[Note, str] = {}
        """The notes in the order in which they are referred to, with the spot of the first reference."""

    def blocks(self, blocks: Sequence[Block], spot: str = "") -> None:
        """Print paragraphs and tables one below the other. spot: that of the cell that they stand in, if any."""
        for block in blocks:
            if isinstance(block, Text):
                self._text(block, spot or f"P{block.number}")
            else:
                self._table(block)

    def note(self, note: Note, blocks: Sequence[Block]) -> None:
        """Print a note, apart from what stands before it. Its spot is the first one that refers to it."""
        spot = self.notes[note]
        self._line("", spot)
        self.blocks(blocks, spot)

    def _text(self, text: Text, spot: str) -> None:
        """A paragraph; each of its lines counts as one, as where a page was pasted whose lines end in breaks."""
        first = self.draft.next_line
        if text.text or not text.pictures:
            for line in text.text.split("\n"):
                self._line(line, spot)
        for at, start, link in _linked(text):
            self._address(link, Place(first + at, start + 1, first + at, start + len(link.words) + 1))
        self._attached(text, spot)

    def _line(self, line: str, spot: str) -> None:
        self.draft.paragraph((line, Origin(self.draft.next_line, cell=spot)))

    def _attached(self, text: Text, spot: str) -> None:
        """The pictures in a paragraph, and the notes that it refers to."""
        for _ in range(text.pictures):
            self.draft.picture(Origin(self.draft.next_line, cell=spot))
        for note in text.notes:
            self.notes.setdefault(note, spot)

    def _address(self, link: _Linked, place: Place) -> None:
        """Note where a link leads, unless its words say so."""
        if link.target.rstrip("/") not in link.words:
            self.draft.address(link.target, link.words, place)

    # ── tables ───────────────────────────────────────────────────────────────────────────────────

    def _table(self, table: Table) -> None:
        """A table as a grid; rows that only lay out tables or text on the page part it, and print what they hold."""
        rows: list[list[Piece]] = []
        for number, row in enumerate(table.rows, 1):
            spots = [f"T{table.number}R{number}C{cell.column + 1}" for cell in row]
            if _lays_out(row):
                self.draft.grid(rows)
                rows = []
                for cell, spot in zip(row, spots, strict=True):
                    self.blocks(cell.content, spot)
            else:
                rows.append([self._cell(cell, spot) for cell, spot in zip(row, spots, strict=True)])
        self.draft.grid(rows)

    def _cell(self, cell: Cell, spot: str) -> Piece:
        texts = [block for block in cell.content if isinstance(block, Text)]
        text = texts[0].text if len(texts) == 1 else "\n".join([each.text for each in texts])
        piece = self.draft.piece(text, cell.column, Origin(self.draft.next_line, cell=spot))
        if any(each.links for each in texts):
            self._addresses(texts, piece)
        for each in texts:
            if each.pictures or each.notes:
                self._attached(each, spot)
        return piece

    def _addresses(self, texts: Sequence[Text], piece: Piece) -> None:
        """The links in a cell, which keeps of its lines those that are not blank, without the blanks around them."""
        number = piece.place.line
        for text in texts:
            indents = {}
            for at, line in enumerate(text.text.split("\n")):
                if line.strip():
                    indents[at] = number, len(line) - len(line.lstrip())
                    number += 1
            for at, start, link in _linked(text):
                if at in indents:
                    on, indent = indents[at]
                    column = max(start - indent, 0) + 1
                    self._address(link, Place(on, column, on, column + len(link.words)))


class _Linked(NamedTuple):
    """The words of a link, as far as they stand on its first line, and where it leads."""

    words: str
    target: str


def _linked(text: Text) -> Iterator[tuple[int, int, _Linked]]:
    """The links of a paragraph, each with the index of its line and of its first character there."""
    if not text.links:
        return
    lines = text.text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    for link in text.links:
        at = bisect_right(starts, link.start) - 1
        start = link.start - starts[at]
        words = lines[at][start : link.end - starts[at]]
        if words.strip():
            yield at, start + len(words) - len(words.lstrip()), _Linked(words.strip(), link.target)


def _lays_out(row: Sequence[Cell]) -> bool:
    """Whether a row holds tables, or frames running text, instead of being a row of a table itself."""
    filled = []
    for cell in row:
        for block in cell.content:
            if not isinstance(block, Text):
                return True
            if block.text:
                filled.append(cell)
    if len(filled) < 2 or any(cell is not filled[0] for cell in filled):
        return False
    return any(len(block.text) > _LONGEST_CELL_LINE for block in filled[0].content if isinstance(block, Text))
