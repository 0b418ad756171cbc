"""The draft (草稿): a document as a reader puts it together, line by line, and where in the file each line stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.document import Address, Block, Box, Document, Grid, Paragraph, Piece, Place, Remark, Ruling
from gouji.readers.radicals import without_radicals


class Origin(NamedTuple):
    """Where a line of a document stands in the file (出处), as :class:`gouji.document.Place` has it."""

    line: int
    page: int | None = None
    cell: str | None = None
    box: Box | None = None


class Origins:
    """From a place of a document to that in the file, by the origin of each of the document's lines (出处)."""

    def __init__(self, lines: Sequence[Origin]) -> None:
        self._lines = lines

    def __call__(self, place: Place) -> Place:
        """The place in the file; the box is that of all lines on the first one's page."""
        if not self._lines:
            return place
        first = self._lines[min(place.line, len(self._lines)) - 1]
        last = self._lines[min(place.end_line, len(self._lines)) - 1]
        boxes = [
            origin.box
            for origin in self._lines[place.line - 1 : max(place.end_line, place.line)]
            if origin.box is not None and origin.page == first.page
        ]
        end = max(first.line, last.line) if last.page == first.page else first.line
        return Place(first.line, place.column, end, place.end_column, first.page, first.cell, _around(boxes))


def _around(boxes: Sequence[Box]) -> Box | None:
    """The smallest box that holds all of these."""
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


class Draft:
    """A document that is being put together (草稿). Every paragraph, and every line of a cell, is one line of it."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._lines: list[str] = []
        self._origins: list[Origin] = []
        self._pictures: list[Place] = []
        self._addresses: list[Address] = []
        self._remarks: list[Remark] = []

    @property
    def next_line(self) -> int:
        """The number of the line that comes next."""
        return len(self._lines) + 1

    def paragraph(self, *lines: tuple[str, Origin]) -> None:
        """Add a paragraph of one line, or of those that a page broke it into; one without text is an empty line.

        Blanks before a line count as its indentation.
        """
        text, starts = "", []
        for printed, origin in lines:
            line = without_radicals(printed)
            number = self._line(line, origin)
            starts.append((len(text), number, 1 + len(line) - len(line.lstrip())))
            text += line.strip()
        if text:
            self._blocks.append(Paragraph(text, tuple(starts)))

    def piece(self, text: str, x: int, origin: Origin) -> Piece:
        """Add a cell's text, with a line break between its lines, and give the cell for the grid.

        x: the index of the cell's first column, merged cells counted as many as they span.
        """
        bare = text.strip()
        if not bare.isascii():  # most cells are figures
            bare = without_radicals(bare)
        if "\n" not in bare:
            number = self._line(bare, origin)
            return Piece(bare, Place(number, 1, number, len(bare) + 1), x)
        lines = [line for part in bare.split("\n") if (line := part.strip())]
        first, *_others, last = [self._line(line, origin) for line in lines]
        return Piece("\n".join(lines), Place(first, 1, last, len(lines[-1]) + 1), x)

    def grid(
        self,
        rows: Sequence[Sequence[Piece]],
        ruling: Ruling = Ruling.RULED,
        headings: frozenset[int] = frozenset(),
    ) -> None:
        """Add a table of the cells given so far: in each row the cells that begin in it, each merged cell once.

        headings: the indexes of rows, none of them empty, that the file marks as the table's heading.
        """
        if any(rows):
            self._blocks.append(Grid(tuple(tuple(row) for row in rows if row), ruling, headings))

    def picture(self, origin: Origin) -> None:
        """Add a picture that stands alone."""
        number = self._line("", origin)
        self._pictures.append(Place(number, 1, number, 1))

    def address(self, target: str, text: str, place: Place) -> None:
        """Note what a link leads to; ``place`` is that of its words in the document."""
        self._addresses.append(Address(target, text, place))

    def remark(self, text: str, line: int) -> None:
        """Add a comment for gouji, about what stands on a line of the document."""
        self._remarks.append(Remark(text, Place(line, 1, line, 1)))

    def document(self, published: str = "") -> Document:
        """The document."""
        return Document(
            tuple(self._blocks),
            tuple(self._lines),
            tuple(self._pictures),
            tuple(self._addresses),
            published,
            Origins(tuple(self._origins)),
            tuple(self._remarks),
        )

    def _line(self, text: str, origin: Origin) -> int:
        """Add a line. Returns its number."""
        self._lines.append(text)
        self._origins.append(origin)
        return len(self._lines)
