"""Figures (数据): the counts and percentages of the narrative, with what their wording leaves open."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from gouji.model import Number
from gouji.prose.counting.numerals import CHINESE, number

COUNT = "件项条份宗例起次部个"
"""Measure words (量词) that reports use for one another: 3件, 3项 and 3宗 requests are the same."""

_SCALES = {"百": 2, "千": 3, "万": 4, "亿": 8}
_UNITS = frozenset(f"{COUNT}期场人户元篇册家名块批页%")
_LONGER = {"件": ("件次",), "人": ("人次",), "场": ("场次",), "个": ("个百分点",)}
_NUMBER = rf"[0-9][0-9,.]*|[{CHINESE}]+"
_GREAT = frozenset("百千万亿余多几")
"""What may follow the digits of a number."""
_WRITTEN = frozenset(CHINESE) | _GREAT
_LONGEST = 24
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_BEFORE = ("不足", "不到", "将近", "接近", "近", "超过", "超", "逾", "多达", "大约", "约")
_AFTER = ("以上", "以下", "左右", "上下")
_AT_LEAST = {"超过", "超", "逾", "多达", "余", "多", "几", "以上"}
_AT_MOST = {"不足", "不到", "将近", "接近", "近", "以下"}
_ABOUT = {"约", "大约", "左右", "上下"}


class Figure(NamedTuple):
    """A number of things in the narrative (数据), such as 近60条.

    text: as printed, with its measure word. value: what it says. low, high: the numbers that it may stand for, both
    included; None: without end. unit: the measure word, ``%`` for a percentage. start, end: where it stands in its
    passage.
    """

    text: str
    value: Number
    low: Number | None
    high: Number | None
    unit: str
    start: int
    end: int

    @property
    def exact(self) -> bool:
        """Whether it stands for one number only."""
        return self.low == self.high == self.value

    def admits(self, number: Number) -> bool:
        """Whether it may stand for a number: 近60条 for 58, 1.4万项 for 13,962."""
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)


def figures(text: str) -> Iterator[Figure]:
    """The figures in a text in half width, in order; what only looks like one (第6版, 2023年) is left out.

    >>> [(f.text, f.value, f.low, f.high) for f in figures("近60条、2000余块、十二部、1,204件")]
    [('近60条', 60, None, 60), ('2000余块', 2000, 2000, None), ('十二部', 12, 12, 12), ('1,204件', 1204, 1204, 1204)]
    >>> [(f.text, f.low, f.high) for f in figures("1.36万项,第6次")]
    [('1.36万项', Decimal('1.355E+4'), Decimal('1.365E+4'))]
    """
    taken = 0
    for match in re.finditer(_NUMBER, text):
        start, end = match.span()
        if start < taken:
            continue
        if text[end : end + 1] in _GREAT:
            end = taken = _end(text, end)
        unit = text[end : end + 1]
        if unit not in _UNITS or end - start > _LONGEST or (start and text[start - 1] in "第."):
            continue
        unit = next((word for word in _LONGER.get(unit, ()) if text.startswith(word, end)), unit)
        figure = _figure(text, start, end, unit)
        if figure is not None:
            yield figure


def _end(text: str, end: int) -> int:
    """Where a number ends whose digits 万, 余 or the like follow: 3万余册, 一万两千件."""
    while text[end : end + 1] in _WRITTEN:
        end += 1
    return end


def _figure(text: str, start: int, end: int, unit: str) -> Figure | None:
    """The figure whose number stands at these offsets, before its measure word; None if it is no number."""
    written = text[start:end]
    stop = end + len(unit)
    before = next((word for word in _BEFORE if text.endswith(word, 0, start)), "")
    after = next((word for word in _AFTER if text.startswith(word, stop)), "")
    if written.isdecimal() and not before and not after:
        count = int(written)
        return Figure(text[start:stop], count, count, count, unit, start, stop)
    digits, more, exponent = _parted(written)
    value = number(digits)
    if value is None or ("," in digits and not re.fullmatch(_GROUPED, digits)) or (written, unit) == ("零", "件"):
        return None  # 2023,35件 is two numbers, and 零件 are spare parts
    low: Number | None = value
    high: Number | None = value
    if exponent:
        value, low, high = _scaled(value, exponent)
    words = {before, more, after} - {""}
    if words & _ABOUT:
        low = high = None
    elif words & _AT_LEAST:
        low, high = value, None
    elif words & _AT_MOST:
        low, high = None, value
    start, stop = start - len(before), stop + len(after)
    return Figure(text[start:stop], value, low, high, unit, start, stop)


def _parted(written: str) -> tuple[str, str, int]:
    """The digits of a number, 余 or the like behind them, and the power of ten that its 万 or 亿 stand for."""
    more, exponent = "", 0
    while len(written) > 1 and (written[-1] in "万亿余多几" or (written[0].isascii() and written[-1] in "百千")):
        if written[-1] in _SCALES:
            exponent += _SCALES[written[-1]]
        else:
            more = written[-1]
        written = written[:-1]
    return written, more, exponent


def _scaled(value: Number, exponent: int) -> tuple[Number, Number, Number]:
    """The value in a greater unit, and what it may have been rounded from."""
    exact = Decimal(value)
    places = exact.as_tuple().exponent
    assert isinstance(places, int)
    half = Decimal(5).scaleb(places - 1)
    least, most = (exact - half).scaleb(exponent), (exact + half).scaleb(exponent)
    return int(exact.scaleb(exponent)) if places + exponent >= 0 else exact.scaleb(exponent), least, most
