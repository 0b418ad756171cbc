"""名称：所引用文件的名称用书名号括起来，与原文一致。"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.api import N_, Finding, Report, Rule, Severity, _, hookimpl, mark_faults, mending, mismatches, rule

_MARK_FAULTS = {
    "unpaired": N_("书名号不成对：「{text}」"),
    "double": N_("书名号里面再用书名号，应当用单书名号〈〉：「{text}」"),
    "foreign": N_("书名号里面应当用单书名号〈〉，不用小于号、大于号：「{text}」"),
    "crossed": N_("书名号里面的单书名号不成对：「{text}」"),
}


@rule(
    "C506",
    "unpaired-title-marks",
    Severity.WARNING,
    title=N_("书名号不成对或者套用错误"),
    reason=N_("书名号不成对，读者分不清哪些字是文件名称。"),
    basis=N_("GB/T 15834—2011《标点符号用法》4.15：书名号中还需要用书名号时，里面一层用单书名号〈〉"),
    wrong=" 一、总体情况\n+认真执行《信息发布保密审查办法，严格把关。",
    right=" 一、总体情况\n+认真执行《关于印发〈信息发布保密审查办法〉的通知》，严格把关。",
)
def unpaired_title_marks(report: Report) -> Iterator[Finding]:
    """书名号缺了一半，或者双书名号里直接套双书名号，或者用了小于号、大于号。名称跨行、跨页的不算。"""
    for fault in mark_faults(report):
        message = _(_MARK_FAULTS[fault.kind]).format(text=fault.text)
        fix = mending(report, (fault.place, f"〈{fault.text[1:-1]}〉")) if fault.kind in _INNER_MARKS else None
        yield Finding(fault.place, message, actual=fault.text, fix=fix)


_INNER_MARKS = ("double", "foreign")
"""The faults of a pair of which both halves are known."""


@rule(
    "C508",
    "misquoted-title",
    Severity.WARNING,
    title=N_("文件名称引用有误"),
    reason=N_("引用文件，名称要与原文一致，漏字、改字会让读者查不到原文。"),
    basis=N_("所引用文件公布的名称"),
    wrong=" 一、总体情况\n+贯彻《国务院办公厅印发2022年政务公开工作要点的通知》（国办发〔2022〕8号），分解任务。",
    right=" 一、总体情况\n+贯彻国务院办公厅《2022年政务公开工作要点》（国办发〔2022〕8号），分解任务。",
)
def misquoted_title(report: Report) -> Iterator[Finding]:
    """名称与字号所指文件的名称只差几个字，或者是已知的误写。省去机关名称、“的通知”，只引印发的文件本身的不算。"""
    for citation, instrument, misquoted in mismatches(report):
        if misquoted:
            message = _("名称「{title}」与原文不一致，应是{instrument}").format(
                title=citation.title, instrument=instrument.name
            )
            sure = instrument.sure("title") and instrument.sure("numbers")
            right = citation.title_place, f"《{instrument.title}》"
            yield Finding(
                citation.title_place,
                message,
                expected=instrument.title,
                actual=citation.title,
                fix=mending(report, right, safe=False) if sure else None,
                severity=None if sure else Severity.INFO,
            )


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of family C that are about titles."""
    return [unpaired_title_marks, misquoted_title]
