"""Straightening (对齐): columns that only blanks set apart, back into rows of whole labels and their cells.

What ``pdftotext -layout`` and people at a keyboard leave of a table has no ruling: a label runs over lines above and
below its figures, words stand upright beside ten rows, a page ends in the middle of a label. The labels of the form are
known, so a torn one is joined wherever its next part stands, and a row's figures are those on the lines that it spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from gouji.document import Grid, Piece
from gouji.parsing.cells import WORDS, is_count_like
from gouji.parsing.folding import fold
from gouji.parsing.headings import heading_line
from gouji.parsing.labels import Reading, read_piece, words_of_row
from gouji.ruleset import EDITIONS, edition

_REACH = 14
"""The rest of a torn label is looked for on so many lines of text below."""
_WIDE_BLANK = 6
"""Blanks that may part the characters of one short label (规　　章)."""
_BELOW = 4
"""A part that could begin a label itself goes on another only if it stands below it, give or take so much."""
_FOOTER = r"-+\d{1,4}-+|第\d+页(?:[,/]?共\d+页)?"
_FULL = {"applications": 7, "review": 15}
"""The figures of a full row, where all rows of the table have as many."""

Row = tuple[Piece, ...]


@cache
def _column_headings() -> frozenset[str]:
    forms = (form for key in EDITIONS for form in edition(key).tables.values())
    return frozenset(fold(label) for form in forms for label in form.columns.values()) | {fold("信息内容")}


@dataclass(slots=True, eq=False)
class _Label:
    """A label, or the parts of one found so far; ``first`` and ``last`` are the indexes of the lines it spans."""

    pieces: list[Piece]
    text: str
    reading: Reading
    table: str
    first: int
    last: int

    @property
    def middle(self) -> float:
        """Where the label stands across the page."""
        return min(piece.x for piece in self.pieces) / 2 + max(piece.x + len(piece.text) for piece in self.pieces) / 2

    def distance(self, piece: Piece) -> float:
        """How far a piece stands from below the label's last part, by their left edges or their middles.

        An offset counts ideographs as one or as two, which depends on where the columns are from.
        """
        last = self.pieces[-1]
        shift = last.x - piece.x
        longer, wider = len(last.text) - len(piece.text), _width(last.text) - _width(piece.text)
        return min(abs(shift), abs(shift + longer / 2), abs(shift + wider / 2))

    def just_before(self, piece: Piece) -> bool:
        """Whether a piece of the same line goes on the label: it follows closely, and begins no label itself."""
        last = self.pieces[-1]
        gap = piece.x - last.x - len(last.text)
        return 0 <= gap <= _WIDE_BLANK and self.table not in read_piece(piece.text).begins

    @property
    def whole(self) -> bool:
        return self.table in self.reading.tables

    def piece(self) -> Piece:
        """The label as one piece, from the place of its first part."""
        place = self.pieces[0].place
        if len(self.pieces) > 1:
            place = place._replace(end_column=max(place.end_column, place.column + 1))
        return Piece(self.text, place, self.pieces[0].x)


@dataclass(slots=True, eq=False)
class _Stretch:
    """Lines between two headings: what of them is labels, figures, and neither."""

    labels: list[_Label] = field(default_factory=list)
    figures: dict[int, list[Piece]] = field(default_factory=dict)
    others: dict[int, list[Piece]] = field(default_factory=dict)


def _width(text: str) -> int:
    """The width of a text as printed, where an ideograph is as wide as two digits."""
    return len(text) + sum(character > "\u2e7f" for character in text)


def straighten(grid: Grid) -> list[Row]:
    """The rows that an unruled grid stands for, in reading order; text outside any table is a row of one piece."""
    rows: list[Row] = []
    stretch, table = _Stretch(), None
    for index, pieces in enumerate(grid.rows):
        if len(pieces) == 1:
            text = pieces[0].text
            if re.fullmatch(_FOOTER, fold(text)):
                continue
            if not read_piece(text).label and heading_line(text, pieces[0].place):
                rows += _rows(stretch)
                rows.append(pieces)
                stretch, table = _Stretch(), None
                continue
        for piece in pieces:
            table = _sort(stretch, piece, index, table)
    return rows + _rows(stretch)


def _sort(stretch: _Stretch, piece: Piece, index: int, table: str | None) -> str | None:
    """Put a piece where it belongs. Returns the table that the stretch is in after it."""
    reading = read_piece(piece.text)
    if reading.label and (table in reading.tables or (len(reading.tables) == 1 and table not in reading.begins)):
        table = table if table in reading.tables else min(reading.tables)
        stretch.labels.append(_Label([piece], piece.text, reading, table or "", index, index))
    elif reading.content.kind is not WORDS or is_count_like(piece.text):
        stretch.figures.setdefault(index, []).append(piece)
    elif _extend(stretch, piece, index):
        pass
    elif reading.begins and (table is None or table in reading.begins):
        begun = table or min(reading.begins)
        stretch.labels.append(_Label([piece], piece.text, reading, begun, index, index))
    elif parts := _parts(stretch, piece, index, table):
        for part in parts:
            table = _sort(stretch, part, index, table)
    else:
        stretch.others.setdefault(index, []).append(piece)
    return table


def _parts(stretch: _Stretch, piece: Piece, index: int, table: str | None) -> list[Piece]:
    """The labels, numbers or parts of labels that single blanks part in a piece; none if it is one thing."""
    spans = words_of_row(piece.text)
    if spans is not None:
        return [_part(piece, start, end) for start, end in spans]
    words = [_part(piece, *match.span()) for match in re.finditer(r"\S+", piece.text)]
    known = len(words) > 1 and table is not None and all(_belongs(stretch, word, table, index) for word in words)
    return words if known else []


def _belongs(stretch: _Stretch, piece: Piece, table: str, index: int) -> bool:
    """Whether one word of several can be a label or a part of one (结果 结果 其他, set closely)."""
    reading = read_piece(piece.text)
    if table in reading.tables or table in reading.begins:
        return True
    return any(_joined(label, piece) is not None for label in _torn(stretch, index)) or len(piece.text) == 1


def _torn(stretch: _Stretch, index: int) -> list[_Label]:
    return [label for label in stretch.labels if index - label.last <= _REACH and not label.whole]


def _joined(label: _Label, piece: Piece) -> Reading | None:
    reading = read_piece(f"{label.text}\n{piece.text}")
    return reading if label.table in reading.tables or label.table in reading.begins else None


def _extend(stretch: _Stretch, piece: Piece, index: int) -> bool:
    """Join a piece to the torn label that it goes on, the nearest one across the page if it could be several."""
    begins = read_piece(piece.text).begins
    for label in sorted(_torn(stretch, index), key=lambda label: label.distance(piece)):
        if label.last == index and not label.just_before(piece):
            continue
        if label.table in begins and label.distance(piece) > _BELOW:
            continue  # the second line of one heading can be the first of another: 其他 / 结果, 结果 / 维持
        reading = _joined(label, piece)
        if reading is not None:
            label.text, label.reading, label.last = f"{label.text}\n{piece.text}", reading, index
            label.pieces.append(piece)
            return True
    return False


def _part(piece: Piece, start: int, end: int) -> Piece:
    """The piece from one offset to another."""
    column = piece.place.column
    place = piece.place._replace(column=column + start, end_column=column + end)
    return Piece(piece.text[start:end], place, piece.x + start)


def _rows(stretch: _Stretch) -> list[Row]:
    """The rows of a stretch in order of the lines on which they begin."""
    figures = dict(stretch.figures)
    _adopt(stretch)
    found: list[tuple[int, int, Row]] = []
    headings: list[_Label] = []
    full = _full_rows(stretch)
    rows = [label for label in stretch.labels if label.table in label.reading.rows and not _is_heading(label)]
    owner = _owners(rows, figures)
    for label in sorted(stretch.labels, key=lambda label: (label.first, label.middle)):
        if label not in rows:
            headings.append(label)
            continue
        found += _heading_rows(headings)
        headings = []
        line = owner.get(id(label))
        values = tuple(_filled(figures.pop(line), full, line, label.table)) if line is not None else ()
        found.append((label.first, 1, (label.piece(), *values)))
    found += _heading_rows(headings)
    for line, pieces in figures.items():
        others = stretch.others.pop(line, [])
        table = "review" if len(pieces) > 7 else ""
        found.append((line, 2, (*others, *_filled(pieces, full, line, table))))
    for line, pieces in stretch.others.items():
        found += [(line, 3, (piece,)) for piece in pieces]
    return [row for _, _, row in sorted(found, key=lambda entry: entry[:2])]


def _adopt(stretch: _Stretch) -> None:
    """Take words among the headings of columns as a heading too: a column that the form does not have."""
    heads = [label for label in stretch.labels if _is_heading(label) and label.table in _FULL]
    if not heads:
        return
    first, last = min(label.first for label in heads), max(label.last for label in heads)
    left = min(label.pieces[0].x for label in heads)
    for line in [line for line in stretch.others if first <= line <= last]:
        for piece in [piece for piece in stretch.others[line] if piece.x > left]:
            stretch.others[line].remove(piece)
            above = next((one for one in stretch.labels if not one.reading.tables and one.distance(piece) <= 1), None)
            if above is not None and above.last < line:
                above.text, above.last = f"{above.text}\n{piece.text}", line
                above.pieces.append(piece)
            else:
                reading = read_piece(piece.text)
                stretch.labels.append(_Label([piece], piece.text, reading, heads[0].table, line, line))


def _is_heading(label: _Label) -> bool:
    """Whether a label heads a column; one that could also name a row (其他, 总计) does so if it bears no number."""
    reading = label.reading
    if label.table not in reading.headings or reading.label not in _column_headings():
        return False
    return label.table not in reading.rows or not reading.number


def _owners(rows: list[_Label], figures: dict[int, list[Piece]]) -> dict[int, int]:
    """The line of figures that belongs to each row's label: one that the label spans, else a free one next to it."""
    owner: dict[int, int] = {}
    free = set(figures)
    for reach in (0, 1, 2):
        for label in sorted(rows, key=lambda label: -label.pieces[0].x):  # of two on a line, that next to the figures
            if id(label) in owner:
                continue
            lines = [line for line in free if label.first - reach <= line <= label.last + reach]
            if lines:
                owner[id(label)] = min(lines, key=lambda line: abs(2 * line - label.first - label.last))
                free.discard(owner[id(label)])
    return owner


def _heading_rows(headings: list[_Label]) -> list[tuple[int, int, Row]]:
    """Headings in the order in which the form is read: those over several columns first, then column by column."""
    if not headings:
        return []
    if _in_reading_order(headings):
        return [(label.first, 0, (label.piece(),)) for label in headings]
    found: list[tuple[int, int, Row]] = []
    columns: list[_Label] = []
    for label in headings:
        if label.reading.label is None or label.reading.label in _column_headings():
            columns.append(label)
            continue
        if columns and label.table == "disclosure":
            found.append(_heading_row(columns))
            columns = []
        found.append((label.first, 0, (label.piece(),)))
    if columns:
        last = max(found)[0] if found else 0
        line, order, row = _heading_row(columns)
        found.append((max(line, last), order, row))
    return found


def _in_reading_order(headings: list[_Label]) -> bool:
    """Whether headings already stand in the form's order, line by line, as where nothing is set in columns."""
    table = headings[0].table
    words = [label.reading.label for label in headings if label.reading.label in _column_headings()]
    form = [fold(label) for label in edition(EDITIONS[-1]).tables[table].columns.values()]
    if table == "review":
        return words == form * 3
    return words in (form, [form[0], form[-1], *form[1:-1]])


def _heading_row(columns: list[_Label]) -> tuple[int, int, Row]:
    ordered = sorted(columns, key=lambda label: label.middle)
    return min(label.first for label in columns), 0, tuple(label.piece() for label in ordered)


def _full_rows(stretch: _Stretch) -> dict[int, list[Piece]]:
    return {line: pieces for line, pieces in stretch.figures.items() if len(pieces) in _FULL.values()}


def _filled(pieces: list[Piece], full: dict[int, list[Piece]], line: int, table: str) -> list[Piece]:
    """The figures of a row with empty pieces for the blank cells, where the nearest full row shows which they are."""
    wanted = _FULL.get(table)
    models = (other for other, row in full.items() if len(row) == wanted)
    model = min(models, key=lambda other: abs(other - line), default=None)
    if wanted is None or model is None or len(pieces) >= wanted:
        return pieces
    columns = [(piece.x, piece.x + len(piece.text)) for piece in full[model]]
    taken: dict[int, Piece] = {}
    for piece in pieces:
        middle = piece.x + len(piece.text) / 2
        near = sorted(range(wanted), key=lambda i: abs(sum(columns[i]) / 2 - middle))
        distance, second = (abs(sum(columns[i]) / 2 - middle) for i in near[:2])
        if near[0] in taken or distance > 3 or second < 2 * distance:
            return pieces
        taken[near[0]] = piece
    if list(taken) != sorted(taken):
        return pieces
    place = pieces[0].place
    return [
        taken.get(i) or Piece("", place._replace(column=x + 1, end_line=place.line, end_column=x + 1), x)
        for i, (x, _) in enumerate(columns)
    ]
