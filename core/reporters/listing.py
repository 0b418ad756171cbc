"""A list of all findings (问题清单), one a row, as an office sends it round: the rows of ``csv`` and ``xlsx``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gouji.explain import SEVERITIES
from gouji.finding import Finding, Severity
from gouji.i18n import N_, _
from gouji.outcome import FileResult, Outcome
from gouji.reporters.wording import basis, in_full, printable, repair
from gouji.whereabouts import spoken


class Entry(NamedTuple):
    """One row of the list (清单行), printable and without line breaks; later versions add fields at the end only."""

    file: str
    agency: str
    year: int | None
    spot: str
    severity: str
    code: str
    rule: str
    message: str
    expected: str
    actual: str
    remedy: str
    basis: str
    places: int


HEADINGS = (
    N_("文件"),
    N_("机关"),
    N_("年度"),
    N_("位置"),
    N_("程度"),
    N_("规则代码"),
    N_("规则"),
    N_("问题"),
    N_("应为"),
    N_("现为"),
    N_("应改之处"),
    N_("依据"),
    N_("处数"),
)
"""The headings of an entry's columns, to be translated when they are shown."""


def entries(outcome: Outcome) -> Iterator[tuple[Severity, Entry]]:
    """The rows in the order of the files, each with its severity; what belongs to no file comes last."""
    for file in outcome.files:
        yield from (_entry(outcome, file, finding) for finding in file.findings)
    for finding in outcome.findings:
        yield _entry(outcome, FileResult("", finding.agency, finding.year, None, False, ()), finding)


def _entry(outcome: Outcome, file: FileResult, finding: Finding) -> tuple[Severity, Entry]:
    severity, rule = finding.severity or Severity.INFO, outcome.rules.get(finding.code)
    entry = Entry(
        file=printable(file.path),
        agency=printable(file.agency or ""),
        year=file.year,
        spot=printable(spoken(finding.place)) if file.checked else "",
        severity=_(SEVERITIES[severity]),
        code=finding.code,
        rule=printable(_(rule.title)) if rule else "",
        message=in_full(finding),
        expected=printable(finding.expected or ""),
        actual=printable(finding.actual or ""),
        remedy=_remedy(finding),
        basis=basis(finding),
        places=finding.places,
    )
    return severity, entry


def _remedy(finding: Finding) -> str:
    """The cell that must change, where that is another one than the finding's own (症结)."""
    culprit = finding.culprit
    if culprit is None or culprit.place == finding.place:
        return ""
    return _("{spot}：{message}").format(spot=printable(spoken(culprit.place)), message=repair(culprit))
