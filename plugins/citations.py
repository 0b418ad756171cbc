"""引用：法规、文件的字号、条款要写对，引用的是现行有效的版本。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.api import (
    N_,
    Article,
    Citation,
    Finding,
    Fix,
    Instrument,
    IssueNumber,
    Report,
    Rule,
    Severity,
    _,
    citations,
    half_width,
    hookimpl,
    instruments,
    mending,
    mismatches,
    passages,
    published,
    rule,
    settled,
    signed,
)

REGULATIONS = "《中华人民共和国政府信息公开条例》"
_NAMES = ("信息公开条例", "《条例》", "〈条例〉", "新条例", "国务院令第711号", "国令第711号")
_SENTENCE = 200

_NUMBER_FAULTS = {
    "code": N_("缺少机关代字"),
    "brackets": N_("年份应当用六角括号〔〕括入"),
    "year": N_("年份应当写四位数字"),
    "dash": N_("顺序号前不应有横线"),
    "ordinal": N_("顺序号前不加“第”"),
    "zero": N_("顺序号不编虚位，1不写作01"),
    "sign": N_("顺序号后应当有“号”"),
    "order": N_("令号应当写作“第几号”，不带年份"),
}


@rule(
    "C501",
    "malformed-number",
    Severity.WARNING,
    title=N_("发文字号不规范"),
    reason=N_("发文字号由机关代字、年份、发文顺序号组成。写得不规范，读者就查不到这份文件。"),
    basis=N_("GB/T 9704—2012《党政机关公文格式》7.2.5：年份标全称，用六角括号〔〕括入，顺序号不加“第”字，不编虚位"),
    wrong=" 一、总体情况\n+制定《政务公开工作方案》（清交发[2023]第05号），明确任务分工。",
    right=" 一、总体情况\n+制定《政务公开工作方案》（清交发〔2023〕 5 号），公布《目录》（2023版）。",
)
def malformed_number(report: Report) -> Iterator[Finding]:
    """年份没有用六角括号，顺序号加了“第”、前面补了0，年份不全，缺机关代字或者“号”，令号没有写作“第几号”。"""
    numbered = [(citation, citation.number) for citation in citations(report) if citation.number is not None]
    named = {(number.year, number.serial) for _citation, number in numbered if number.code}
    for citation, number in numbered:
        # 〔2022〕22号 alone may be short for a number that is given in full elsewhere.
        faults = [each for each in number.faults if each != "code" or (number.year, number.serial) not in named]
        if faults:
            message = _("字号「{number}」不规范：{faults}").format(
                number=number.text, faults=_("；").join(_(_NUMBER_FAULTS[fault]) for fault in faults)
            )
            yield Finding(
                citation.number_place,
                message,
                expected=number.key or None,
                actual=number.text,
                fix=_well_formed(report, citation, number),
            )


def _well_formed(report: Report, citation: Citation, number: IssueNumber) -> Fix | None:
    """The number in the form of the standard; safe if that tells no digit and no 号 that is not printed."""
    wanted, printed = number.key, half_width(number.text)
    if number.code and not printed.startswith(number.code):
        if printed.startswith(_REPUBLIC + number.code):
            wanted = _REPUBLIC + wanted
        elif "brackets" in number.faults and not printed[:1].isalnum():
            wanted = wanted.removeprefix(number.code)  # the issuer is named with the number before
        else:
            return None
    if not wanted or "code" in number.faults:
        return None
    same = [*map(int, re.findall(r"\d+", printed))] == [*map(int, re.findall(r"\d+", wanted))]
    return mending(report, (citation.number_place, wanted), safe=same and "sign" not in number.faults)


_REPUBLIC = "中华人民共和国"


@rule(
    "C502",
    "mismatched-number",
    Severity.ERROR,
    title=N_("文件名称与字号对不上"),
    reason=N_("名称是一份文件，字号是另一份文件，或者机关代字写错，读者查到的就不是所引用的文件。"),
    basis=N_("所引用文件公布的名称和字号"),
    wrong=" 一、总体情况\n+按照《国务院办公厅关于印发2022年政务公开工作要点的通知》（国办函〔2022〕8号）部署。",
    right=" 一、总体情况\n+按照《清棠县关于印发2022年政务公开工作要点的通知》（清政办函〔2022〕8号）部署。",
)
def mismatched_number(report: Report) -> Iterator[Finding]:
    """引用的名称与字号不属于同一份文件。名录里查不到的文件不作判断。"""
    for citation, instrument, misquoted in mismatches(report):
        if misquoted or citation.number is None:
            continue
        number = citation.number
        if citation.title is None:
            message = _("「{number}」的机关代字不对，应是{instrument}").format(
                number=number.text, instrument=instrument.name
            )
        elif instrument in citation.titled:
            message = _("「{number}」不是《{title}》的字号，应是{right}").format(
                number=number.text, title=citation.title, right=_numbers(instrument)
            )
        else:
            message = _("「{number}」是{instrument}，不是《{title}》").format(
                number=number.text, instrument=instrument.name, title=citation.title
            )
        sure = instrument.sure("numbers") and instrument.sure("title")
        own = instrument.numbers
        expected = _numbers(instrument) if instrument in citation.titled or citation.title is None else instrument.title
        yield Finding(
            citation.number_place,
            message,
            expected=expected,
            actual=number.text,
            fix=mending(report, (citation.number_place, expected), safe=False) if sure and expected in own else None,
            severity=None if sure else Severity.INFO,
        )


@rule(
    "C503",
    "outdated-instrument",
    Severity.WARNING,
    title=N_("引用的文件已经废止或者被替代"),
    reason=N_("报告应当依据现行有效的规定编制；引用旧文件，多半是沿用了往年的文字。"),
    basis=N_("替代它的文件的施行日期"),
    wrong=" 一、总体情况\n+按照国办公开办函〔2019〕60号要求，做好年度报告编制工作。",
    right=" 一、总体情况\n+国办公开办函〔2019〕60号所附格式已被新的格式取代，本局及时组织学习。",
)
def outdated_instrument(report: Report) -> Iterator[Finding]:
    """引用的文件在报告年度开始以前就已经废止或者被替代。句子说的是从前的事的不算；同一份文件只报第一处。"""
    year, _odd = settled(report)
    if year is None:
        return
    told: set[str] = set()
    for citation in citations(report):
        found = citation.instruments
        if citation.short or not found or not all(_ended_before(each, year) for each in found):
            continue
        old = found[-1]
        if old.name in told or _speaks_of_the_past(citation, old, report):
            continue
        told.add(old.name)
        message = (
            _("{old}自{day}起已被{new}替代，请改为引用现行的文件") if old.replaced_by else _("{old}自{day}起已经废止")
        )
        yield Finding(
            citation.number_place if citation.number else citation.title_place,
            message.format(old=old.name, day=old.until, new=old.replaced_by),
            expected=old.replaced_by or None,
            actual=citation.number.text if citation.number else citation.title,
            severity=None if old.sure("until") else Severity.INFO,
        )


@rule(
    "C504",
    "regulations-not-cited",
    Severity.WARNING,
    title=N_("没有引用《中华人民共和国政府信息公开条例》"),
    reason=N_("条例是编制年度报告的依据，报告应当写明。"),
    basis=N_("政府信息公开条例第四十九条、第五十条"),
    wrong="-本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号规定的格式编制，"
    "统计期限自2023年1月1日起至2023年12月31日止。\n"
    "+本报告按照国办公开办函〔2021〕30号规定的格式编制，统计期限自2023年1月1日起至2023年12月31日止。",
    right="-本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号规定的格式编制，"
    "统计期限自2023年1月1日起至2023年12月31日止。\n"
    "+本报告依据政府信息公开条例编制，统计期限自2023年1月1日起至2023年12月31日止。",
)
def regulations_not_cited(report: Report) -> Iterator[Finding]:
    """全文没有提到条例。没有引言的报告不作判断：摘录、转载常常把引言略去。"""
    if report.edition is None:
        return
    every = passages(report)
    text = "".join(passage.text for passage in every)  # a title may be torn by a page break
    if any(name in text for name in _NAMES):
        return
    basis = next((each for each in every if each.section is None and "。" in each.text and len(each.text) > 12), None)
    if basis is None:
        basis = next(
            (each for each in every if "编制" in each.text and ("本报告" in each.text or "编制本" in each.text)), None
        )
    if basis is not None:
        message = _("全文没有引用{regulations}，请在引言中写明编制依据").format(regulations=REGULATIONS)
        yield Finding(basis.place(0, len(basis.text)), message, expected=REGULATIONS)


@rule(
    "C505",
    "no-such-article",
    Severity.ERROR,
    title=N_("引用的条款不存在"),
    reason=N_("所引用的法规没有这一条、这一款或者这一项，多半是条号写错，或者用了旧法规的条号。"),
    basis=N_("所引用法规的条文"),
    wrong=" 一、总体情况\n+依照《中华人民共和国政府信息公开条例》第五十七条，加强监督检查。",
    right=" 一、总体情况\n+依照《中华人民共和国政府信息公开条例》第二十条第（十五）项、第五十六条，更新公开目录。",
)
def no_such_article(report: Report) -> Iterator[Finding]:
    """条、款、项的序号超过了法规的条数、款数、项数。报告年度前后施行过的版本有这一条的不算。"""
    year, _odd = settled(report)
    for citation in citations(report):
        versions = _in_force(citation.instruments, year) if citation.articles else []
        for article in citation.articles if versions else ():
            excesses = [_excess(version, article) for version in versions]
            excess = excesses[-1]
            if excess is None or not all(excesses):
                continue
            sure = versions[-1].sure("articles") and versions[-1].sure("items")
            place = citation.passage.place(article.start, article.end)
            actual = citation.passage.text[article.start : article.end]
            yield Finding(place, excess, actual=actual, severity=None if sure else Severity.INFO)


@rule(
    "C507",
    "number-from-the-future",
    Severity.ERROR,
    title=N_("字号的年份晚于报告公布的时间"),
    reason=N_("报告公布时还没有这份文件，字号的年份必有错误。"),
    basis=N_("政府信息公开条例第六条：行政机关应当及时、准确地公开政府信息"),
    wrong=" 一、总体情况\n+制定《政务公开工作方案》（清交发〔2032〕5号），明确任务分工。",
    right=" 一、总体情况\n+制定《政务公开工作方案》（清交发〔2024〕1号），明确任务分工。",
)
def number_from_the_future(report: Report) -> Iterator[Finding]:
    """字号的年份，或者名录中文件的印发日期，晚于落款日期、公布日期；都没有的，晚于报告年度的下一年。"""
    year, _odd = settled(report)
    if year is None:
        return
    day = signed(report) or published(report)
    last = max(year + 1, (day.year if day else None) or 0)
    for citation in citations(report):
        number = citation.number
        if number is None:
            continue
        known = next((each for each in citation.numbered if len(each.issued) == 10 and each.sure("issued")), None)
        if number.year is not None and number.year > last:
            message = _("「{number}」的年份是{year}年，报告至迟在{last}年公布，那时还没有这份文件")
            yield Finding(
                citation.number_place,
                message.format(number=number.text, year=number.year, last=last),
                actual=number.text,
            )
        elif known and _issued_after(known, report, last):
            message = _("{instrument}到{day}才公布，报告不可能引用").format(instrument=known.name, day=known.issued)
            yield Finding(citation.number_place, message, actual=number.text)


# ── what the rules share ─────────────────────────────────────────────────────────────────────────


def _numbers(instrument: Instrument) -> str:
    return _("或者").join(instrument.numbers)


def _ended_before(instrument: Instrument, year: int) -> bool:
    return bool(instrument.until) and instrument.until < f"{year}-01-01"


def _speaks_of_the_past(citation: Citation, old: Instrument, report: Report) -> bool:
    """Whether the sentence that an instrument is cited in tells of what is no longer so, or names what replaced it."""
    text = citation.passage.text
    first, last = max(citation.start - _SENTENCE, 0), citation.end + _SENTENCE
    before, after = text[first : citation.start], text[citation.start : last]
    sentence = re.split("[。；！]", before)[-1] + re.split("[。；！]", after)[0]
    successor = bool(old.replaced_by) and old.replaced_by in sentence
    return successor or any(word in sentence for word in instruments(report.additions).past)


def _in_force(versions: tuple[Instrument, ...], year: int | None) -> list[Instrument]:
    """The versions that were in force in the report's year, the one before, the one after; else all."""
    if year is None:
        return list(versions)
    first, last = f"{year - 1}-01-01", f"{year + 1}-12-31"
    found = [each for each in versions if (not each.until or each.until > first) and (each.in_force or "") <= last]
    return found or list(versions)


def _excess(instrument: Instrument, article: Article) -> str | None:
    """What the instrument does not have of an article that is referred to, as a sentence; None if it has it all."""
    title = f"《{instrument.title}》"
    if instrument.articles is None:
        return None
    if not 0 < article.article <= instrument.articles:
        message = _("{title}共{count}条，没有第{article}条")
        return message.format(title=title, count=instrument.articles, article=article.article)
    key = str(article.article)
    paragraphs = instrument.paragraphs.get(key)
    if paragraphs and article.paragraph and article.paragraph > paragraphs:
        message = _("{title}第{article}条只有{count}款，没有第{paragraph}款")
        return message.format(title=title, article=key, count=paragraphs, paragraph=article.paragraph)
    items = _items(instrument, article)
    if items and article.item is not None and not 0 < article.item <= items:
        message = _("{title}第{article}条只有{count}项，没有第{item}项")
        return message.format(title=title, article=key, count=items, item=article.item)
    return None


def _items(instrument: Instrument, article: Article) -> int | None:
    """How many items the paragraph has that is referred to, None if that is not known."""
    key = str(article.article)
    if article.paragraph and (count := instrument.items.get(f"{key}.{article.paragraph}")):
        return count
    if article.paragraph in {None, 1} and (count := instrument.items.get(key)):
        return count
    if article.paragraph is None:
        return max((count for name, count in instrument.items.items() if name.startswith(f"{key}.")), default=None)
    return None


def _issued_after(instrument: Instrument, report: Report, last: int) -> bool:
    """Whether an instrument came out after the report was signed, or after the last year in which it was published."""
    day = signed(report)
    if day is not None and day.possible and day.year and day.day:
        return instrument.issued > max(f"{day.year}-{day.month:02}-{day.day:02}", f"{settled(report)[0]}-12-31")
    return int(instrument.issued[:4]) > last


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of family C that are about numbers and articles."""
    return [
        malformed_number,
        mismatched_number,
        outdated_instrument,
        regulations_not_cited,
        no_such_article,
        number_from_the_future,
    ]
