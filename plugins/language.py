"""文字：没有重复的字词、不规范的用语和混用的标点。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gouji.api import (
    N_,
    Finding,
    Passage,
    Place,
    Report,
    Rule,
    Severity,
    _,
    doubled_words,
    full_text,
    hits,
    hookimpl,
    is_quoted,
    lexicon_entries,
    mending,
    passages,
    rule,
)

ACCURACY = N_("《党政机关公文处理工作条例》第十九条：文字精练，表述准确")
PUNCTUATION = N_("GB/T 15834—2011《标点符号用法》")

_HALF_WIDTH = r"(?<=[\u4e00-\u9fff”》）])[,;:?!](?=[\u4e00-\u9fff“《（])"
_MARKS = dict(zip(",;:?!", "，；：？！", strict=True))
_BRACKETS = {"(": "（"}
_OPENING = r"\((?![一二三四五六七八九十]{1,3}\))(?=[\u4e00-\u9fff][^()（）]*\))"
_HOW_MUCH_RARER = 3


@rule(
    "L901",
    "doubled-word",
    Severity.INFO,
    title=N_("字词重复"),
    reason=N_("字词重复多半是输入或者复制时留下的。"),
    basis=ACCURACY,
    wrong=" 本年度没有收取信息处理费。\n+针对对预案的修订，拨付专项资金资金三万元。",
    right=" 本年度没有收取信息处理费。\n+为了了解需求，市政府政府信息公开工作机构研究研究，及时答复个个申请。",
    entries=lambda: lexicon_entries("double"),
)
def doubled_word(report: Report) -> Iterator[Finding]:
    """的的、针对对、资金资金这样的重复。本来就可以重叠、或者分属前后两个词的不算。"""
    for hit in hits(report)["double"]:
        whole = full_text(report)
        start, end = whole.stretch(hit.start, hit.end)
        if whole.in_narrative(report, start) and not is_quoted(whole.printed, start):
            printed, instead = whole.printed[start:end], hit.term.instead
            yield _doubled(report, whole.place(start, end), printed, instead)
    for passage, start, length in doubled_words(report):
        if not is_quoted(passage.text, start):
            end = start + 2 * length
            printed, instead = passage.text[start:end], passage.text[start : start + length]
            yield _doubled(report, passage.place(start, end), printed, instead)


def _doubled(report: Report, place: Place, printed: str, instead: str) -> Finding:
    message = _("“{printed}”有字词重复，应为“{instead}”").format(printed=printed, instead=instead)
    advice = not set(instead) <= set(printed)  # 去掉重复的字: no words to put there
    fix = None if advice else mending(report, (place, instead), safe=False)
    return Finding(place, message, expected=instead, actual=printed, fix=fix)


@rule(
    "L902",
    "nonstandard-wording",
    Severity.INFO,
    title=N_("用语不规范"),
    reason=N_("公文用词要符合规范，词库里列出的写法各有依据。"),
    basis=ACCURACY,
    wrong=" 本年度没有收取信息处理费。\n+截止2023年底，没有其它需要报告的事项。",
    right=" 本年度没有收取信息处理费。\n+截至2023年底，没有其他需要报告的事项，公开了报名截止日期。",
    entries=lambda: lexicon_entries("wording"),
)
def nonstandard_wording(report: Report) -> Iterator[Finding]:
    """词库里列出的不规范的写法。引用文件名称里的不算。"""
    for hit in hits(report)["wording"]:
        whole = full_text(report)
        start, end = whole.stretch(hit.start, hit.end)
        if whole.in_narrative(report, start) and not is_quoted(whole.printed, start):
            printed, instead = whole.printed[start:end], hit.term.instead
            message = _("“{printed}”应写作“{instead}”").format(printed=printed, instead=instead)
            if hit.term.why:
                message = _("{message}：{why}").format(message=message, why=hit.term.why)
            place = whole.place(start, end)
            fix = mending(report, (place, instead), safe=False)
            yield Finding(place, message, expected=instead, actual=printed, fix=fix, basis=hit.term.basis)


@rule(
    "L903",
    "mixed-punctuation",
    Severity.INFO,
    title=N_("半角标点混在全角标点里"),
    reason=N_("中文用全角标点，同一份报告里两种混用，多半是输入时没有切换。"),
    basis=PUNCTUATION,
    wrong="-存在的主要问题是解读形式比较单一。今年增加了图文和视频解读，并组织了业务轮训。\n"
    "+存在的主要问题是解读形式比较单一。今年增加了图文和视频解读,并组织了业务轮训。",
    right=" 本年度没有收取信息处理费。\n+时间为13:32，共3,119件，网址http://www.qingtang.gov.cn。",
)
def mixed_punctuation(report: Report) -> Iterator[Finding]:
    """汉字之间的半角标点、汉字前面的半角括号，每段只报一次。全文大多用半角的，是一种习惯，不算。"""
    texts = passages(report)
    for marks, half_width in ((_MARKS, _between_ideographs), (_BRACKETS, _before_ideograph)):
        wide = sum(each.text.count(mark) for each in texts for mark in marks.values())
        half = [(each, found) for each in texts if (found := half_width(each.text))]
        if wide >= sum(len(found) for _text, found in half) * _HOW_MUCH_RARER:
            inside = ((text, found) for text, found in half if "。" in text.text or "，" in text.text)
            yield from (_mixed(report, text, found, marks) for text, found in inside)


def _mixed(report: Report, text: Passage, found: list[int], marks: Mapping[str, str]) -> Finding:
    """The finding about one paragraph, at the first of its marks."""
    first = found[0]
    mark = text.text[first]
    around = text.text[max(0, first - 4) : first + 5]
    message = _("“{around}”里的“{mark}”是半角标点，应为全角的“{wide}”").format(
        around=around, mark=mark, wide=marks[mark]
    )
    if len(found) > 1:
        message = _("{message}，本段共{count}处").format(message=message, count=len(found))
    changes = [(text.place(at, at + 1), marks[text.text[at]]) for at in found]
    for at in found if "(" in marks else ():
        closing = text.text.index(")", at)  # a bracket in full width wants its other half in full width too
        changes.append((text.place(closing, closing + 1), "）"))
    fix = mending(report, *changes)
    return Finding(text.place(first, first + 1), message, expected=marks[mark], actual=mark, fix=fix, places=len(found))


# ── what the rules share ─────────────────────────────────────────────────────────────────────────


def _between_ideographs(text: str) -> list[int]:
    """Where half-width punctuation stands between two ideographs."""
    if not any(mark in text for mark in _MARKS):
        return []
    return [match.start() for match in re.finditer(_HALF_WIDTH, text)]


def _before_ideograph(text: str) -> list[int]:
    """Where a half-width bracket opens before an ideograph; (一) and the like number a paragraph."""
    return [match.start() for match in re.finditer(_OPENING, text)] if "(" in text else []


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of family L."""
    return [doubled_word, nonstandard_wording, mixed_punctuation]
