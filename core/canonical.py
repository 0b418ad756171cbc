"""The canonical form (规范文本): any document as plain text that can be kept, compared and read again without loss.

What a document looks like depends on the program that made it; two copies of one report, in whatever formats, become
texts that can be compared line by line. The form is described where it is read, in :mod:`gouji.readers.canonical`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

from gouji.document import Address, Document, Grid, Paragraph, Piece, Place, Ruling
from gouji.prose.passages import goes_on, is_page_number
from gouji.readers.canonical import (
    BAR,
    BEGINNING,
    BREAK,
    COLUMN,
    END_OF_HEAD,
    MARKED_PICTURE,
    PICTURE,
    PUBLISHED,
    RULE,
    Link,
    Words,
)
from gouji.readers.remarks import CLOSING, OPENING

_WIDEST_SPAN = 64
"""Columns that one merged cell is written to take up; no form has as many."""
_WIDEST_LINE = 1000
"""Characters from the margin up to which columns stand where they stood."""
_UNWRITABLE = dict.fromkeys(map(ord, "\r\n\0"), " ") | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""What no line of a text file can hold, and half characters, which have no encoding."""


def written(document: Document) -> str:
    """A document in the canonical form. To write it, read it and write it again changes nothing."""
    return _Writer(document).text()


class _Writer:
    """Writes a document line by line, with the pictures and links where they stand."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines: list[str] = []
        self._written: list[tuple[int, int]] = []
        """The last line of the document that each paragraph and row holds, and the index of what is written of it."""
        self._last: Paragraph | None = None
        """What stands right above, as the sentence that may go on."""
        self._pictures = deque(sorted(document.pictures, key=lambda place: place[:2]))
        self._addresses: dict[int, list[Address]] = {}
        for address in sorted(document.addresses, key=lambda address: address.place[:2]):
            for line in range(address.place.line, address.place.end_line + 1):
                self._addresses.setdefault(line, []).append(address)

    def text(self) -> str:
        for block in self._document.blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            elif any(block.rows):
                self._grid(block)
        self._lines += ["", PICTURE] * len(self._pictures)
        self._add_remarks()
        published = " ".join(self._document.published.translate(_UNWRITABLE).split())
        head = [BEGINNING.rstrip("\n"), *([f"{PUBLISHED}: {published}"] if published else []), END_OF_HEAD]
        return "\n".join([*head, *self._lines, ""])

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────

    def _paragraph(self, paragraph: Paragraph) -> None:
        pictures = self._pictures_before(paragraph.place._replace(column=1))
        text = _encoded(self._line_of(paragraph))
        self._space_before(paragraph, pictures)
        self._written.append((paragraph.starts[-1][1], len(self._lines)))
        self._lines.append(f"\\{text}" if text.startswith((BAR, COLUMN)) else text)
        self._pass(paragraph)

    def _grid(self, grid: Grid) -> None:
        paragraphs = [line for row in grid.rows for piece in row for line in piece.paragraphs()]
        bar = BAR if grid.ruling is Ruling.RULED else COLUMN
        begun = False
        for index, row in enumerate(grid.rows):
            pictures: list[Place] = []
            cells = []
            for piece in row:
                pictures += self._pictures_before(piece.place)
                cells.append((piece.x, self._cell_of(piece)))
            if not cells:
                continue
            if begun:
                self._lines += [PICTURE] * len(pictures)
            else:
                self._space_before(None if not paragraphs or self._goes_on_grid(bar) else paragraphs[0], pictures)
            begun = True
            self._written.append((max(piece.place.end_line for piece in row), len(self._lines)))
            self._lines.append(_ruled(cells) if bar == BAR else _in_columns(cells))
            if index in grid.headings:
                self._lines.append(RULE + " --- |" * (len(row) - 1))
        for line in paragraphs:
            self._pass(line)

    def _pass(self, paragraph: Paragraph) -> None:
        """Take note of what the next line may go on."""
        if self._last is not None and is_page_number(paragraph) and goes_on(self._last, paragraph):
            self._last = self._last._replace(starts=paragraph.starts)  # the sentence goes on below it
        else:
            self._last = paragraph

    def _space_before(self, paragraph: Paragraph | None, pictures: Sequence[Place]) -> None:
        """Put pictures and empty lines between what stands above and a paragraph, or a table that begins with it.

        No line is empty where it may go on the sentence above. Whether it does is told from how far the two are apart,
        so that has to come out as it did in the document.
        """
        if self._last is None or paragraph is None:
            self._lines += ["", PICTURE] * len(pictures) + [""]
        elif goes_on(self._last, paragraph):
            self._lines += [PICTURE] * len(pictures)
        else:
            above, below = self._last._replace(starts=((0, 1, 1),)), paragraph._replace(starts=((0, 3, 1),))
            self._lines += ["", PICTURE] * len(pictures) + [""] * (3 if goes_on(above, below) else 1)

    def _add_remarks(self) -> None:
        """Put each remark on a line of its own before the paragraph or row that it is about."""
        remarks = deque(sorted(self._document.remarks, key=lambda remark: remark.place[:2]))
        lines: list[str] = []
        done = 0
        for last, index in (*self._written, (None, len(self._lines))):
            lines += self._lines[done:index]
            done = index
            while remarks and (last is None or remarks[0].place.line <= last):
                lines.append(f"{OPENING} {remarks.popleft().text.replace(CLOSING, '')} {CLOSING}")
        self._lines = lines

    def _goes_on_grid(self, bar: str) -> bool:
        """Whether a table would become one with a table right above it."""
        above = next((line for line in reversed(self._lines) if line != PICTURE), "")
        return above.startswith(bar)

    # ── lines ────────────────────────────────────────────────────────────────────────────────────

    def _line_of(self, paragraph: Paragraph) -> Words:
        """A paragraph as one line, whatever lines it was joined from."""
        pictures: list[int] = []
        links: list[Link] = []
        ends = [at for at, _line, _column in paragraph.starts[1:]] + [len(paragraph.text)]
        for (at, line, column), end in zip(paragraph.starts, ends, strict=True):
            found = self._inside(line, column, column + end - at)
            pictures += [at + offset for offset in found.pictures]
            for start, stop, target in found.links:
                if not start and links and links[-1].end == at and links[-1].target == target:
                    links[-1] = links[-1]._replace(end=at + stop)  # the words run over the end of a line
                else:
                    links.append(Link(at + start, at + stop, target))
        return _trimmed(Words(paragraph.text, tuple(pictures), tuple(links)))

    def _cell_of(self, piece: Piece) -> list[Words]:
        """The lines of a cell; empty ones are left out."""
        found = []
        for index, text in enumerate(piece.text.split("\n")):
            column = 1 if index else piece.place.column
            line = self._inside(piece.place.line + index, column, column + len(text))
            found.append(_trimmed(line._replace(text=text)))
        return [line for line in found if any(line)]

    def _inside(self, line: int, start: int, end: int) -> Words:
        """What stands between two columns of a line of the document, or before them, by its distance from the first."""
        pictures = []
        while self._pictures and self._pictures[0][:2] <= (line, end):
            picture = self._pictures.popleft()
            pictures.append(max(picture.column - start, 0) if picture.line == line else 0)
        links: list[Link] = []
        for target, _text, place in self._addresses.get(line, ()):
            column = place.column if place.line == line else start
            if start <= column <= end:
                last = min(place.end_column, end) if place.end_line == line else end
                first = max(column - start, links[-1].end if links else 0)
                links.append(Link(first, max(last - start, first), target))
        return Words("", tuple(pictures), tuple(links))

    def _pictures_before(self, place: Place) -> list[Place]:
        """Take the pictures that stand before a place."""
        found = []
        while self._pictures and self._pictures[0][:2] < place[:2]:
            found.append(self._pictures.popleft())
        return found


def _trimmed(line: Words) -> Words:
    """A line without the blanks at either end, and with nothing that cannot be written."""
    writable = line._replace(text=line.text.translate(_UNWRITABLE))
    return writable.trimmed(writable.lead)


# ── the text of a line ───────────────────────────────────────────────────────────────────────────


def _ruled(cells: Sequence[tuple[int, list[Words]]]) -> str:
    """A row of a table; a column without a cell is one that a merged cell takes up."""
    row, following = "", 0
    for x, lines in cells:
        row += BAR * min(max(x - following, 0), _WIDEST_SPAN) + f"| {_encoded_cell(lines, BAR)} "
        following = x + 1
    return row + BAR


def _in_columns(cells: Sequence[tuple[int, list[Words]]]) -> str:
    """A row of columns that only blanks set apart, each as far from the margin as it was, if there is room.

    What is not to be seen does not count: the address of a link, a backslash.
    """
    row, width = "", 0
    for x, lines in cells:
        gap = max(min(x, _WIDEST_LINE) - width, 0)
        row += " " * gap + COLUMN + _encoded_cell(lines, COLUMN)
        width += gap + 1 + sum(len(line.text) for line in lines) + max(len(lines) - 1, 0)
    return row


def _encoded_cell(lines: Sequence[Words], bar: str) -> str:
    texts = (_encoded(line).replace(bar, f"\\{bar}").replace(BREAK, f"\\{BREAK}") for line in lines)
    text = BREAK.join(texts)
    return f"\\{text}" if text == "---" else text


def _encoded(line: Words) -> str:
    """A line's text with the marks for the pictures and links in it, and a backslash before what looks like a mark."""
    text, pictures, links = line
    if not pictures and not links and not any(mark in text for mark in ("\\", "](<", "![", OPENING)):
        return text
    inserted: dict[int, list[str]] = {}
    plain = {match.start() for match in MARKED_PICTURE.finditer(text)}
    for at in pictures:
        if at in plain and not text.startswith(PICTURE, at):
            plain.remove(at)  # its own words say that it is one
        else:
            inserted.setdefault(at, []).append(PICTURE)
    plain |= {match.start() for match in re.finditer(f"{re.escape(PICTURE)}|{OPENING}", text)}
    plain |= {match.start() for match in re.finditer(r"\\|\](?=\(<)", text)}
    for start, end, target in links:
        closing = f"](<{_encoded_address(target)}>)"
        if start == end:
            inserted.setdefault(start, []).append(f"[{closing}")
            continue
        plain |= {at for at in range(start, end) if text[at] in "[]"}
        inserted.setdefault(start, []).append("[")
        inserted.setdefault(end, []).insert(0, closing)
    parts, at = [], 0
    for offset in sorted(plain | inserted.keys()):
        parts += [text[at:offset], *inserted.get(offset, ()), "\\" if offset in plain else ""]
        at = offset
    return "".join([*parts, text[at:]])


def _encoded_address(target: str) -> str:
    return re.sub(r"([\\<>])", r"\\\1", target.translate(_UNWRITABLE))
