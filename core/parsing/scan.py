"""Scanning (扫描): goes through a document once and sorts it into table items, headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.document import Document, Grid, Paragraph, Piece, Ruling
from gouji.grammars import FORM
from gouji.parsing.cells import BLANK, NUMBER, WORDS, is_count_like
from gouji.parsing.folding import fold
from gouji.parsing.furniture import is_furniture, is_note
from gouji.parsing.headings import HeadingLine, heading_line
from gouji.parsing.items import FOREIGN, LABEL, PARTIAL, VALUE, Item, ItemKind
from gouji.parsing.labels import Reading, closest, read_piece, reading_as, words_of_row

LONGEST_LABEL = 60
"""Text longer than this, folded or not, is no label and no cell; the longest statutory label has 39 characters."""
LONGEST_ROW = 200
"""Lines longer than this are not searched for several labels and numbers with single blanks between them."""
MOST_GUESSES = 200
"""Texts of one report that are compared with every label because they are none; further ones are taken as foreign."""
NEARLY = 0.88
"""The least similarity of a text to a label before anything else says that a table has begun."""
_REACH = 8
"""The rest of a torn label is looked for in so many rows after its beginning."""

_NOTE = r"\(.*\)"


class Scan:
    """What was found: the items of each table, and the flow of headings, paragraphs and tables in document order.

    ``flow`` holds HeadingLine, Paragraph, and the key of a table where items of it stand.
    """

    def __init__(self) -> None:
        self.items: dict[str, list[Item]] = {table: [] for table in FORM}
        self.flow: list[HeadingLine | Paragraph | str] = []


def scan(document: Document) -> Scan:
    """Sort a document's text. Never raises on content."""
    scanner = _Scanner()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            scanner.paragraph(block)
        elif block.ruling is Ruling.RULED:
            for index, row in enumerate(block.rows):
                scanner.ruled(row, index in block.headings)
        else:
            scanner.aligned(block)
    scanner.finish()
    return scanner.scan


class _Scanner:
    def __init__(self) -> None:
        self.scan = Scan()
        self._table: str | None = None
        self._home: str | None = None
        self._row = 0
        self._run = 0
        self._open: list[Item] = []
        self._pending: list[Item] = []
        self._guesses = 0

    def paragraph(self, paragraph: Paragraph) -> None:
        """A line of its own: a cell of a table without ruling, a heading, or narrative."""
        text = paragraph.text
        if len(text) <= LONGEST_ROW and " " in text:
            spans = words_of_row(text)
            if spans is not None:
                row = (
                    Piece(text[start:end], paragraph.place_of(start, end), x) for x, (start, end) in enumerate(spans)
                )
                self.ruled(tuple(row))
                return
        self._row += 1
        if len(text) > LONGEST_LABEL or not self._cell(Piece(text, paragraph.place, 0)):
            self._text(paragraph)

    def ruled(self, row: tuple[Piece, ...], marked: bool = False) -> None:
        """A row with all its cells; ``marked`` if the source itself says that it is a heading row."""
        readings = [read_piece(piece.text) for piece in row]
        if self._table is not None and not marked and self._plain(row, readings):
            return
        row = self._without_caption(row)
        self._row += 1
        pieces = [piece for piece in row if piece.text]
        if len(pieces) > 1 and is_note(pieces[0].text):
            return
        if len(pieces) > 1:
            self._odd_row(row, [read_piece(piece.text) for piece in row], marked)
        elif pieces:
            self._single(row, pieces[0], marked)
        else:
            self._blank_row(row)

    def _plain(self, row: tuple[Piece, ...], readings: list[Reading]) -> bool:
        """Take a row of the usual shape: labels and merged cells, the last label one of a row, then its cells."""
        table, label = self._table, -1
        for index, reading in enumerate(readings):
            if reading.label is not None:
                if table not in reading.tables or table in reading.headings:
                    return False
                label = index
            elif label >= 0 and table in readings[label].rows:
                break
            elif row[index].text:
                return False
        if table is None or label < 0 or self._pending or table not in readings[label].rows:
            return False
        self._row += 1
        for index, reading in enumerate(readings[: label + 1]):
            if reading.label is not None and (index == label or readings[index + 1].label != reading.label):
                self._add(LABEL, row[index], reading)
        number, run = self._row, self._run
        values = zip(row[label + 1 :], readings[label + 1 :], strict=True)
        self.scan.items[table].extend([Item(VALUE, piece, reading, number, run) for piece, reading in values])
        return True

    def _odd_row(self, row: tuple[Piece, ...], readings: list[Reading], marked: bool) -> None:
        """Take any other row: headings, figures without a label, or one with something that the form does not have."""
        self._enter(readings)
        if marked and not any(self._is_label(reading) for reading in readings):
            return  # headings that somebody invented for a Markdown table
        if self._table is not None and _is_figures(row, readings):
            for piece, reading in zip(row, readings, strict=True):
                self._value(piece, reading)
            return
        heading = marked or any(self._is_heading(reading) for reading in readings)
        label: Item | None = None
        for piece, reading in zip(row, readings, strict=True):
            if self._is_label(reading):
                if label is None or label.reading is not reading:  # a merged cell may be printed once for each column
                    label = self._add(LABEL, piece, reading, heading)
            elif label is not None and self._takes_values(label):
                self._add(VALUE, piece, reading)
            elif reading.content.kind is NUMBER:
                self._value(piece, reading)
            elif piece.text:
                label = self._unknown(piece, reading, heading, label)

    def _unknown(self, piece: Piece, reading: Reading, heading: bool, label: Item | None) -> Item | None:
        """Take a cell that is neither label nor number. Returns the last label of the row after it."""
        found = self._torn(piece, reading, heading) or self._guess(piece, heading)
        if found is None and not (heading and label is None):  # what heads the labels is free
            self._odd(piece, reading, heading)
        return found or label

    def aligned(self, grid: Grid) -> None:
        """Columns without ruling, straightened into rows first."""
        from gouji.parsing.aligned import straighten

        for row in straighten(grid):
            if len(row) == 1:
                self._row += 1
                self._single(row, row[0], marked=False)
            else:
                self.ruled(row)

    def finish(self) -> None:
        """Settle the labels that never got their rest."""
        for item in self._open:
            self._settle(item)
        self._open = []

    def _cell(self, piece: Piece) -> bool:
        """Take a piece that stands alone on its line as a label or value, if it can be one."""
        reading = read_piece(piece.text)
        if reading.content.kind is NUMBER:
            self._value(piece, reading)
            return self._table is not None
        if self._table is None and self._home and self._home in reading.begins and not reading.label:
            self._table = self._home
            self.scan.flow.append(self._home)
        if self._open and self._open[-1].row == self._row - 1 and self._torn(piece, reading, anew=False):
            return True  # 法人或 / 其他 / 组织: the rest of a label can be one itself
        if reading.label is not None:
            self._enter([reading])
            if self._is_label(reading):
                label = self._add(LABEL, piece, reading)
                if self._begins(reading):
                    self._open.append(label)  # （二）部分公开 may go on: （区分处理的，只 / 计这一情形，…
                return True
        if self._table is None:
            return self._first_label(piece)
        return self._torn(piece, reading) is not None or self._words(piece, reading)

    def _first_label(self, piece: Piece) -> bool:
        """Take a text between a section's heading and its table as a reworded label only if it is nearly one."""
        wordings = closest(piece.text, self._home, NEARLY) if self._home and len(piece.text) <= LONGEST_LABEL else ()
        if not wordings or self._guesses >= MOST_GUESSES or self._home is None:
            return False
        self._guesses += 1
        self._table = self._home
        self.scan.flow.append(self._home)
        self._add(LABEL, piece, reading_as(wordings[0], self._home))
        return True

    def _words(self, piece: Piece, reading: Reading) -> bool:
        """Anything else that stands alone inside a table: a placeholder, a note to a number, a reworded label."""
        if reading.content.kind is BLANK:
            self._value(piece, reading)
            return True
        items = self.scan.items[self._table or ""]
        last = items[-1] if items else None
        if last and last.kind is VALUE and re.fullmatch(_NOTE, fold(piece.text)):
            last.text += piece.text
            return True
        if heading_line(piece.text, piece.place) is not None or is_furniture(piece.text):
            return False
        if last and last.kind in (LABEL, VALUE) and is_count_like(piece.text):
            self._add(VALUE, piece, reading)
            return True
        return self._guess(piece) is not None

    def _without_caption(self, row: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """The row without the section's heading, where that stands in the table's own first cell."""
        first = next((piece for piece in row if piece.text), None)
        if first is None or read_piece(first.text).label or not (len(row) > 1 or "\n" in first.text):
            return row
        line = first.text.partition("\n")[0]
        heading = heading_line(line, first.place)
        if heading is None or not heading.accepted or heading.rest or (line == first.text and len(row) == 1):
            return row
        caption, *lines = first.paragraphs()
        self._text(caption)
        for paragraph in lines:
            self.paragraph(paragraph)
        return row[row.index(first) + 1 :]

    def _single(self, row: tuple[Piece, ...], piece: Piece, marked: bool) -> None:
        """A row with one filled cell: a cell of a table that has one a row, a caption, a group label, a blank row."""
        reading = read_piece(piece.text)
        self._enter([reading])
        if self._table in reading.rows and len(row) > 1:
            self._add(LABEL, piece, reading)
            for blank in row[row.index(piece) + 1 :]:
                self._add(VALUE, blank, read_piece(""))
        elif (len(piece.text) > LONGEST_LABEL or not self._cell(piece)) and not marked:
            for paragraph in piece.paragraphs():
                self._text(paragraph)

    def _blank_row(self, row: tuple[Piece, ...]) -> None:
        """Cells without anything: one alone is a blank cell; a whole row of them is what merged cells leave.

        A row of fifteen in 表四 may still be its figures, all left blank, if no others follow.
        """
        items = self.scan.items[self._table] if self._table else []
        if not items:
            return
        if len(row) == 1:
            self._add(VALUE, row[0], read_piece(""))
        elif self._table == "review" and len(row) >= 15 and items[-1].kind is LABEL:
            for piece in row[-15:]:
                self._add(VALUE, piece, read_piece(""))

    def _value(self, piece: Piece, reading: Reading) -> None:
        if self._table is not None:
            items = self.scan.items[self._table]
            if self._table == "review" and items and items[-1].kind is VALUE and not items[-1].text:
                self._drop_blank_row(items)
            self._add(VALUE, piece, reading)

    def _drop_blank_row(self, items: list[Item]) -> None:
        """Blank rows before the figures of 表四 are merged cells, not figures."""
        row = items[-1].row
        if row == self._row:
            return
        while items and items[-1].row == row and items[-1].kind is VALUE and not items[-1].text:
            items.pop()

    def _torn(self, piece: Piece, reading: Reading, heading: bool = False, anew: bool = True) -> Item | None:
        """Join a piece to a label that began above it, or (``anew``) take it as the beginning of one."""
        if not self._open and self._table not in reading.begins:
            return None
        reach = {LABEL: 2, PARTIAL: _REACH}  # what is a label already goes on at once or never
        self._open = [one for one in self._open if self._row - one.row < reach[one.kind] or not self._settle(one)]
        reachable = sorted(self._open, key=lambda item: (abs(item.x - piece.x), -item.row))
        for item in reachable:
            joined = f"{item.text}\n{piece.text}"
            extended = read_piece(joined)
            if self._is_label(extended) or self._begins(extended):
                item.text, item.reading, item.row = joined, extended, self._row
                end_line, end_column = max(item.place[2:4], piece.place[2:4])
                item.place = item.place._replace(end_line=end_line, end_column=end_column)
                item.kind = LABEL if self._is_label(extended) else PARTIAL
                if not self._begins(extended):
                    self._open.remove(item)
                return item
        if anew and self._begins(reading) and self._table is not None:
            item = self._add(PARTIAL, piece, reading, heading)
            self._open.append(item)
            return item
        return None

    def _guess(self, piece: Piece, heading: bool = False) -> Item | None:
        """Take text that is no label as a reworded one, if it comes close to one."""
        if self._table is None or self._guesses >= MOST_GUESSES or not 2 <= len(piece.text) <= LONGEST_LABEL:
            return None
        self._guesses += 1
        wording = self._closest(piece.text)
        if wording is None:
            return None
        return self._add(LABEL, piece, reading_as(wording, self._table), heading)

    def _closest(self, text: str) -> str | None:
        """The label that a reworded one stands for; of several that it could be cut from, the first not yet read."""
        wordings = closest(text, self._table or "")
        read = {item.reading.label for item in self.scan.items[self._table or ""]}
        return next((wording for wording in wordings if wording not in read), wordings[0] if wordings else None)

    def _settle(self, item: Item) -> bool:
        """Decide on a label that began and never went on: a reworded one, or foreign text. Returns True."""
        table = next((key for key, items in self.scan.items.items() if any(other is item for other in items)), None)
        if table is not None and item.kind is PARTIAL:
            current, self._table = self._table, table
            wording = self._closest(item.text) if len(item.text) > 1 else None
            item.kind = FOREIGN if wording is None else LABEL
            if wording is not None:
                item.reading = reading_as(wording, table)
            self._table = current
        return True

    def _odd(self, piece: Piece, reading: Reading, heading: bool) -> None:
        """A cell with something that the form does not have."""
        if self._table is None:
            self.scan.flow += piece.paragraphs()
        elif not is_furniture(piece.text) and heading_line(piece.text, piece.place) is None:
            self._add(FOREIGN, piece, reading, heading)

    def _text(self, paragraph: Paragraph) -> None:
        heading = heading_line(paragraph.text, paragraph.place) if len(paragraph.text) else None
        if heading is not None:
            self._break(heading.key or heading.guess)
            self.scan.flow.append(heading)
            if heading.rest:
                self.scan.flow.append(paragraph.after(len(paragraph.text) - len(heading.rest)))
            return
        self.scan.flow.append(paragraph)
        if self._table is not None and not is_furniture(paragraph.text[:200]):
            reading = read_piece(paragraph.text[:LONGEST_LABEL])
            piece = Piece(paragraph.text, paragraph.place, 0)
            self._pending.append(Item(FOREIGN, piece, reading, self._row, self._run))
            if len(paragraph.text) > LONGEST_LABEL:
                self._run += 1

    def _break(self, section: str | None) -> None:
        self._table, self._home = None, section
        self._run += 1
        self._pending = []

    def _enter(self, readings: Sequence[Reading]) -> None:
        """Go over to the table that a row's labels belong to, if they say which."""
        for reading in readings:
            elsewhere = self._table not in reading.tables and self._table not in reading.begins
            if reading.label is not None and len(reading.tables) == 1 and elsewhere:
                (self._table,) = reading.tables
                self._pending = []
                self.scan.flow.append(self._table)
                return

    def _add(self, kind: ItemKind, piece: Piece, reading: Reading, heading: bool = False) -> Item:
        table = self._table
        assert table is not None
        items = self.scan.items[table]
        if self._pending:
            # The table goes on after other text, so that text stood inside it.
            items += self._pending if items else []
            self._pending = []
        item = Item(kind, piece, reading, self._row, self._run)
        item.heading = heading
        items.append(item)
        return item

    def _is_label(self, reading: Reading) -> bool:
        return reading.label is not None and self._table in reading.tables

    def _begins(self, reading: Reading) -> bool:
        return self._table in reading.begins

    def _is_heading(self, reading: Reading) -> bool:
        """Whether a label is a column's heading and cannot be a row's label."""
        return self._table in reading.headings and self._table not in reading.rows

    def _takes_values(self, label: Item) -> bool:
        return label.kind is LABEL and not label.heading and bool(label.reading.rows)


def _is_figures(row: tuple[Piece, ...], readings: Sequence[Reading]) -> bool:
    """Whether a row without a label is one of figures, blank cells and words in the place of a figure among them."""
    filled = [reading for piece, reading in zip(row, readings, strict=True) if piece.text]
    return (
        not any(reading.label for reading in filled)
        and filled[0].content.kind is not WORDS
        and any(reading.content.kind is NUMBER for reading in filled)
    )
