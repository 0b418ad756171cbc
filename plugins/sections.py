"""章节：六个部分一个不少，次序照法定格式，各有内容。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from gouji.api import (
    N_,
    Finding,
    Paragraph,
    Passage,
    Place,
    Report,
    Rule,
    Section,
    SectionForm,
    Severity,
    _,
    filer,
    filing,
    hookimpl,
    passages,
    rule,
    spoken,
)

FORM = N_("政府信息公开条例第五十条；国办公开办函〔2021〕30号、〔2019〕60号所附年度报告格式")

_DATE = "0123456789〇零○一二三四五六七八九十年月日"
_SIGNERS = "府厅局委办室处会院所站队心道镇乡县市区"
_PUNCTUATION = "，。；：、,;:"
_LONGEST_NAME = 29
_LONGEST_CLOSING = 40
_FEWEST_CHARACTERS = 4
_LONGEST_HOLLOW = 28
_FURNITURE = (
    "附件",
    "附：",
    "视频",
    "分享",
    "打印",
    "关闭",
    "扫一扫",
    "上一篇",
    "上一条",
    "下一篇",
    "下一条",
    "责任编辑",
    "此件",
)
_LONGEST_FURNITURE = 25


@rule(
    "S301",
    "missing-section",
    Severity.ERROR,
    title=N_("缺少法定章节"),
    reason=N_("条例第五十条规定了年度报告应当包括的内容，格式据此定为六个部分，不能遗漏。"),
    basis=FORM,
    wrong="-五、存在的主要问题及改进情况",
    right="-五、存在的主要问题及改进情况\n+五、存在的问题及改进措施",
)
def missing_section(report: Report) -> Iterator[Finding]:
    """六个部分中有一个没有标题。"""
    forms = _forms(report)
    present = {section.key: section for section in report.sections}
    for index, form in enumerate(forms):
        if form.key not in present:
            after = next((present[later.key] for later in forms[index + 1 :] if later.key in present), None)
            place = after.heading.place if after else _end(report)
            message = _("缺少「{number}、{title}」部分").format(number=form.number, title=form.title)
            yield Finding(place, message, expected=form.heading)


@rule(
    "S302",
    "misplaced-section",
    Severity.ERROR,
    title=N_("章节次序不对"),
    reason=N_("六个部分的次序由统一格式规定。"),
    basis=FORM,
    wrong="-五、存在的主要问题及改进情况\n"
    " 存在的主要问题是解读形式比较单一。今年增加了图文和视频解读，并组织了业务轮训。\n"
    "-六、其他需要报告的事项\n"
    "+五、存在的主要问题及改进情况\n"
    "\n"
    " 一、总体情况\n"
    "+2023年，本局公开信息36条。\n"
    "+六、其他需要报告的事项",
    right=" 一、总体情况\n+（六）其他需要报告的事项",
)
def misplaced_section(report: Report) -> Iterator[Finding]:
    """一个部分没有按一至六的次序排列。"""
    order = {form.key: index for index, form in enumerate(_forms(report))}
    sections = [section for section in _first_of_each(report) if section.key in order]
    kept = _longest_rise([order[section.key or ""] for section in sections])
    for index, section in enumerate(sections):
        if index not in kept:
            message = _("「{heading}」部分的次序不对，应当按一至六的次序排列").format(heading=section.heading.text)
            yield Finding(section.heading.place, message)


@rule(
    "S304",
    "empty-section",
    Severity.ERROR,
    title=N_("章节没有内容"),
    reason=N_("只有标题没有内容，等于没有报告；确实没有的，也应当写明没有。"),
    basis=FORM,
    wrong="-存在的主要问题是解读形式比较单一。今年增加了图文和视频解读，并组织了业务轮训。",
    right="-本年度没有收取信息处理费。\n+无。",
)
def empty_section(report: Report) -> Iterator[Finding]:
    """标题下面既没有文字，也没有表格、图片。"""
    for section, following in zip_longest(report.sections, report.sections[1:]):
        if section.key is None or section.tables or section.pictures:
            continue
        if section.key in _TABLES and report.table(section.key).present:
            continue  # on a sheet of its own, or behind the text
        if following is not None and following.key is None:
            continue  # a narrative that is divided under headings of its own
        texts = section.paragraphs if following is not None else _without_signature(section.paragraphs)
        if not texts:
            message = _("「{heading}」部分没有内容").format(heading=section.heading.text)
            yield Finding(section.heading.place, message, section.key if section.key in _TABLES else None)


_TABLES = ("disclosure", "applications", "review")


@rule(
    "S305",
    "further-section",
    Severity.INFO,
    title=N_("格式以外的章节"),
    reason=N_("统一格式只有六个部分，国办公开办函〔2021〕30号要求“不能遗漏，也不宜泛化”。"),
    basis=FORM,
    wrong=" 本年度没有收取信息处理费。\n+七、下一步工作打算\n+继续做好公开工作。",
    right=" 本年度没有收取信息处理费。\n+（一）下一步工作打算\n+继续做好公开工作。",
)
def further_section(report: Report) -> Iterator[Finding]:
    """一级标题不属于六个部分中的任何一个，本地规则集也没有要求这一部分。"""
    if report.edition is None:
        return
    for section in report.sections:
        if section.key is None and not section.heading.accepted:
            message = _("统一格式没有「{heading}」这一部分").format(heading=section.heading.text)
            yield Finding(section.heading.place, message, actual=section.heading.text)


@rule(
    "S306",
    "repeated-section",
    Severity.ERROR,
    title=N_("章节重复"),
    reason=N_("同一部分出现两次，多半是复制时留下的，两处内容还可能不一致。"),
    basis=FORM,
    wrong=" 本年度没有收取信息处理费。\n+六、其他需要报告的事项\n+无。",
    right=" 二、主动公开政府信息情况\n+主动公开政府信息情况",
)
def repeated_section(report: Report) -> Iterator[Finding]:
    """同一部分的标题第二次出现。表格上方重复章节标题作表名的不算。"""
    first = {section.key: section for section in reversed(report.sections)}
    for section in report.sections:
        if section.key is not None and first[section.key] is not section and report.edition is not None:
            earlier = report.document.in_file(first[section.key].heading.place)
            message = _("「{heading}」部分重复出现，第一次在{place}").format(
                heading=section.heading.text, place=spoken(earlier)
            )
            yield Finding(section.heading.place, message)


@rule(
    "S308",
    "fee-unstated",
    Severity.WARNING,
    title=N_("没有报告收取信息处理费的情况"),
    reason=N_("2021年版的格式要求收取信息处理费的情况在第六部分报告；没有收取的，也要说明没有收取。"),
    basis=N_("国办公开办函〔2021〕30号所附年度报告格式，第六部分；政府信息公开条例第四十二条"),
    wrong="-本年度没有收取信息处理费。\n+本年度没有其他需要报告的事项。",
    right="-本年度没有收取信息处理费。\n+本机关2023年依申请公开未产生费用，无其他需要报告的事项。",
)
def fee_unstated(report: Report) -> Iterator[Finding]:
    """第六部分和全文都没有提到信息处理费。"""
    section = _section(report, "other_matters")
    if section is None or report.edition is None or report.edition.key < "2021" or section.pictures:
        return
    if any(_states_fee(line) for line in passages(report)) or not _without_signature(section.paragraphs):
        return
    yield Finding(section.heading.place, _("没有说明是否收取了信息处理费；没有收取的，写明“未收取信息处理费”"))


@rule(
    "S309",
    "accountability-unstated",
    Severity.INFO,
    title=N_("政府的报告没有提到考核、社会评议或者责任追究"),
    reason=N_("各级人民政府的报告还应当包括工作考核、社会评议和责任追究结果情况，一般写在第一部分的监督保障中。"),
    basis=N_("政府信息公开条例第五十条第（四）项"),
    wrong="-清棠县交通运输局2023年政府信息公开工作年度报告\n+清棠县人民政府2023年政府信息公开工作年度报告\n"
    "\n-本局把政务公开纳入工作考核，主动接受社会评议，年内没有需要责任追究的情形。\n"
    "\n-清棠县交通运输局\n+清棠县人民政府",
    right="-清棠县交通运输局2023年政府信息公开工作年度报告\n+清棠县人民政府2023年政府信息公开工作年度报告\n"
    "\n-清棠县交通运输局\n+清棠县人民政府",
)
def accountability_unstated(report: Report) -> Iterator[Finding]:
    """政府（不是部门）的报告，全文没有提到考核、社会评议、责任追究中的一项或者几项。"""
    if report.edition is None or not report.sections or filer(report).kind != "government":
        return
    texts = [line.text for line in passages(report)]
    missing = [
        name
        for name, words in filing().accountability.items()
        if not any(word in text for word in words for text in texts)
    ]
    if missing:
        place = (_section(report, "overview") or report.sections[0]).heading.place
        message = _("政府的报告应当包括{missing}的情况，全文没有提到（{evidence}）")
        yield Finding(place, message.format(missing=_("、").join(missing), evidence=filer(report).evidence))


@rule(
    "S310",
    "hollow-problems",
    Severity.WARNING,
    title=N_("第五部分没有实质内容"),
    reason=N_("条例要求报告存在的主要问题及改进情况，只写一个“无”字等于没有报告。"),
    basis=N_("政府信息公开条例第五十条第（四）项"),
    wrong="-存在的主要问题是解读形式比较单一。今年增加了图文和视频解读，并组织了业务轮训。\n+无。",
    right="-存在的主要问题是解读形式比较单一。今年增加了图文和视频解读，并组织了业务轮训。\n+解读形式单一，已增加图解。",
)
def hollow_problems(report: Report) -> Iterator[Finding]:
    """第五部分只有“无”“暂无”“没有问题”之类的几个字，或者只有小标题。"""
    for section, following in zip_longest(report.sections, report.sections[1:]):
        if section.key != "problems" or section.tables or section.pictures or report.edition is None:
            continue
        if any(len(line.text.strip()) > _LONGEST_HOLLOW for line in section.paragraphs):
            continue
        if following is not None and following.key is None:
            continue  # the text may stand under a heading of its own
        lines = _without_signature(section.paragraphs)
        if lines and all(_is_hollow(line.text) for line in lines):
            shown = "".join("".join(line.text.split()) for line in lines)[:_LONGEST_CLOSING]
            message = _("第五部分只写了「{text}」，没有说明存在的主要问题和改进情况").format(text=shown)
            yield Finding(lines[0].place, message, actual=shown)


# ── what the rules share ─────────────────────────────────────────────────────────────────────────


def _forms(report: Report) -> Sequence[SectionForm]:
    """The sections of the form; none for a year that had no uniform form, or one that nobody knows."""
    return report.edition.sections if report.edition is not None else ()


def _first_of_each(report: Report) -> list[Section]:
    first = {section.key: section for section in reversed(report.sections)}
    return [section for section in report.sections if first[section.key] is section]


def _longest_rise(numbers: list[int]) -> set[int]:
    """The indexes of a longest rising run: what is not among them stands out of order."""
    chains: list[list[int]] = [[]]
    for index, number in enumerate(numbers):
        before = [chain for chain in chains if not chain or numbers[chain[-1]] < number]
        chains.append([*max(before, key=len), index])
    longest = max(chains, key=len)
    return set(longest)


def _without_signature(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The last section's paragraphs without the signature, its date, and what a web page adds below."""
    return [paragraph for paragraph in paragraphs if not _is_closing(paragraph.text)]


def _is_closing(text: str) -> bool:
    bare = "".join(text.split())
    if not bare or len(bare) > _LONGEST_CLOSING:
        return False
    if not bare.strip(_DATE) and "年" in bare:
        return True
    if bare[-1] in _SIGNERS and len(bare) <= _LONGEST_NAME and not any(mark in bare for mark in _PUNCTUATION):
        return True
    return any(word in bare[:5] for word in _FURNITURE) and len(bare) <= _LONGEST_FURNITURE


def _section(report: Report, key: str) -> Section | None:
    """The first section with a key, None if there is none."""
    return next((section for section in report.sections if section.key == key), None)


def _states_fee(line: Passage) -> bool:
    """Whether a passage says anything of the fee: in section 六 any word of charging, elsewhere that none was due."""
    if "费" not in line.text:
        return False
    if "处理费" in line.text:
        return True
    pattern = (
        "收[取费]|费用|缴[纳费]" if line.section == "other_matters" else "[未没无不][^，。]{0,6}(?:收取|收费|费用)"
    )
    return re.search(pattern, line.text) is not None


def _is_hollow(text: str) -> bool:
    """Whether a line says nothing: a few characters, or only the words of the section's own heading, and 无."""
    bare = re.sub(r"^\s*[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]", "", text)
    bare = re.sub(r"\W", "", bare)
    return len(bare) <= _FEWEST_CHARACTERS or re.fullmatch(f"(?:{filing().hollow})+", bare) is not None


def _end(report: Report) -> Place:
    return report.sections[-1].heading.place if report.sections else Place(1, 1, 1, 1)


@hookimpl
def gouji_rules() -> list[Rule]:
    """The structural rules of family S."""
    structure = [missing_section, misplaced_section, empty_section, further_section, repeated_section]
    return [*structure, fee_unstated, accountability_unstated, hollow_problems]
