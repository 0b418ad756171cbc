"""Workbooks (工作簿): nothing in them is a formula or a link, and the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_MADE = datetime(2000, 1, 1)  # not today: the same report gives the same file
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_MOST_DIGITS = 15
"""Excel keeps no more digits of a number."""
_LONGEST = 32767
"""Excel keeps no more characters of a cell, nor does xlsxwriter write a text with more of them."""


def made(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """The workbook that ``fill`` fills, as a file."""
    data = BytesIO()
    with xlsxwriter.Workbook(data, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        fill(book)
    return data.getvalue()


def put(sheet: Worksheet, y: int, x: int, value: Any, style: Format | None = None) -> None:
    """Write a value: a number as one if Excel can hold all its digits, else as text; nothing is a formula."""
    if isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) <= _MOST_DIGITS:
        sheet.write_number(y, x, value, style)
    elif value is None or value == "":
        sheet.write_blank(y, x, None, style)
    else:
        text = str(value)
        sheet.write_string(y, x, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…", style)
