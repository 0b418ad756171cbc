"""The year that a report is on (报告年度): what its parts say, and which of them speaks of another year."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gouji.model import Report, reading
from gouji.prose.dating.dates import periods
from gouji.prose.dating.signing import published, signed
from gouji.prose.passages import Passage, half_width, passages

_YEAR = "20[0-9]{2}年"
_OWNERS = "我本全"
_OWNED = "局委办厅市区县镇乡省州旗街中单机"
_PLACES = "市区县省州旗镇乡"
_RECORD = ("共", "累计", "全年", "主动公开", "收到", "新收", "受理", "依申请", "政府信息公开")
_ANNOUNCEMENTS = ("现将", "现就", "现公布", "现发布", "现向社会", "编制")
_REPORT = ("年度报告", "年报", "工作报告", "情况")
# what a report tells of the year before on purpose: how the agency came about, and honours that are given a year later
_HISTORY = (
    "今年",
    "本年",
    "年报",
    "年度报告",
    "成立",
    "组建",
    "挂牌",
    "机构改革",
    "施行",
    "评估",
    "排名",
    "位列",
    "荣获",
    "获得",
    "获评",
    "被评",
    "表彰",
    "通报",
)
_FEES = ("未收取", "没有收取", "收取", "未产生", "未发生", "无")
"""How a sentence on 信息处理费 goes on."""
_PLANS = ("将", "拟", "计划", "打算", "继续", "下一步")
_BEGINNING = 30
_LONGEST_ITEM = 26
_LONGEST_ANNOUNCEMENT = 36
_LONGEST_SENTENCE = 400


class OwnYear(NamedTuple):
    """A place where the narrative speaks of a year as the one that it reports on (正文所称的报告年度).

    start, end: the offsets of the year in the passage. first: whether section 一 begins with it. sentence: the rest.
    announced: whether it names the report itself (现将…2023年政府信息公开工作年度报告…).
    """

    year: int
    passage: Passage
    start: int
    end: int
    first: bool
    sentence: str
    announced: bool = False


@reading
def settled(report: Report) -> tuple[int | None, str]:
    """The year that a report is on (报告年度), and what says otherwise: ``title``, ``period``, ``signature``, "".

    It is the year that title, statistics period, signature and the first words of section 一 agree on.

    A signature speaks for the year before it. Where title and period differ, what the others say decides, and without
    them the title; where the title stands alone against signature and text, these do.
    """
    title = report.title.year if report.title else None
    period = next((found.year for found in periods(report) if found.year is not None), None)
    signing, others = _others(report)
    year = report.year
    if title is not None and period is not None and title != period:
        return (period, "title") if others.count(period) > others.count(title) else (title, "period")
    if title is not None and period is None and len(others) == 2 and others[0] == others[1] != title:
        return others[0], "title"
    if year is not None and signing is not None and signing > year:
        return year, "signature"
    return year, ""


@reading
def own_years(report: Report) -> tuple[OwnYear, ...]:
    """Where the narrative speaks of a year as its own, in document order: at the beginning of a sentence."""
    agency, found, opens = half_width(report.agency or ""), list[OwnYear](), True
    for passage in passages(report):
        found += _own_years(passage, agency, opens and passage.section == "overview")
        opens = opens and not (passage.section == "overview" and "。" in passage.text)
    return tuple(found)


def leftovers(report: Report) -> Iterator[OwnYear]:
    """Where the narrative speaks of another year than the settled one as its own: a leftover of last year's text.

    Plans for the year after, comparisons, and what a paragraph tells of both years are none.
    """
    year, _ = settled(report)
    for own in own_years(report):
        if year is not None and own.year != year and _is_leftover(own, year):
            yield own


def _others(report: Report) -> tuple[int | None, list[int]]:
    """The year that the signature speaks for, and those that signature (or page) and section 一 speak for."""
    date = signed(report)
    signing = date.year - 1 if date is not None and date.year is not None else None
    posted = published(report) if signing is None else None
    opening = next((own.year for own in own_years(report) if own.first), None)
    votes = [signing, posted.year - 1 if posted is not None and posted.year is not None else None, opening]
    return signing, [vote for vote in votes if vote is not None]


def _own_years(passage: Passage, agency: str, opens: bool) -> Iterator[OwnYear]:
    plain = passage.plain
    for match in re.finditer(_YEAR, plain) if "20" in plain else ():
        start, end = match.span()
        year = int(plain[start : end - 1])
        if passage.section in (None, "overview") and _announces(plain, start, end):
            yield OwnYear(year, passage, start, end, False, "", announced=True)
        elif start == 0 or plain[start - 1] in "。!?" or _follows_item(plain, start):
            stop = plain.find("。", end, end + _LONGEST_SENTENCE)
            sentence = plain[end : stop if stop >= 0 else end + _LONGEST_SENTENCE]
            rest = sentence.removeprefix("度").removeprefix("全年").removeprefix("以来").removeprefix("来")
            first, told = opens and start == 0, rest.removeprefix(",")
            records = rest.startswith(",") and (first or told.startswith(_RECORD))
            charged = "信息处理费" in told and told.startswith(_FEES)
            if records or charged or _is_own(told, agency):
                yield OwnYear(year, passage, start, end, first, sentence)


def _announces(plain: str, start: int, end: int) -> bool:
    """Whether a sentence announces the report itself with its year: 现将2023年度政府信息公开工作情况报告如下."""
    after = plain[end : end + 24].removeprefix("度").removeprefix("的")
    if not (after.startswith("政府信息公开") and any(word in after[6:16] for word in _REPORT)):
        return False
    head = plain[max(start - _LONGEST_ANNOUNCEMENT, 0) : start]
    head = head[max(head.rfind(mark) for mark in "。;") + 1 :]
    word = next((word for word in _ANNOUNCEMENTS if word in head), None)
    said = head.rpartition(word)[2] if word else "关于"
    return "关于" not in said and "《" not in said[1:] and "》" not in said


def _follows_item(plain: str, start: int) -> bool:
    """Whether the year stands behind a heading that runs into its paragraph: （一）主动公开情况。2023年…"""
    head = plain[:start] if start <= _LONGEST_ITEM else ""
    return head[-1:] in tuple("。:)、") and head[:1] in tuple("(一二三四五六七八九十123456789") and "," not in head


def _is_own(told: str, agency: str) -> bool:
    """Whether a sentence begins with the agency itself: 我局, 全县, 区政府, its name."""
    own = told[:1] in tuple(_OWNERS) and told[1:2] in tuple(_OWNED)
    return own or (told[1:3] == "政府" and told[0] in _PLACES) or (bool(agency) and told.startswith(agency))


def _is_leftover(own: OwnYear, year: int) -> bool:
    if own.announced:
        return True
    if own.year > year:
        return own.first and own.year == year + 1 and not any(word in own.sentence[:_BEGINNING] for word in _PLANS)
    if own.sentence.startswith(("以来", "来")) and not (own.first and own.year == year - 1):
        return False
    if not own.first and own.year != year - 1:
        return False
    if not own.first and any(word in own.sentence for word in _HISTORY):
        return False
    told, this_year = _years_told(own.passage.plain)
    return year not in told and not this_year


@lru_cache(16)
def _years_told(plain: str) -> tuple[frozenset[int], bool]:
    """The years with which clauses of a passage begin, and whether it speaks of 今年; titles are left out."""
    bare = re.sub("《[^《》]*》", "", plain)
    return frozenset(map(int, re.findall("(?:^|[。;,:])(20[0-9]{2})年", bare))), "今年" in bare
