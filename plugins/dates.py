"""时限：统计期限、年度、落款和公布日期互相对得上，按时公布，没有日历上不存在的日子。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from gouji.api import (
    N_,
    Collection,
    Date,
    Finding,
    Period,
    Place,
    Report,
    Rule,
    Severity,
    _,
    deadline,
    filed_late,
    filer,
    hookimpl,
    leftovers,
    passages,
    periods,
    published,
    rule,
    settled,
    signed,
    stretches,
)

if TYPE_CHECKING:
    import datetime

FORM = N_("政府信息公开条例第五十条；国办公开办函〔2021〕30号、〔2019〕60号所附年度报告格式")
DEADLINE = N_("政府信息公开条例第四十九条")

_SPEAKS_OF_PERIOD = r"统计[^,。]{0,6}(?:期|时限|时间|时段|区间|范围|年度)|数据[^,。]{0,10}(?:期限|时限|周期)|起止"
_SET_UP = r"挂牌|(?:成立|组建)(?![^,。;]{0,18}(?:小组|工作组|专班|队|机制|站|岗|专区|办公室|委员会))"
_RESHAPED = r"机构改革|撤并|撤销|合并|划[入转]"


@rule(
    "D401",
    "no-period",
    Severity.INFO,
    title=N_("没有写明统计期限"),
    reason=N_("格式不要求写统计期限，但写明了，读者才知道数据从哪天算到哪天。"),
    basis=FORM,
    wrong="-本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号规定的格式编制，"
    "统计期限自2023年1月1日起至2023年12月31日止。\n"
    "+本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号规定的格式编制。",
    right="-本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号规定的格式编制，"
    "统计期限自2023年1月1日起至2023年12月31日止。\n"
    "+本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）编制，所列数据统计时限为2023.1.1—2023.12.31。",
)
def no_period(report: Report) -> Iterator[Finding]:
    """全文没有说数据从哪天统计到哪天。写了而认不出来的，不算。"""
    if report.edition is None or not any(table.present for table in report.tables):
        return
    if periods(report) or any(_is_whole_year(found.dates) for found in stretches(report)):
        return
    plain = (passage.plain for passage in passages(report))
    if not any(("统计" in text or "数据" in text) and re.search(_SPEAKS_OF_PERIOD, text) for text in plain):
        expected = f"统计期限自{report.year}年1月1日起至{report.year}年12月31日止"
        yield Finding(_beginning(report), _("没有写明数据的统计期限"), expected=expected)


@rule(
    "D402",
    "partial-period",
    Severity.ERROR,
    title=N_("统计期限不是全年"),
    reason=N_("年度报告报告的是上一年1月1日至12月31日的情况，少统计、多统计一天，数据都不能与其他年度衔接。"),
    basis=FORM,
    wrong="-本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号规定的格式编制，"
    "统计期限自2023年1月1日起至2023年12月31日止。\n"
    "+本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）编制，统计期限自2023年1月1日起至2023年11月30日止。",
    right="-本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号规定的格式编制，"
    "统计期限自2023年1月1日起至2023年12月31日止。\n"
    "+本局于2023年3月15日挂牌。本报告依据《中华人民共和国政府信息公开条例》编制，统计期限自2023年3月15日至12月31日。",
)
def partial_period(report: Report) -> Iterator[Finding]:
    """统计期限不是从1月1日到12月31日。年内成立、撤并的机关，从成立起、到撤并止，是应当的。"""
    year, _odd = settled(report)
    if report.edition is None or year is None:
        return
    for period in periods(report):
        if not (period.start.possible and period.end.possible) or _another_year(period, year):
            continue  # D405 and D403 report these
        if period.start.year == period.end.year and (period.whole or _changed(report, period)):
            continue
        expected = f"{year}年1月1日至{year}年12月31日"
        message = _("统计期限为{period}，应当是{expected}").format(period=period.text, expected=expected)
        yield Finding(period.place, message, expected=expected, actual=period.text)


@rule(
    "D403",
    "contradicting-years",
    Severity.ERROR,
    title=N_("标题、统计期限、落款的年份互相矛盾"),
    reason=N_("哪一年的报告都说不清，数据就无从采信；多半是沿用上年文稿时漏改的。"),
    basis=N_("政府信息公开条例第四十九条、第五十条"),
    wrong="-本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号规定的格式编制，"
    "统计期限自2023年1月1日起至2023年12月31日止。\n"
    "+本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）编制，统计期限自2022年1月1日起至2022年12月31日止。",
    right="-本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号规定的格式编制，"
    "统计期限自2023年1月1日起至2023年12月31日止。\n"
    "+本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）编制，统计期限为二〇二三年一月一日至十二月三十一日。",
)
def contradicting_years(report: Report) -> Iterator[Finding]:
    """标题、统计期限、落款的年份对不上，指出与其余不一致的那一个。网页上较晚的发布日期可能是转载，不算。"""
    year, odd = settled(report)
    if year is None:
        return
    if odd == "title" and report.title is not None:
        message = _("标题写的是{title}年，而统计期限、落款或者正文说的是{year}年，请核对")
        message = message.format(title=report.title.year, year=year)
        yield Finding(report.title.place, message, expected=str(year), actual=str(report.title.year))
    for period in periods(report):
        if _another_year(period, year):
            message = _("统计期限是{actual}年的，而报告的是{year}年").format(actual=period.year, year=year)
            yield Finding(period.place, message, expected=str(year), actual=str(period.year))
    date = signed(report)
    if odd == "signature" and date is not None and "年" in date.text:  # a bare 2026-03-01 may be the page's
        message = _("报告的是{year}年，落款日期却是{date}；应当在{next}年公布，请核对标题、统计期限和落款的年份")
        message = message.format(year=year, date=date.text, next=year + 1)
        yield Finding(date.place, message, expected=str(year + 1), actual=str(date.year))


@rule(
    "D404",
    "late-report",
    Severity.WARNING,
    title=N_("公布超过期限"),
    reason=N_("部门每年1月31日前公布上一年度的报告，本级政府的报告3月31日前公布。"),
    basis=DEADLINE,
    wrong="-2024年1月18日\n+2024年2月6日",
    right="-2024年1月18日\n+2024年1月31日",
)
def late_report(report: Report) -> Iterator[Finding]:
    """落款日期（没有落款的，网页的发布日期）晚于这一类机关的期限。当天算按时；乡镇、街道没有法定期限。

    汇总核查时，机关的类别和期限以名册为准，有发布日期的以发布日期为准。
    """
    (year, _odd), date = settled(report), _own_date(report)
    if year is None or date is None or date.year != year + 1 or not date.possible:
        return
    last = deadline(report, year)
    if last.day is None or (date.month, date.day or 0) <= last.day:
        return
    known, (month, day) = filer(report), last.day
    expected = f"{year + 1}年{month}月{day}日"
    limit = _("本地报送日程的期限") if last.local else _("法定期限")
    who = _("，").join(part for part in (known.evidence, _(_WHO[known.kind])) if part)
    message = _("{date}已经超过{limit}{expected}（{who}）").format(
        date=date.text, limit=limit, expected=expected, who=who
    )
    yield Finding(date.place, message, expected=expected, actual=date.text, basis=last.basis)


def _late_in_audit(collection: Collection) -> Iterator[Finding]:
    """The same among all reports of an audit, where the roster knows what a single report may leave open.

    The law counts the day of publication; that of the signature stands for it where the file gives none.
    """
    for late in filed_late(collection):
        who = _(_ENROLLED) if late.enrolled else ""
        who += _(_WHO[late.kind])
        message = _("{day}{date}已经超过{limit}{expected}（{who}）").format(
            day=_("公布日期") if late.published else _("落款日期"),
            date=_spelt(late.dated),
            limit=_(_LIMITS[late.source]),
            expected=_spelt(late.last),
            who=who,
        )
        yield Finding(late.place, message, expected=_spelt(late.last), actual=_spelt(late.dated), path=late.path)


late_report = late_report._replace(across=_late_in_audit)


def _spelt(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_ENROLLED = N_("名册：")
_LIMITS = {
    "roster": N_("名册所列的期限"),
    "ruleset": N_("本地报送日程的期限"),
    "law": N_("法定期限"),
}
_WHO = {
    "government": N_("按政府的报告计"),
    "department": N_("按部门的报告计"),
    "township": N_("按乡镇、街道的报告计"),
    "unsure": N_("按政府和部门中较晚的期限计"),
}


@rule(
    "D405",
    "impossible-date",
    Severity.ERROR,
    title=N_("日期不存在"),
    reason=N_("日历上没有的日子一定是写错了。"),
    basis=N_("政府信息公开条例第六条：行政机关应当及时、准确地公开政府信息"),
    wrong="-2024年1月18日\n+2024年1月32日",
    right="-2024年1月18日\n+二〇二四年一月三十一日",
)
def impossible_date(report: Report) -> Iterator[Finding]:
    """正文里有日历上没有的日子，如2月30日。"""
    for stretch in stretches(report):
        before = stretch.passage.plain[max(stretch.start - 4, 0) : stretch.start]
        for date in stretch.dates:
            # 2024.13.45 is rather a number of something else; a lunar month may have days that ours has not
            plausible = "月" in date.text or (1 <= date.month <= 12 and 1 <= (date.day or 1) <= 31)
            if not date.possible and plausible and "农历" not in before and "阴历" not in before:
                message = _("日历上没有「{date}」，请核对").format(date=date.text)
                yield Finding(date.place, message, actual=date.text)


@rule(
    "D406",
    "premature-report",
    Severity.ERROR,
    title=N_("报告的日期早于统计期限届满"),
    reason=N_("一年没有过完，全年的数据还不齐；多半是年份没有改过来。"),
    basis=N_("政府信息公开条例第四十九条、第五十条"),
    wrong="-2024年1月18日\n+2023年1月18日",
    right="-2024年1月18日\n+2024年1月2日",
)
def premature_report(report: Report) -> Iterator[Finding]:
    """落款日期（没有落款的，网页的发布日期）在报告年度结束以前。"""
    (year, _odd), date = settled(report), _own_date(report)
    if year is None or date is None or date.year is None or not date.possible or date.ordinal > (year, 12, 31):
        return
    message = _("报告的是{year}年全年的情况，日期却是{date}，那时{year}年还没有结束").format(year=year, date=date.text)
    last_day = date.ordinal == (year, 12, 31)
    severity = Severity.WARNING if last_day else None
    yield Finding(date.place, message, expected=str(year + 1), actual=date.text, severity=severity)


@rule(
    "D407",
    "leftover-year",
    Severity.WARNING,
    title=N_("正文把别的年份当作报告年度"),
    reason=N_("多半是沿用上年文稿时漏改的，同一段里的数据也可能没有更新。"),
    basis=N_("政府信息公开条例第五十条；国办公开办函〔2021〕30号“内容雷同、敷衍塞责”"),
    wrong="-2023年，本局坚持以公开为常态，修订公开指南和目录，政策文件与解读材料同步发布，依法按期答复申请人。\n"
    "+2022年，本局坚持以公开为常态，修订公开指南和目录，政策文件与解读材料同步发布，依法按期答复申请人。",
    right="-本局把政务公开纳入工作考核，主动接受社会评议，年内没有需要责任追究的情形。\n"
    "+2022年，本局主动公开信息30条；2023年公开36条，增长20%。工作考核、社会评议、责任追究情况均已公布。",
)
def leftover_year(report: Report) -> Iterator[Finding]:
    """正文开头、段首把上一年说成报告的年度。对比、沿革、下一年的打算不算。"""
    year, _odd = settled(report)
    for own in leftovers(report):
        place = own.passage.place(own.start, own.end)
        message = _("报告的是{year}年，这里说的却是{actual}年，请核对是不是沿用了上年的文字和数据")
        expected, actual = f"{year}年", f"{own.year}年"
        yield Finding(place, message.format(year=year, actual=own.year), expected=expected, actual=actual)


# ── what the rules share ─────────────────────────────────────────────────────────────────────────


def _own_date(report: Report) -> Date | None:
    """The day by which the report existed: that of the signature, else that of the page."""
    return signed(report) or published(report)


def _another_year(period: Period, year: int) -> bool:
    """Whether a period lies in one year altogether, and in another than the report's."""
    return period.year not in (None, year)


def _is_whole_year(dates: tuple[Date, ...]) -> bool:
    return len(dates) == 2 and [(date.month, date.day) for date in dates] == [(1, 1), (12, 31)]


def _changed(report: Report, period: Period) -> bool:
    """Whether the text tells that the agency was set up after the year began, or dissolved before it ended."""
    to_the_end = (period.end.month, period.end.day or 31) == (12, 31)
    pattern = f"{_RESHAPED}|{_SET_UP}" if to_the_end else _RESHAPED
    return any(re.search(pattern, passage.plain) for passage in passages(report))


def _beginning(report: Report) -> Place:
    """Where the text begins: after the title, else the first section's heading."""
    text = (line.paragraph.place for line in passages(report) if line.section is None and "。" in line.text)
    titles = [report.title.place] if report.title else []
    headings = (section.heading.place for section in report.sections)
    return next(chain(text, titles, headings), Place(1, 1, 1, 1))


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        no_period,
        partial_period,
        contradicting_years,
        late_report,
        impossible_date,
        premature_report,
        leftover_year,
    ]
