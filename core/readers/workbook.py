"""Workbooks (工作簿): the sheets that whoever opens the file can see, tables and the text between them.

Rows with several cells are a table, and with them the shorter ones with a single cell between them; any other row with
one filled cell is a paragraph. A hidden sheet is left out, and a sheet's name is no text of the report. Numbers have
the digits that the cell holds, not those that its format shows: what shows as 97% is 0.97.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from gouji.document import Document, Piece
from gouji.i18n import _
from gouji.readers import Unreadable
from gouji.readers.archive import damaged, encrypted, too_large
from gouji.readers.draft import Draft, Origin
from gouji.readers.limits import limits
from gouji.readers.sheets import Cell, Survey, survey

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_LONGEST_CELL = 60
"""A row's only text is a paragraph if it is longer than this, even in the middle of a table."""
_MOST_EMPTY_LINES = 2
_PLACE = 64
"""What a place between filled cells takes up in memory, in bytes: the library keeps them all."""
_FIGURE = r"[-+]?\d[\d,.]*"
_NEAR = 40
"""So many rows above and below one are looked at to tell how wide the table is."""
_LINE = 512
"""What a cell counts against the limit of unpacked bytes: about what it takes up until the report has been read."""
_MOST_COVERED = 1 << 20
_DIGITS = ".15g"
"""The digits that spreadsheets keep of a number; what a sum leaves behind them shows nowhere."""
_PLAIN_NAME = r"[^\W\d][\w.]*"
_LIKE_AN_ADDRESS = r"(?i)[a-z]{1,3}\d+|r\d*c?\d*|c\d*|true|false"


class Sheet(NamedTuple):
    """A sheet (工作表): the texts of its filled cells, and the merged cells.

    merged: the last place of each merged cell by its first. covered: all further places that they take up.
    """

    name: str
    texts: dict[Cell, str]
    merged: dict[Cell, Cell]
    covered: frozenset[Cell]


class _Row(NamedTuple):
    """A row with text in it: its number from 0, and the columns of its filled cells."""

    number: int
    filled: tuple[int, ...]


def read(data: bytes) -> Document:
    """The document in a workbook. Raises Unreadable for what is damaged, encrypted or too large."""
    known = survey(data)
    for name, each in known.sheets.items():
        _check_reach(name, each)
    draft = Draft()
    filled = False
    for sheet in _sheets(data, known.sheets):
        filled = filled or bool(sheet.texts)
        _Writer(sheet, draft).write()
    if known.pictured and not filled:
        draft.picture(Origin(1))
    return draft.document()


# ── what stands in the cells ─────────────────────────────────────────────────────────────────────


def _sheets(data: bytes, surveys: dict[str, Survey]) -> Iterator[Sheet]:
    """The visible sheets, one after the other."""
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = _book(data)
        for sheet in book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                yield _sheet(book.get_sheet_by_name(sheet.name), surveys.get(sheet.name) or Survey())
    except PasswordError as error:
        raise encrypted() from error
    except (CalamineError, ValueError, OSError) as error:
        raise damaged() from error


def _book(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(BytesIO(data))


def _check_reach(name: str, known: Survey) -> None:
    """Raise Unreadable if the filled cells lie so far apart that what is between them does not fit into memory."""
    if known.places * _PLACE > limits().memory:
        message = _("工作表“{name}”的内容延伸到 {cell}，超过内存上限：请删除远处多余的内容后另存，再检查")
        raise Unreadable(message.format(name=name, cell=_address(*known.last)))


def _sheet(sheet: CalamineSheet, known: Survey) -> Sheet:
    texts = {}
    row, column = sheet.start or (0, 0)
    for number, values in enumerate(sheet.to_python(), row):
        for at, value in enumerate(values, column):
            if value != "" and (text := _text(value)):
                texts[number, at] = text
    texts |= {place: text for place, text in known.errors.items() if place not in texts}
    if len(texts) * _LINE > limits().unpacked:
        raise too_large()
    merged = {first: last for first, last in (sheet.merged_cell_ranges or known.merged) if first != last}
    return Sheet(sheet.name, texts, merged, frozenset(_covered(merged, texts)))


def _covered(merged: dict[Cell, Cell], texts: dict[Cell, str]) -> Iterator[Cell]:
    """The places that merged cells cover, but for the first of each, as far down and to the right as there is text.

    Raises Unreadable if that is more than anybody merges, as when they cover each other many times over.
    """
    bottom, right = max((row for row, _at in texts), default=0), max((at for _row, at in texts), default=0)
    left_to_do = _MOST_COVERED
    for (top, left), (last_row, last_column) in merged.items():
        for row in range(top, min(last_row, bottom) + 1):
            for column in range(left, min(last_column, right) + 1):
                if (row, column) != (top, left):
                    left_to_do -= 1
                    if left_to_do < 0:
                        raise damaged()
                    yield row, column


def _text(value: object) -> str:
    """A cell's value as text, blanks and empty lines around it left out.

    >>> [_text(value) for value in (12.0, 127.47, 0.1 + 0.2, 1e20, True, date(2024, 1, 18))]
    ['12', '127.47', '0.3', '100000000000000000000', 'TRUE', '2024年1月18日']
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{Decimal(format(value, _DIGITS)):f}" if abs(value) < 1e300 else repr(value)
    if isinstance(value, datetime):
        time = "" if value.time() == value.min.time() else f" {value.time().isoformat()}"
        return _text(value.date()) + time
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip("\n \t\xa0\u3000")


# ── what it is ───────────────────────────────────────────────────────────────────────────────────


class _Writer:
    """Writes one sheet into a draft, table by table and paragraph by paragraph."""

    def __init__(self, sheet: Sheet, draft: Draft) -> None:
        self._sheet = sheet
        self._draft = draft
        self._name = _quoted(sheet.name)
        self._columns = sorted({at for _row, at in sheet.texts} | {at for _row, at in sheet.merged})
        """The columns that something stands in; the others are blank from top to bottom."""
        self._spanned = {row for row, _at in sheet.covered}
        """The rows that are no gap in a table, though nothing begins in them."""

    def write(self) -> None:
        """Go through the rows that have text; what is empty between them is left out where it is long."""
        if self._draft.next_line > 1:
            self._draft.paragraph(("", self._origin(0, 0)))
        stretch: list[_Row] = []
        for row in self._rows():
            empty = range(stretch[-1].number + 1 if stretch else row.number, row.number)
            if not all(number in self._spanned for number in empty):
                self._stretch(stretch)
                for number in empty[:_MOST_EMPTY_LINES]:
                    self._draft.paragraph(("", self._origin(number, 0)))
                stretch = []
            stretch.append(row)
        self._stretch(stretch)

    def _rows(self) -> Iterator[_Row]:
        """The rows with text that shows: what a merged cell covers does not."""
        rows: dict[int, list[int]] = {}
        for row, column in self._sheet.texts:
            if (row, column) not in self._sheet.covered:
                rows.setdefault(row, []).append(column)
        for number in sorted(rows):
            yield _Row(number, tuple(sorted(rows[number])))

    def _stretch(self, rows: list[_Row]) -> None:
        """Rows without an empty one between them: tables, and the paragraphs before, between and after."""
        table: list[_Row] = []
        for row in rows:
            if self._is_prose(row) or (not table and len(row.filled) == 1):
                self._table(table)
                table = []
                self._paragraph(row)
            else:
                table.append(row)
        self._table(table)

    def _is_prose(self, row: _Row) -> bool:
        if len(row.filled) > 1:
            return False
        text = self._sheet.texts[row.number, row.filled[0]]
        return len(text) > _LONGEST_CELL or "。" in text

    def _paragraph(self, row: _Row) -> None:
        """A row's only text, a paragraph for each of its lines."""
        (column,) = row.filled
        for line in self._sheet.texts[row.number, column].split("\n"):
            self._draft.paragraph((line, self._origin(row.number, column)))

    def _table(self, rows: list[_Row]) -> None:
        """Rows of a table, and an empty one where they end: figures may be missing from a whole row, the last."""
        if not rows:
            return
        reaches = self._reaches(rows)
        grid = [self._pieces(row.number, reach) for row, reach in zip(rows, reaches, strict=True)]
        last = rows[-1].number + 1
        blank = [column for column in self._own(last, reaches[-1]) if (last, column) not in self._sheet.texts]
        if len(blank) > 1:
            grid.append([self._draft.piece("", column, self._origin(last, column)) for column in blank])
        self._draft.grid(grid)

    def _reaches(self, rows: list[_Row]) -> list[tuple[int, int]]:
        """The first and the last column of each row's table.

        A row with one filled cell may be a label whose figures are all blank, so it has the width of its neighbours;
        it may as well be a heading between two tables, so these need not be equally wide.
        """
        reaches: list[tuple[int, int]] = []
        for together, group in groupby(rows, key=lambda row: len(row.filled) > 1):
            own = [self._reach(row) for row in group]
            reaches += [_around(own)] * len(own) if together else own
        reaches = [
            reach if self._has_figures(row) else _widened(reaches, index)
            for index, (row, reach) in enumerate(zip(rows, reaches, strict=True))
        ]
        wide = list(reaches)
        for index, row in enumerate(rows):
            if len(row.filled) == 1:
                wide[index] = _around([each for each in self._next_to(rows, reaches, index) if each])
        return wide

    def _has_figures(self, row: _Row) -> bool:
        """Whether a cell of the row holds a number."""
        return any(re.fullmatch(_FIGURE, self._sheet.texts[row.number, column]) for column in row.filled)

    def _next_to(self, rows: list[_Row], reaches: list[tuple[int, int]], index: int) -> list[tuple[int, int]]:
        """The reaches of a row and of the nearest rows above and below it with several cells."""
        near = [reaches[index]]
        for others in (range(index - 1, -1, -1), range(index + 1, len(rows))):
            near += [reaches[other] for other in others if len(rows[other].filled) > 1][:1]
        return near

    def _reach(self, row: _Row) -> tuple[int, int]:
        """The first and the last column that the filled cells of a row take up."""
        ends = (self._sheet.merged.get((row.number, column), (0, column))[1] for column in row.filled)
        return row.filled[0], max(ends)

    def _own(self, row: int, reach: tuple[int, int]) -> list[int]:
        """The columns of the cells that begin in a row."""
        first, last = reach
        columns = (column for column in self._columns if first <= column <= last)
        return [column for column in columns if (row, column) not in self._sheet.covered]

    def _pieces(self, row: int, reach: tuple[int, int]) -> list[Piece]:
        texts = self._sheet.texts
        return [
            self._draft.piece(texts.get((row, column), ""), column, self._origin(row, column))
            for column in self._own(row, reach)
        ]

    def _origin(self, row: int, column: int) -> Origin:
        return Origin(row + 1, cell=f"{self._name}!{_address(row, column)}")


def _widened(reaches: list[tuple[int, int]], index: int) -> tuple[int, int]:
    """The reach of a row, as far as the rows about it go if those above and below end alike: its figures are blank."""
    own = reaches[index]
    above = next((each for each in reversed(reaches[max(index - _NEAR, 0) : index]) if each[1] > own[1]), own)
    below = next((each for each in reaches[index + 1 : index + 1 + _NEAR] if each[1] > own[1]), own)
    return _around([own, above]) if above[1] == below[1] else own


def _around(reaches: list[tuple[int, int]]) -> tuple[int, int]:
    """From the first of all columns to the last."""
    return min(first for first, _last in reaches), max(last for _first, last in reaches)


def _address(row: int, column: int) -> str:
    """A cell's address as spreadsheets write it.

    >>> _address(4, 2), _address(0, 26)
    ('C5', 'AA1')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _quoted(name: str) -> str:
    """A sheet's name as it stands before an address: in quotation marks unless it could be nothing else.

    >>> _quoted("表三"), _quoted("2024 年"), _quoted("B4")
    ('表三', "'2024 年'", "'B4'")
    """
    if re.fullmatch(_PLAIN_NAME, name) and not re.fullmatch(_LIKE_AN_ADDRESS, name):
        return name
    return "'" + name.replace("'", "''") + "'"
