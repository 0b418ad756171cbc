"""标题：章节的标题照法定格式，报告的标题写明机关、年度和报告的法定名称。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.api import (
    N_,
    Finding,
    Fix,
    Heading,
    Place,
    Report,
    Rule,
    SectionForm,
    Severity,
    _,
    hookimpl,
    mending,
    rule,
)

FORM = N_("政府信息公开条例第五十条；国办公开办函〔2021〕30号、〔2019〕60号所附年度报告格式")
NAME = "政府信息公开工作年度报告"


@rule(
    "S303",
    "reworded-heading",
    Severity.WARNING,
    title=N_("章节标题与法定标题不一致"),
    reason=N_("标题是统一格式规定的，改动标题常常意味着内容也偏离了法定要求。"),
    basis=FORM,
    wrong="-五、存在的主要问题及改进情况\n+五、存在的主要问题及下步工作思路",
    right="-五、存在的主要问题及改进情况\n+五、政府信息公开工作存在的主要问题及改进情况",
)
def reworded_heading(report: Report) -> Iterator[Finding]:
    """标题的文字或者序号与法定的不同。规则集里列出的通行写法不算。"""
    forms = {form.key: form for form in report.edition.sections} if report.edition else {}
    for section in report.sections:
        form = forms.get(section.key or "")
        if form is not None and not section.heading.accepted:
            message = _("标题「{printed}」与法定标题「{statutory}」不一致").format(
                printed=section.heading.text, statutory=form.heading
            )
            yield Finding(
                section.heading.place,
                message,
                expected=form.heading,
                actual=section.heading.text,
                fix=_statutory(report, section.heading, form),
            )


def _statutory(report: Report, heading: Heading, form: SectionForm) -> Fix | None:
    """The statutory number and title; a title that is right stays, and what the file's format has around them.

    Safe if the number or nearly the whole title was right: else a person should see whether this section was meant.
    """
    from difflib import SequenceMatcher

    characters = report.document.characters(heading.place)
    match = re.fullmatch(_HEADING, "".join(character for character, _line, _column in characters or ()), re.DOTALL)
    if match is None:
        return None
    printed = "".join(match["title"].split())
    same = printed in (form.title, *form.accepted)
    alike = SequenceMatcher(None, printed, form.title, autojunk=False).ratio() >= _NEARLY
    wanted = match["before"] + f"{form.number}、" + (printed if same else form.title) + match["after"]
    sure = same or alike or heading.number == form.number
    return mending(report, (heading.place, "".join(wanted.split())), safe=sure)


_HEADING = (
    r"(?P<before>[\s#*>]*)(?:第?(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:部分|章)?[\s、．.,，:：]+)?"
    r"(?P<title>\S.*?)(?P<after>[。：:，,；;—－*\-\s]*)"
)
_NEARLY = 0.7


@rule(
    "S307",
    "incomplete-title",
    Severity.WARNING,
    title=N_("报告标题不完整"),
    reason=N_("标题应当写明机关、年度和“政府信息公开工作年度报告”，公众才能查到、认出这份报告。"),
    basis=N_("政府信息公开条例第四十九条、第五十条"),
    wrong="-清棠县交通运输局2023年政府信息公开工作年度报告\n+清棠县交通运输局2023年度政府信息公开工作报告",
    right="-清棠县交通运输局2023年政府信息公开工作年度报告\n+清棠县交通运输局\n+2023 年政府信息公开工作年度报告",
)
def incomplete_title(report: Report) -> Iterator[Finding]:
    """标题缺机关名称、缺年度，或者报告的名称不是“政府信息公开工作年度报告”。"""
    if report.edition is None and report.year is not None:
        return
    title = report.title
    if title is None:
        yield Finding(_start(report), _("没有找到报告标题"), expected=NAME)
        return
    text = "".join(title.text.split())
    faults = []
    if title.agency is None:
        faults.append(_("没有写明机关"))
    if title.year is None:
        faults.append(_("没有写明年度"))
    if NAME not in text:
        faults.append(_("报告的名称不是「{name}」").format(name=NAME))
    elif f"年度{NAME}" in text:
        faults.append(_("「年度」重复"))
    if faults:
        agency, year = title.agency or _("（机关名称）"), title.year or "××××"
        yield Finding(
            title.place,
            _("标题「{title}」{faults}").format(title=text, faults=_("、").join(faults)),
            expected=f"{agency}{year}年{NAME}",
            actual=text,
            fix=mending(report, (title.place, f"{title.agency}{title.year}年{NAME}"), safe=False)
            if title.agency and title.year
            else None,
        )


def _start(report: Report) -> Place:
    return next((paragraph.place for paragraph in report.narrative), Place(1, 1, 1, 1))


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of family S that are about headings and the title."""
    return [reworded_heading, incomplete_title]
