"""The document (文档): what a reader makes of a file, before anybody looks for the statutory form in it.

A document is an ordered list of paragraphs and grids. Every piece of text keeps its place in the file as it was
given, so that a finding can be found again by whoever opens that file.
"""

from bisect import bisect_right
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

Box = tuple[int, int, int, int]
"""A rectangle on a page: left, top, right and bottom, in points from the upper left corner."""


class Place(NamedTuple):
    """A stretch of a document (位置): lines and columns count characters from 1, the end column is exclusive.

    While a report is read and checked, these are lines of the document as it was read; :meth:`Document.in_file` gives
    the place in the file, where somebody would look who has it open. ``page`` and ``box`` are those of a PDF, ``cell``
    the cell of a workbook (``Sheet1!C5``) or the spot in a Word document (``T2R5C3``: table, row, column; ``P14``: a
    paragraph outside tables). All three are None where a format has none.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    page: int | None = None
    cell: str | None = None
    box: Box | None = None


class Piece(NamedTuple):
    """The text of one cell (单元格) as it stands in the source, its place, and where it stands across the row.

    ``text`` keeps the source's inner line breaks. ``x`` is the column's index in a ruled grid and the offset of the
    first character in an unruled one; pieces of different rows with the same ``x`` stand below each other.
    """

    text: str
    place: Place
    x: int

    def paragraphs(self) -> list["Paragraph"]:
        """The piece as paragraphs, one for each of its lines, where it turns out to be no part of a table."""
        line, column = self.place[:2]
        return [
            Paragraph(text, ((0, line + index, column if index == 0 else 1),))
            for index, text in enumerate(self.text.split("\n"))
            if text
        ]


class Ruling(Enum):
    """How far a grid's cells can be trusted (表格线)."""

    RULED = "ruled"
    """Cells are marked as such, empty ones too: tabs, pipes, a real table."""
    ALIGNED = "aligned"
    """Cells are only set apart by blanks; an empty cell leaves nothing, and a label may run over several lines."""


class Grid(NamedTuple):
    """A table (表格) as rows of pieces.

    ``headings`` are the indexes of rows that the source itself marks as a table's heading (Markdown does).
    """

    rows: tuple[tuple[Piece, ...], ...]
    ruling: Ruling
    headings: frozenset[int] = frozenset()


class Paragraph(NamedTuple):
    """A paragraph (段落) outside any grid.

    ``starts`` holds, for each source line that the text was joined from, its offset in ``text``, its line number and
    the column of its first character.
    """

    text: str
    starts: tuple[tuple[int, int, int], ...]

    @property
    def line(self) -> int:
        """The number of the line on which the paragraph starts."""
        return self.starts[0][1]

    @property
    def place(self) -> Place:
        """The place of the whole paragraph."""
        return self.place_of(0, len(self.text))

    def place_of(self, start: int, end: int) -> Place:
        """The place of ``text[start:end]``."""
        if len(self.starts) == 1:
            _, line, column = self.starts[0]
            return Place(line, column + start, line, column + end)
        line, column = self._locate(start)
        end_line, end_column = self._locate(max(end - 1, start))
        return Place(line, column, end_line, end_column + (1 if end > start else 0))

    def after(self, start: int) -> "Paragraph":
        """The paragraph from an offset of its text on."""
        line, column = self._locate(start)
        later = tuple((at - start, number, first) for at, number, first in self.starts if at > start)
        return Paragraph(self.text[start:], ((0, line, column), *later))

    def _locate(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self.starts, offset, key=lambda start: start[0]) - 1
        first, line, column = self.starts[index]
        return line, column + offset - first


Block = Paragraph | Grid


class Address(NamedTuple):
    """What a link leads to (链接地址) whose words do not say it; ``text`` are those words."""

    target: str
    text: str
    place: Place


class Remark(NamedTuple):
    """A comment in the source that is meant for gouji (批注), no part of the report.

    text: what it says, on one line. place: where it would stand in the document, before or within what it is about.
    stands: where it stands in the file, if that is known.
    """

    text: str
    place: Place
    stands: Place | None = None


class Document(NamedTuple):
    """A file's content (文档) in reading order.

    ``lines`` are the lines that places count, for showing a finding in its surroundings: the source's own in plain
    text, else one for each paragraph or line of a cell, as people see it. None if the reader has none to show.
    ``pictures`` are the places of pictures that stand in the text, ``addresses`` those of links. ``published`` is what
    the file says of its day of publication outside its text (a web page's meta data), as it says it.
    ``locate`` turns a place of the document into one of the file; None where they are the same.
    ``remarks`` are the comments in it that are meant for gouji.
    """

    blocks: tuple[Block, ...]
    lines: tuple[str, ...] | None = None
    pictures: tuple[Place, ...] = ()
    addresses: tuple[Address, ...] = ()
    published: str = ""
    locate: Callable[[Place], Place] | None = None
    remarks: tuple[Remark, ...] = ()

    def characters(self, place: Place) -> list[tuple[str, int, int]] | None:
        """What stands at a place, each character with its line and column; None if the reader shows no lines."""
        if self.lines is None or not 1 <= place.line <= place.end_line <= len(self.lines):
            return None
        found = []
        for number in range(place.line, place.end_line + 1):
            start = place.column - 1 if number == place.line else 0
            end = place.end_column - 1 if number == place.end_line else None
            line = self.lines[number - 1]
            found += [(line[at], number, at + 1) for at in range(*slice(start, end).indices(len(line)))]
        return found

    def in_file(self, place: Place) -> Place:
        """Where a place of the document is in the file that it was read from."""
        return place if self.locate is None else self.locate(place)
