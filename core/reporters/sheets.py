"""Workbooks (工作簿): nothing in them is a formula, or a link but to a report; equal contents give equal bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gouji.finding import Severity
from gouji.i18n import _
from gouji.reporters.columns import width

_MADE = datetime(2000, 1, 1)  # not today: the same report gives the same file
_OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_MOST_DIGITS = 15
"""Excel keeps no more digits of a number."""
_LONGEST = 32767
"""Excel keeps no more characters of a cell, nor does xlsxwriter write a text with more of them."""

_COLORS = {Severity.ERROR: "#F8CBAD", Severity.WARNING: "#FFE699", Severity.INFO: "#DDEBF7"}
_A4 = 9
"""The number that Excel has for this size of paper."""
_MARGIN = 0.4
"""On either side of the paper, in inches."""
_LINE = 16
"""The height of a line of text, in points."""
_HIGHEST = 400
"""How high Excel lets a row be, nearly."""
_ROWS = 1 << 20
"""How many rows Excel lets a sheet have."""
_LINKS = 65_530
"""How many links Excel lets a sheet have."""

Row = Sequence[str | int | Decimal | None]


def made(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """The workbook that ``fill`` fills, as a file."""
    data = BytesIO()
    _fill(data, fill, {"in_memory": True})
    return data.getvalue()


def make(stream: IO[bytes], fill: Callable[[xlsxwriter.Workbook], None]) -> None:
    """Write the workbook that ``fill`` fills; each row must come after the one above it, for none is kept in memory."""
    _fill(stream, fill, {"constant_memory": True})


def _fill(stream: IO[bytes], fill: Callable[[xlsxwriter.Workbook], None], options: dict[str, bool]) -> None:
    with xlsxwriter.Workbook(stream, options | _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        fill(book)


class Styles:
    """How the cells of a workbook look (单元格样式)."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        shape = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.heading: Format = book.add_format({**shape, "bold": True, "bg_color": "#D9E1F2"})
        self.plain: Format = book.add_format(shape)
        self.link: Format = book.add_format({**shape, "font_color": "#0563C1", "underline": 1})
        self.severities: dict[Severity, Format] = {
            severity: book.add_format({**shape, "bg_color": color, "bold": severity is Severity.ERROR})
            for severity, color in _COLORS.items()
        }


class Sheet:
    """A list with its head (表): to be filtered and scrolled on a screen, and printed on A4 across.

    One with more rows than Excel has goes on in another sheet. parts: how many sheets it is. rows: how many it has.
    """

    def __init__(
        self, book: xlsxwriter.Workbook, name: str, columns: Mapping[str, int], styles: Styles, most: int | None = None
    ) -> None:
        """columns: their headings and widths. most: how many rows a sheet may have, if fewer than Excel takes."""
        self._book, self._name, self._columns, self._styles, self._most = book, name, columns, styles, most or _ROWS
        self._widths = tuple(columns.values())
        self.parts = self.rows = 0
        self._begin()

    def _begin(self) -> None:
        self.parts += 1
        self._sheet: Worksheet = self._book.add_worksheet(
            self._name if self.parts == 1 else _("{name} 续{number}").format(name=self._name, number=self.parts - 1)
        )
        self._last = self._links = 0
        for x, (heading, room) in enumerate(self._columns.items()):
            self._sheet.set_column(x, x, room)
            put(self._sheet, 0, x, _(heading), self._styles.heading)

    def add(self, row: Row, styled: Mapping[int, Format] | None = None, links: Mapping[int, str] | None = None) -> None:
        """Write the next row; ``styled`` says how certain of its cells look, ``links`` what they lead to."""
        if self._last + 1 >= self._most:
            self.finish()
            self._begin()
        self._last += 1
        self.rows += 1
        # Not every program makes a row as high as its texts need.
        lines = max(ceil(width(str(value)) / (room - 2)) for value, room in zip(row, self._widths, strict=True))
        self._sheet.set_row(self._last, min(_LINE * max(lines, 1), _HIGHEST))
        for x, value in enumerate(row):
            if links and links.get(x) and self._links < _LINKS:
                self._links += 1
                self._sheet.write_url(self._last, x, links[x], self._styles.link, str(value))
            else:
                put(self._sheet, self._last, x, value, (styled or {}).get(x, self._styles.plain))

    def finish(self) -> None:
        """Set up what depends on how long the list has become."""
        self._sheet.autofilter(0, 0, self._last, len(self._widths) - 1)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=_MARGIN, right=_MARGIN)
        self._sheet.repeat_rows(0)
        self._sheet.set_footer("&C&P / &N")


def put(sheet: Worksheet, y: int, x: int, value: Any, style: Format | None = None) -> None:
    """Write a value: a number as one if Excel can hold all its digits, else as text; nothing is a formula."""
    if isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) <= _MOST_DIGITS:
        sheet.write_number(y, x, value, style)
    elif value is None or value == "":
        sheet.write_blank(y, x, None, style)
    else:
        text = str(value)
        sheet.write_string(y, x, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…", style)
