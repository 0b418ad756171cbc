"""Numerals (编号格式): numbers as Word prints them in the formats that its lists know."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 9999
"""Larger numbers are printed in digits, whatever the format."""


def numeral(number: int, form: str) -> str:
    """A number in one of Word's formats; in digits where it has no such numeral.

    >>> numeral(21, "chineseCountingThousand"), numeral(3, "decimalEnclosedCircle"), numeral(30, "lowerLetter")
    ('二十一', '③', 'dd')
    """
    if form in ("none", "bullet"):
        return ""
    row = _ROWS.get(form, "")
    if 0 < number <= len(row):
        return row[number - 1]
    write = _WRITTEN.get(form)
    return write(number) if write is not None and 0 < number <= _LARGEST else str(number)


def _counted(number: int, digits: str = _DIGITS, units: str = "十百千", zero: str = "零") -> str:
    """As counted in Chinese: 十二, 一百零三."""
    text, gap = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += (zero if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return text


def _counting(number: int) -> str:
    text = _counted(number)
    return text[1:] if text.startswith("一十") else text


def _digits(number: int, zero: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number)).replace("〇", zero)


def _small_counting(number: int) -> str:
    """As counted up to 99, digit by digit above."""
    return _counting(number) if number < 100 else _digits(number, "○")


def _legal(number: int) -> str:
    return _counted(number, _LEGAL_DIGITS, "拾佰仟")


def _letters(number: int) -> str:
    """Letters: a to z, aa to zz, aaa and so on."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _ordinal(number: int) -> str:
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CIRCLES, _PARENTHESES, _FULL_STOPS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_ROWS: dict[str, Sequence[str]] = {
    "decimalEnclosedCircle": _CIRCLES,
    "decimalEnclosedCircleChinese": _CIRCLES,
    "decimalEnclosedParen": _PARENTHESES,
    "decimalEnclosedFullstop": _FULL_STOPS,
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
    "ideographZodiacTraditional": tuple(_STEMS[i % 10] + _BRANCHES[i % 12] for i in range(60)),
}
_WRITTEN: dict[str, Callable[[int], str]] = {
    "chineseCounting": _small_counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _small_counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": lambda number: _digits(number, "〇"),
    "japaneseDigitalTenThousand": lambda number: _digits(number, "〇"),
    "taiwaneseDigital": lambda number: _digits(number, "○"),
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
}
