"""The page of an agency (机关页): its reports with what was found, and its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, NamedTuple

from gouji.audit.site import names
from gouji.audit.site.census import Member, state
from gouji.audit.site.dossiers import Dossier, Filing, Repetition
from gouji.audit.site.figures import changes, charts
from gouji.finding import Finding, Severity
from gouji.outcome import FileResult, Outcome
from gouji.relations.declaration import plain
from gouji.reporters.html.view import FileView, file_view, of_no_file
from gouji.reporters.wording import printable, whose

_MOST_FINDINGS = 400
"""So many findings are shown on one page; whoever has more looks at the report by itself."""
_MOST_ROLL_UPS = 20
_MOST_PAIRS = 60


class ReportView(NamedTuple):
    """One report as the page shows it (一份报告); hidden: how many of its findings it does not."""

    id: str
    result: FileResult
    year: int | None
    doubt: str | None
    view: FileView
    hidden: int


class YearRow(NamedTuple):
    """One line of the list of years (一年): how the agency stands, and one of its reports, None if there is none."""

    year: int | None
    state: str
    late: bool
    published: date | None
    report: ReportView | None
    counts: Counter[str]


class RollUpView(NamedTuple):
    """A figure that is not the sum of those of the subordinates (汇总差别); rest: what those not named come to."""

    finding: Finding
    rest: str


class RepetitionView(NamedTuple):
    """What is repeated of another report (雷同): whose it is and the page about it, if one is."""

    name: str
    page: str | None
    path: str
    other: str
    pairs: Sequence[tuple[str, str]]
    hidden: int


def agency_view(outcome: Outcome, dossier: Dossier, member: Member) -> dict[str, Any]:
    """What the template needs for an agency."""
    reports = list(_reports(outcome, dossier.filings))
    latest = max((filing.year for filing in dossier.filings if filing.year), default=0)
    return {
        "reports": reports,
        "more": dossier.more,
        "years": sorted(_years(reports, dossier, member), key=lambda row: row.year or 9999, reverse=True),
        "absent": of_no_file(outcome._replace(findings=dossier.absent)),
        "roll_ups": [RollUpView(each, _rest(each)) for each in islice(dossier.roll_ups, _MOST_ROLL_UPS)],
        "repetitions": list(map(_repetition, dossier.repetitions)),
        "charts": list(charts(dossier.courses)),
        "changes": list(changes(dossier.courses, latest)),
        "year": latest,
    }


def report_view(outcome: Outcome, filing: Filing, index: int, most: int = _MOST_FINDINGS) -> ReportView:
    """A report with at most so many of its findings; ``index`` is its own on the page."""
    whole = filing.result
    findings = tuple(map(_by_name, whole.findings[:most]))
    shown = whole._replace(findings=findings, excerpts=whole.excerpts[:most])
    view = file_view(outcome, shown, index)
    hidden = len(whole.findings) - len(shown.findings)
    return ReportView(view.id, whole, filing.year, filing.doubt, view, hidden)


def _by_name(finding: Finding) -> Finding:
    """The finding with the other reports by whose they are, for that tells people more than a long path."""
    named = (each._replace(path=None) if each.agency else each for each in finding.related)
    return finding._replace(related=tuple(named)) if finding.related else finding


def _reports(outcome: Outcome, filings: Sequence[Filing]) -> Iterator[ReportView]:
    left = _MOST_FINDINGS
    for index, filing in enumerate(filings, 1):
        view = report_view(outcome, filing, index, left)
        left -= len(view.result.findings) - view.hidden
        yield view


def _years(reports: Sequence[ReportView], dossier: Dossier, member: Member) -> Iterator[YearRow]:
    """A line for each report, and one for each year without."""
    for report, filing in zip(reports, dossier.filings, strict=True):
        found = Counter((finding.severity or Severity.INFO).key for finding in report.result.findings)
        gravest = next((key for key in ("error", "warning", "info") if found[key]), "clean")
        late = any(finding.code == "D404" for finding in report.result.findings)
        yield YearRow(filing.year, gravest, late, filing.published, report, found)
    filed = {filing.year for filing in dossier.filings}
    for year, standing in member.standings.items():
        if year not in filed:
            yield YearRow(year, state(standing), standing.late, None, None, Counter())


def _rest(finding: Finding) -> str:
    """The sum of the subordinates without those that the finding names, empty if that is nothing or not known."""
    try:
        rest = Decimal(finding.expected or "") - sum(Decimal(each.value or "") for each in finding.related)
    except InvalidOperation:
        return ""
    return plain(rest) if rest else ""


def _repetition(found: Repetition) -> RepetitionView:
    other = found.other
    return RepetitionView(
        name=whose(other.agency, other.year) or printable(other.path or ""),
        page=names.of_agency(other.agency) if other.agency else None,
        path=found.path,
        other=other.path or "",
        pairs=found.pairs[:_MOST_PAIRS],
        hidden=max(0, len(found.pairs) - _MOST_PAIRS),
    )
