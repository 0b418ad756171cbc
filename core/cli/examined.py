"""How a pack fared (检验结果), as text for its author and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import indent
from typing import Any

from gouji.i18n import N_, _
from gouji.testing import Examination, Trial
from gouji.testing.trial import Firing

_MOST_SHOWN = 3
"""How many of the valid reports that a rule fires on are shown."""
_VERDICTS = {True: N_("通过"), False: N_("没通过"), None: N_("没有检验")}


def as_text(examined: Examination) -> str:
    """What a person reads."""
    return "".join(f"{line}\n" for line in _lines(examined))


def _lines(examined: Examination) -> Iterator[str]:
    pack = examined.pack
    yield _("规则包 {path}：{rules}条规则").format(path=pack.path, rules=len(examined.trials))
    for remark in examined.remarks:
        yield indent(f"{_level(remark.failure)}{remark.message}", "  ")
    for trial in examined.trials:
        yield ""
        yield from _trial(trial, examined.reports)
    failures = len(examined.failures)
    notes = len(examined.all_remarks) - failures
    yield ""
    if failures:
        yield _("{failures}个错误，{notes}个提示").format(failures=failures, notes=notes)
    elif notes:
        yield _("没有错误，有{notes}个提示，请看一看").format(notes=notes)
    else:
        yield _("没有发现问题")


def _trial(trial: Trial, reports: int) -> Iterator[str]:
    rule = trial.rule
    yield f"{rule.code} {rule.name}  {_(rule.title)}"
    fired = len({firing.specimen.path for firing in trial.firings})
    said = _("反例{wrong}，正例{right}，{reports}份有效报告中{fired}份触发")
    if rule.only_in_audits:
        said = _("反例{wrong}，正例{right}；跨报告的规则，不用单份有效报告检验")
    yield "  " + said.format(
        wrong=_(_VERDICTS[trial.wrong]), right=_(_VERDICTS[trial.right]), reports=reports, fired=fired
    )
    for remark in trial.remarks:
        yield f"  {_level(remark.failure)}{remark.message}"
    by_report = [list(group) for _key, group in groupby(trial.firings, lambda firing: firing.specimen.path)]
    for firings in by_report[:_MOST_SHOWN]:
        yield from _firing(firings[0])
    if len(by_report) > _MOST_SHOWN:
        yield "    " + _("……还有{count}份").format(count=len(by_report) - _MOST_SHOWN)


def _firing(firing: Firing) -> Iterator[str]:
    specimen = firing.specimen
    message = _("{agency}{year}年度报告（{edition}年版）第{line}行：{message}")
    yield "    " + message.format(
        agency=specimen.agency.name,
        year=specimen.year,
        edition=specimen.edition,
        line=firing.finding.place.line,
        message=firing.finding.message,
    )
    if firing.excerpt is not None:
        yield f"      {firing.excerpt.before}【{firing.excerpt.marked}】{firing.excerpt.after}"


def _level(failure: bool) -> str:
    return _("错误：") if failure else _("提示：")


def as_json(examined: Examination) -> str:
    """The same as data."""
    import json

    pack = examined.pack
    data: dict[str, Any] = {
        "pack": {"path": pack.path, "plugins": pack.plugins, "rulesets": pack.rulesets},
        "reports": examined.reports,
        "rules": [_rule(trial) for trial in examined.trials],
        "remarks": [
            {
                "level": "error" if remark.failure else "info",
                "kind": remark.kind,
                "code": remark.code or None,
                "message": remark.message,
            }
            for remark in examined.all_remarks
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _rule(trial: Trial) -> dict[str, Any]:
    return {
        "code": trial.rule.code,
        "name": trial.rule.name,
        "wrong": trial.wrong,
        "right": trial.right,
        "firings": [
            {
                "agency": firing.specimen.agency.name,
                "year": firing.specimen.year,
                "edition": firing.specimen.edition,
                "message": firing.finding.message,
            }
            for firing in trial.firings
        ],
    }
