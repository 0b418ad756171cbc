"""Numerals (数字): numbers in Arabic or Chinese digits, with their exact values."""

from decimal import Decimal

from gouji.model import Number

_DIGITS = {"〇": 0, "○": 0, "零": 0} | {digit: value for value, digit in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_UNITS = (("千", 1000), ("百", 100), ("十", 10))

CHINESE = "〇○零一二两三四五六七八九十百千"
"""What a Chinese numeral below 10,000 is written with."""


def number(text: str) -> Number | None:
    """The exact value of a numeral in Arabic digits, with or without thousands separators, or in Chinese ones.

    None for what is no numeral: ``十百``, ``一二`` (which is a series of digits), an empty text.

    >>> number("3,119"), number("1.36"), number("三百零五"), number("两千零二十"), number("一万二千"), number("百十")
    (3119, Decimal('1.36'), 305, 2020, 12000, None)
    """
    if not text:
        return None
    if text[0].isascii():
        plain = text.replace(",", "")
        return (Decimal(plain) if "." in plain else int(plain)) if plain.replace(".", "", 1).isdecimal() else None
    return _chinese(text)


def _chinese(text: str) -> int | None:
    """The value of a Chinese numeral, the greatest unit first: what stands before it times it, plus what follows."""
    for mark, unit in (("亿", 10**8), ("万", 10**4)):
        before, found, after = text.rpartition(mark)
        if found:
            head, tail = _chinese(before), _rest(after, unit)
            return head * unit + tail if head and tail is not None and tail < unit else None
    return _below_ten_thousand(text)


def _rest(text: str, unit: int) -> int | None:
    """The value of what follows a unit: 五 after 万 is 五千, 零五 is five."""
    if len(text) == 1 and text in _DIGITS:
        return _DIGITS[text] * unit // 10
    return _chinese(text.removeprefix("零")) if text else 0


def _below_ten_thousand(text: str) -> int | None:
    for mark, unit in _UNITS:
        before, found, after = text.partition(mark)
        if found:
            head = _DIGITS.get(before) if before else 1 if unit == 10 else None
            tail = _rest(after, unit)
            return head * unit + tail if head and tail is not None and tail < unit else None
    return _DIGITS.get(text)
