"""Dates (日期) and statistics periods (统计期限) of the narrative, in whatever form they are written."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from gouji import grammars
from gouji.document import Place
from gouji.model import Report, reading
from gouji.prose.counting.numerals import number
from gouji.prose.passages import Passage, passages

_ARABIC = (
    r"(?:[0-9]{4}年(?:[0-9]{1,2}\D)?)?[0-9]{1,3}月(?:[0-9]{1,3}日|[0-9]{1,3}号)?"
    r"|[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?:(?:-|~|——|—|至|到)[0-9]{1,2}[-/.][0-9]{1,2}(?![0-9]|[-/.][0-9]))?"
)
_MIXED = (
    "(?:[0-9〇零○一二三四五六七八九]{4}年)?[0-9一二三四五六七八九十]{1,3}月(?:[0-9一二三四五六七八九十]{1,3}[日号])?"
)
"""Dates with Chinese numerals; to compile it takes too long for the many reports that have none."""
_CHINESE_MONTHS = tuple(f"{numeral}月" for numeral in "一二三四五六七八九十")
_SIGNED_YEAR = r"[0-9]{4}[-/.][0-9]"
_SAME_YEAR = ("当年", "同年", "本年")
_LINKS = frozenset(
    f"{begin}{comma}{to}"
    for begin in ("", "起", "始", "起始", "开始")
    for comma in ("", ",")
    for to in ("至", "到", "截至", "~", "-", "--", "—", "——", "–", "―")
)
_CLOCK = r"(?:[01][0-9]|2[0-3]|[0-9]):[0-9]"
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NUMERALS = frozenset("0123456789〇零○一二三四五六七八九十")
_LONGEST_GAP = 8
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_PERIOD_WORDS = tuple(f"统计{word}" for word in ("期限", "时限", "周期", "时间", "时段", "区间", "范围", "期间", "期"))
_MORE_PERIOD_WORDS = (
    "统计数?据?的?起?止?(?:期|时限|周期|时间|时段|区间|范围|年度)|(?:数据|指标|报告)[^,]{0,8}(?:期限|时限|周期|起止|时间|区间)"
    "|报告期|起止时间|起止日期"
)
"""What introduces a statistics period (统计期限)."""
_LOOSER_WORDS = ("数据", "统计", "报告", "情况汇总")
_FARTHEST_WORDS = 120
_OTHER_STATISTICS = ("据统计", "据不完全统计", "经统计", "不完全统计", "据初步统计")


_WHOLE_YEAR = r"统计(?:期限|时限|周期|时间段?|期间)(?:范围)?(?:为|是|:)?(20[0-9]{2})年(?:全年|度)?(?=[,。;)])"


class Date(NamedTuple):
    """A date as written (日期).

    year: None where it is left out. day: None where only a month is named. possible: whether the calendar has it.
    """

    year: int | None
    month: int
    day: int | None
    text: str
    place: Place
    possible: bool

    @property
    def ordinal(self) -> tuple[int, int, int]:
        """Year, month and day to compare by; what is left out counts as 0."""
        return self.year or 0, self.month, self.day or 0


class Period(NamedTuple):
    """A statistics period (统计期限) with its first and its last day; the last has the first one's year if it has none.

    text, place: the whole stretch, from the first day to the last.
    """

    start: Date
    end: Date
    text: str
    place: Place

    @property
    def year(self) -> int | None:
        """The calendar year that it lies in; None if it lies in two, or names none."""
        return self.start.year if self.start.year == self.end.year else None

    @property
    def whole(self) -> bool:
        """Whether it runs from 1 January to 31 December."""
        first, last = self.start, self.end
        return (first.month, first.day or 1, last.month, last.day or 31) == (1, 1, 12, 31)


class Stretch(NamedTuple):
    """One or two dates that are linked (自…至…), with the passage and the offsets that they stand at in it."""

    dates: tuple[Date, ...]
    passage: Passage
    start: int
    end: int


@reading
def dates(report: Report) -> tuple[Date, ...]:
    """Every date of the narrative that names at least a month and a year, or a month and a day, in document order."""
    return tuple(date for stretch in stretches(report) for date in stretch.dates)


@reading
def periods(report: Report) -> tuple[Period, ...]:
    """The statistics periods that the report states; other stretches of time are none."""
    dated = tuple(_period(stretch) for stretch in stretches(report) if _is_statistics(stretch))
    return dated or tuple(period for passage in passages(report) for period in _whole_years(passage))


@reading
def stretches(report: Report) -> tuple[Stretch, ...]:
    """Every date and every pair of linked dates in the narrative."""
    return tuple(stretch for passage in passages(report) for stretch in _stretches(passage))


def dates_in(text: str) -> Iterator[tuple[int, int, tuple["Parts", ...]]]:
    """Each stretch of a text without blanks in half width that reads as a date or a pair: its offsets, and its dates.

    >>> [(start, end, [date[1:4] for date in found]) for start, end, found in dates_in("自2024年1月1日起至12月31日止")]
    [(1, 18, [(2024, 1, 1), (2024, 12, 31)])]
    """
    if "月" in text or re.search(_SIGNED_YEAR, text):
        held: tuple[int, int] | None = None
        for start, end in _atoms(text):
            if held is not None and _linked(text, held[1], start):
                yield from _read_at(text, held[0], end)
                held = None
                continue
            if held is not None:
                yield from _read_at(text, *held)
            held = start, end
        if held is not None:
            yield from _read_at(text, *held)


Parts = tuple[tuple[int, int], int | None, int, int | None]
"""A date as read: its offsets, year, month and day."""


@lru_cache(maxsize=1024)
def read_dates(text: str) -> tuple[Parts, ...]:
    """The one or two dates that a text consists of; none if it consists of anything else.

    >>> read_dates("二〇二五年一月三十一日")
    (((0, 10), 2025, 1, 31),)
    """
    tree = _tree(text)
    if tree is None:
        return ()
    if tree.data == "months":
        year, first, last = tree.children
        found = [_parts([year, first]), _parts([last])]
    else:
        found = [_parts(each.children) for each in (tree.children if tree.data == "period" else [tree])]
    known = [parts for parts in found if parts is not None]
    return _years_filled_in(known) if len(known) == len(found) else ()


def exists(year: int | None, month: int, day: int | None) -> bool:
    """Whether the calendar has the day, or the month.

    >>> exists(2023, 2, 29), exists(2024, 2, 29), exists(None, 2, 30), exists(2024, 13, None)
    (False, True, False, False)
    """
    if not 1 <= month <= 12:
        return False
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return day is None or 1 <= day <= _DAYS[month - 1] + (month == 2 and leap)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def _atoms(text: str) -> Iterator[tuple[int, int]]:
    """Where something stands that looks like a date."""
    chinese = "月" in text and any(month in text for month in _CHINESE_MONTHS)
    pattern = f"{_MIXED}|{_ARABIC}" if chinese else _ARABIC
    return (match.span() for match in re.finditer(pattern, text))


def _linked(text: str, end: int, start: int) -> bool:
    """Whether what stands between two dates says that the one goes on to the other."""
    gap = text[end:start] if start - end <= _LONGEST_GAP else "。"
    return gap in _LINKS or (gap[-2:] in _SAME_YEAR and gap[:-2] in _LINKS)


def _read_at(text: str, start: int, end: int) -> Iterator[tuple[int, int, tuple["Parts", ...]]]:
    """The one or two dates at a stretch of a text, if it is no part of an address or of a longer number."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if (before.isascii() and (before.isalnum() or before in tuple("-/._="))) or before in tuple("〇零○"):
        return
    longer = after[:1].isdecimal() or (after[:1] in tuple("-/.") and after[1:].isdecimal())
    if longer and not re.match(_CLOCK, text[end : end + 4]):
        return
    found = read_dates(text[start:end])
    # a month alone is no date, and 8月35号 may be the number of something
    if len(found) == 2 or (found and (found[0][1] is not None or text[end - 1] == "日")):
        yield start, end, found


def _tree(text: str) -> Any:
    """Lark's tree of a text; None if the grammar does not accept it.

    The words of the grammar are found here: to make Lark's own lexer takes longer than to read all dates of a report.
    """
    from lark import Token, UnexpectedToken

    parser, words, position = grammars.load("period").parse_interactive(), _words(), 0
    try:
        while position < len(text):
            end = position
            while text[end : end + 1] in _NUMERALS:
                end += 1
            kind = "NUMBER"
            if end == position:
                end = position + (2 if text[position : position + 2] in words else 1)
                kind = words.get(text[position:end], "")
            parser.feed_token(Token(kind, text[position:end], position, end_pos=end))
            position = end
        return parser.feed_eof()
    except UnexpectedToken:
        return None


@cache
def _words() -> dict[str, str]:
    """The terminals of the grammar by their words, numbers excepted."""
    return {
        word.replace("\\", ""): terminal.name
        for terminal in grammars.load("period").terminals
        if terminal.name != "NUMBER"
        for word in terminal.pattern.value.removeprefix("(?:").removesuffix(")").split("|")
    }


def _parts(tokens: list[Any]) -> Parts | None:
    """The date of two or three numerals; a year has four digits, and what else stands first is a month."""
    offsets = tokens[0].start_pos, tokens[-1].end_pos
    year = int(tokens[0].translate(_DIGITS)) if len(tokens[0]) == 4 and "十" not in tokens[0] else None
    values = [number(token.lstrip("〇零○")) for token in (tokens if year is None else tokens[1:])]
    match values:
        case [int(month)]:
            return offsets, year, month, None
        case [int(month), int(day)]:
            return offsets, year, month, day
    return None


def _years_filled_in(found: list[Parts]) -> tuple[Parts, ...]:
    """The dates, the second with the first one's year if it has none."""
    if len(found) == 2 and found[1][1] is None:
        found[1] = (found[1][0], found[0][1], found[1][2], found[1][3])
    return tuple(found)


def _stretches(passage: Passage) -> Iterator[Stretch]:
    for start, end, found in dates_in(passage.plain):
        read = tuple(_date(passage, start, end, parts) for parts in found)
        yield Stretch(read, passage, start, end)


def _date(passage: Passage, start: int, end: int, parts: Parts) -> Date:
    (first, last), year, month, day = parts
    first, last = start + first, start + last
    if last < end and passage.plain[last] in "月日号":  # the numeral's own unit belongs to the date
        last += 1
    text, place = passage.text[first:last], passage.place(first, last)
    return Date(year, month, day, text, place, exists(year, month, day))


# ── statistics periods ───────────────────────────────────────────────────────────────────────────


def _is_statistics(stretch: Stretch) -> bool:
    """Whether two dates bound the figures of the report: what stands before them in the sentence says so."""
    if len(stretch.dates) != 2:
        return False
    plain = stretch.passage.plain
    first = max(stretch.start - _FARTHEST_WORDS, 0)
    begin = max(first, *(plain.rfind(mark, first, stretch.start) + 1 for mark in "。;!?"))
    head = plain[begin : stretch.start]
    if any(word in head.replace("数据统计", "") for word in _OTHER_STATISTICS):
        return False
    if any(word in head for word in _PERIOD_WORDS) or re.search(_MORE_PERIOD_WORDS, head):
        return True
    if stretch.passage.section not in (None, "overview") or not _period(stretch).whole:
        return False
    return any(word in head for word in _LOOSER_WORDS)


def _whole_years(passage: Passage) -> Iterator[Period]:
    """Statistics periods that name a year only: 统计期限为2023年度."""
    for match in re.finditer(_WHOLE_YEAR, passage.plain) if "统计" in passage.plain else ():
        year, text, place = (
            int(match[1]),
            passage.text[match.start(1) : match.end()],
            passage.place(match.start(1), match.end()),
        )
        yield Period(Date(year, 1, 1, text, place, True), Date(year, 12, 31, text, place, True), text, place)


def _period(stretch: Stretch) -> Period:
    start, end = stretch.dates
    text, place = stretch.passage.text[stretch.start : stretch.end], stretch.passage.place(stretch.start, stretch.end)
    return Period(start, end, text, place)
