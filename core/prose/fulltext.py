"""The full text (全文): everything that is printed in the document, title, tables and the page around it included."""

import re
from bisect import bisect_right
from functools import cached_property

from gouji.document import Document, Paragraph, Piece, Place
from gouji.model import Report, reading
from gouji.prose.passages import half_width, lowered

BLANK = "[\\t\\v\\f\\r \\x1c-\\x1f\\x85\\xa0\\xad\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]"
"""A pattern for a blank, and for what is not seen; a line break is none, for it parts paragraphs and cells."""
_UNSEEN = "\xad\u200b\u200c\u200d\u2060\ufeff"


class FullText:
    """The paragraphs and cells of a document in one string, a line break between each two (全文).

    printed: as printed. plain: the same, character by character, with digits, letters and punctuation in half width.
    text: ``plain`` in lower case, without blanks and without what is not seen, so that a word is found however it is
    set.
    """

    def __init__(self, document: Document) -> None:
        """Put the text together; what few findings need is worked out when they do."""
        parts: list[Paragraph | Piece] = []
        for block in document.blocks:
            if isinstance(block, Paragraph):
                parts.append(block)
            else:
                for row in block.rows:
                    parts += row
        self._parts = parts
        self._narrative: frozenset[int] | None = None
        self.printed = "\n".join([part.text.replace("\n", " ") if "\n" in part.text else part.text for part in parts])
        self.plain = half_width(self.printed)
        text = lowered(self.plain)
        self._lowered = text
        text = "\n".join(["".join(line.split()) for line in text.split("\n")])
        for unseen in _UNSEEN:
            text = text.replace(unseen, "")
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        """Where each part begins in ``printed``."""
        starts, offset = [], 0
        for part in self._parts:
            starts.append(offset)
            offset += len(part.text) + 1
        return starts

    @cached_property
    def _blanks(self) -> list[int]:
        """For each blank of ``printed``, how many characters of ``text`` stand before it."""
        found = re.finditer(BLANK, self._lowered)
        return [match.start() - index for index, match in enumerate(found)]

    def offset(self, at: int) -> int:
        """Where the character of ``text`` at an offset stands in ``printed``."""
        return at + bisect_right(self._blanks, at)

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of ``printed`` that ``text[start:end]`` is."""
        return self.offset(start), self.offset(end - 1) + 1

    def in_cell(self, offset: int) -> bool:
        """Whether a character of ``printed`` stands in a table."""
        return isinstance(self._parts[self.part(offset)], Piece)

    def in_narrative(self, report: Report, offset: int) -> bool:
        """Whether a character of ``printed`` belongs to the narrative of the report: to no title, heading or table."""
        if self._narrative is None:
            self._narrative = frozenset(line for each in report.narrative for _offset, line, _column in each.starts)
        return self.place(offset, offset + 1).line in self._narrative

    def part(self, offset: int) -> int:
        """The number of the paragraph or cell that stands at an offset of ``printed``."""
        return bisect_right(self._starts, offset) - 1

    def place(self, start: int, end: int) -> Place:
        """The place of ``printed[start:end]``, as far as it lies within one paragraph or cell."""
        index = self.part(start)
        first, part = self._starts[index], self._parts[index]
        end = min(end, first + len(part.text))
        paragraph = part if isinstance(part, Paragraph) else _paragraph(part)
        return paragraph.place_of(start - first, end - first)


@reading
def full_text(report: Report) -> FullText:
    """The full text of a report's document.

    >>> from gouji.testing import report
    >>> found = full_text(report("其 它事项"))
    >>> start = found.text.index("其它")
    >>> found.printed[slice(*found.stretch(start, start + 2))]
    '其 它'
    """
    return FullText(report.document)


def _paragraph(piece: Piece) -> Paragraph:
    """A cell as one paragraph; a line break within it counts as one character, as it does in ``printed``."""
    starts, offset = [], 0
    for index, line in enumerate(piece.text.split("\n")):
        starts.append((offset, piece.place.line + index, piece.place.column if index == 0 else 1))
        offset += len(line) + 1
    return Paragraph(piece.text, tuple(starts))
