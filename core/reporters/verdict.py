"""The verdict (结论) on a whole run, in the words of every format that people read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gouji.finding import Severity
from gouji.i18n import _
from gouji.outcome import FileResult, Outcome


class Verdict(NamedTuple):
    """What is said of all reports together, and the worst that is said of any.

    worst: a severity's key, ``unchecked``, nothing where no problem was found, ``nothing`` where there is no report.
    """

    text: str
    worst: str


def verdict(files: Sequence[FileResult]) -> Verdict:
    """How many of the reports are in order, and how many are not.

    >>> verdict([]).text
    '没有可检查的报告。'
    """
    if not files:
        return Verdict(_("没有可检查的报告。"), "nothing")
    grades = Counter(map(_grade, files))
    if set(grades) == {""}:
        return Verdict(_("{count}份报告：未发现问题。").format(count=len(files)), "")
    parts = {
        "unchecked": _("{count}份未能检查"),
        "error": _("{count}份有错误"),
        "warning": _("{count}份有警告"),
        "info": _("{count}份有提示"),
        "": _("{count}份未发现问题"),
    }
    said = {key: text.format(count=grades[key]) for key, text in parts.items() if grades[key]}
    text = _("{count}份报告：{parts}。").format(count=len(files), parts=_("，").join(said.values()))
    return Verdict(text, next(iter(said)))


def _grade(file: FileResult) -> str:
    """The key of the gravest that was found in the file, ``unchecked``, or nothing."""
    if not file.checked:
        return "unchecked"
    gravest = max((finding.severity or Severity.INFO for finding in file.findings), default=None)
    return gravest.key if gravest else ""


def counted(problems: Iterable[Severity]) -> str:
    """How many problems of each severity there are."""
    found = Counter(problems)
    counts = [
        _("{count}个错误").format(count=found[Severity.ERROR]),
        _("{count}个警告").format(count=found[Severity.WARNING]),
        _("{count}个提示").format(count=found[Severity.INFO]),
    ]
    return _("共{counts}。").format(counts=_("、").join(counts))


def of_no_file(outcome: Outcome) -> str:
    """How many of the problems belong to no report."""
    return _("其中{count}个不属于任何一份报告。").format(count=len(outcome.findings))


def left_out(outcome: Outcome) -> str:
    """How many problems are not reported because somebody knows of them; empty if there are none."""
    counts = outcome.counts
    parts = [
        (counts.baselined, _("{count}个是基线里已有的")),
        (counts.suppressed, _("{count}个写明了例外")),
    ]
    said = [text.format(count=count) for count, text in parts if count]
    return _("另有没有报告的问题：{parts}。").format(parts=_("，").join(said)) if said else ""
