"""CSV (表格文本): the list of findings for Excel, WPS and whatever else opens tables."""

from __future__ import annotations

import csv
import re
from io import StringIO

from gouji.i18n import _
from gouji.outcome import Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.listing import HEADINGS, entries

_FORMULA = re.compile(r"[=@＝＠]|[+＋－-](?![\d.]*$)")
"""What a spreadsheet would compute, and so must not stand at the beginning of a cell; a number with a sign may."""


def write(outcome: Outcome, options: ReportOptions) -> bytes:
    """The list with its headings, in UTF-8 with the mark by which Excel knows it; lines end as RFC 4180 says."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(map(_, HEADINGS))
    for _severity, entry in entries(outcome):
        writer.writerow("" if value is None else defused(str(value)) for value in entry)
    return text.getvalue().encode("utf-8-sig")


def defused(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: with ``'`` before it, as people type it there too.

    >>> defused("=HYPERLINK(1)"), defused("-1"), defused("一、")
    ("'=HYPERLINK(1)", '-1', '一、')
    """
    return f"'{text}" if _FORMULA.match(text) else text
