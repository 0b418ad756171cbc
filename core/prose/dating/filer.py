"""The filer (报告机关): a government, one of its agencies, or a township, by the name and by what the text says."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gouji.i18n import _
from gouji.model import Report, reading
from gouji.prose.dating.filing import (
    DEPARTMENT,
    GOVERNMENT,
    TOWNSHIP,
    UNSURE,
    Day,
    agencies,
    bare_name,
    calendar,
    filing,
    is_office,
    kind_by_name,
)
from gouji.prose.dating.signing import signature
from gouji.prose.passages import passages

_LAST_YEAR_OF_2007_REGULATIONS = 2018


class Filer(NamedTuple):
    """Who reports (报告机关).

    kind: ``government``, ``department``, ``township`` or ``unsure``. evidence: what tells so, for messages.
    """

    kind: str
    evidence: str


class Deadline(NamedTuple):
    """When a report must be published (公布期限).

    day: the last one, of the year after; None if the filer has none. local: whether a local ruleset sets it, not the
    law. basis: where that is laid down, empty if the ruleset does not say, or for the law.
    """

    day: Day | None
    local: bool = False
    basis: str = ""


@reading
def filer(report: Report) -> Filer:
    """Who reports: the title says it, else the signature, else what the text calls its own.

    A government's office (办公厅、办公室) may sign for it, or report for itself: its signature says not which.
    """
    titled, signer = _names(report)
    listed = agencies(report.additions)
    for name in (titled, signer):
        if name in listed:
            return Filer(listed[name].kind, _("规则集列有「{name}」").format(name=name))
    kind = kind_by_name(titled)
    if kind is not None:
        return _by_title(report, titled, kind, signer)
    kind = kind_by_name(signer)
    if kind is not None and not is_office(signer):
        return Filer(kind, _("落款机关为「{name}」").format(name=signer))
    return _by_text(report, signer)


def deadline(report: Report, year: int) -> Deadline:
    """When the report on a year must be published.

    A local ruleset goes before the law, and what it says of the agency by name before what it says of the kind.
    For a filer of unsure kind it is the later of the days for a government and a department: before that day it may be
    in time. The law sets townships none.
    """
    local = calendar(report.additions)
    for name in _names(report):
        own = agencies(report.additions).get(name)
        for known in (name, own.name if own else name):
            if known in local.agencies:
                return Deadline(local.agencies[known].day, True, local.agencies[known].basis)
    found = {kind: Deadline(day) for kind, day in statutory(year).items()}
    found |= {kind: Deadline(term.day, True, term.basis) for kind, term in local.kinds.items()}
    kind = filer(report).kind
    if kind == UNSURE:
        kind = GOVERNMENT if (found[GOVERNMENT].day or ()) >= (found[DEPARTMENT].day or ()) else DEPARTMENT
    return found.get(kind, Deadline(None))


def statutory(year: int) -> Mapping[str, Day]:
    """The last days that the law sets for reports on a year, by kind of filer."""
    return filing().deadlines_to_2018 if year <= _LAST_YEAR_OF_2007_REGULATIONS else filing().deadlines


def _names(report: Report) -> tuple[str, str]:
    """The agency in the title and that of the signature, without white space; empty where there is none."""
    titled = _bare(report.title.agency) if report.title and report.title.agency else ""
    return bare_name(titled), bare_name(signature(report)[0] or "")


def _by_title(report: Report, titled: str, kind: str, signer: str) -> Filer:
    evidence = _("标题中的机关为「{name}」").format(name=titled)
    if is_office(titled) and _word(report, filing().words["gathers"]):
        kind = UNSURE  # it reports for itself, or lends its name to the government's report
    elif kind == GOVERNMENT and kind_by_name(signer) in (DEPARTMENT, TOWNSHIP) and not is_office(signer):
        kind = UNSURE  # 清棠县2023年…, signed by one of its agencies
    return Filer(kind, evidence)


def _by_text(report: Report, signer: str) -> Filer:
    words = filing().words
    gathers = _word(report, words["gathers"])
    if gathers:
        return Filer(GOVERNMENT, _("正文写有「{word}」").format(word=gathers))
    for kind in (DEPARTMENT, TOWNSHIP, GOVERNMENT):
        word = _word(report, words[f"own_{kind}"])
        if word and not (is_office(signer) and kind == DEPARTMENT):
            return Filer(kind, _("正文写有「{word}」").format(word=word))
    return Filer(UNSURE, "")


def _word(report: Report, words: Iterable[str]) -> str | None:
    """The first of the words that the narrative has."""
    texts = [passage.text for passage in passages(report)]
    return next((word for word in words if any(word in text for text in texts)), None)


def _bare(name: str) -> str:
    """The name without what stands in brackets behind it, unless that makes an office of a government."""
    head, bracket, rest = name.replace("（", "(").replace("）", ")").partition("(")
    inner = rest.rstrip(")")
    return head + inner if bracket and inner in ("办公室", "办公厅", "办") else head
