"""Reading a cell (单元格): the exact number that is printed in it, or that there is none."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gouji.model import CellKind, Number
from gouji.parsing.folding import fold

PLACEHOLDERS = frozenset(
    {"", "/", "//", "-", "--", "---", "----", "无", "空", "暂无", "待补", "待定", "待填", "n/a", "na"}
)
"""What people write into a cell that they leave unfilled (占位符), folded."""

_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加?|减少?)?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?(?P<unit>[^\d()]{0,2})(?:\([^()]*\))?"
)
_UNITS = frozenset({"", "亿元", "万元", "元", "亿", "万", "%", "件次", *"件条项份个宗次起例户家部"})
_COUNT_WORDS = (
    r"[约近超]?[\d.+%〇零一二两三四五六七八九十百千万亿若干余多数几-]+(?:元|万元|[件条项份个宗次起例户家部])?[余多]?"
)


# Looking a member up in its enum takes far longer than comparing it.
NUMBER, BLANK, WORDS, MISSING = CellKind


class Content(NamedTuple):
    """What a cell holds: its kind and the grammar's terminal for that, a number's value and the unit behind it."""

    kind: CellKind
    terminal: str
    value: Number | None = None
    unit: str = ""


_BLANK = Content(BLANK, "BLANK")
_WORDS = Content(WORDS, "WORDS")


@lru_cache(maxsize=8192)
def read_cell(text: str) -> Content:
    """The content of a cell with this text. A note in brackets behind a number (22（其中修订16件）) is not part of it.

    >>> read_cell("２,787").value, read_cell("-140").value, read_cell("22（其中修订16件）").value
    (2787, -140, 22)
    >>> read_cell("127.47万元")
    Content(kind=<CellKind.NUMBER: 'number'>, terminal='NUMBER', value=Decimal('127.47'), unit='万元')
    >>> read_cell("—").kind, read_cell("若干").kind
    (<CellKind.BLANK: 'blank'>, <CellKind.WORDS: 'words'>)
    """
    folded = fold(text)
    if folded.isascii() and folded.isdigit():
        return Content(NUMBER, "NUMBER", int(folded)) if len(folded) < 19 else _WORDS
    if folded.lower() in PLACEHOLDERS:
        return _BLANK
    match = _NUMBER.fullmatch(folded)
    if match is None or match["unit"] not in _UNITS or len(folded) > 60:
        return _WORDS
    whole, fraction = match["whole"].replace(",", ""), match["fraction"] or ""
    value: Number = Decimal(whole + fraction) if fraction else int(whole)
    if match["sign"] in ("-", "减", "减少"):
        value = -value
    return Content(NUMBER, "NUMBER", value, match["unit"])


def is_count_like(text: str) -> bool:
    """Whether words without a cell around them can only be meant as a number (若干, 约20件)."""
    return len(text) <= 16 and re.fullmatch(_COUNT_WORDS, fold(text)) is not None
