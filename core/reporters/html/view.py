"""What the page shows (网页内容): problems, tables with their marks, and rules, in the order in which they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from gouji.explain import SEVERITIES, family, kind
from gouji.finding import Culprit, Finding, Severity
from gouji.i18n import _
from gouji.outcome import Drawing, Excerpt, FileResult, Outcome
from gouji.reporters.causes import Cause, causes, single
from gouji.reporters.html.marks import Mark, MarkedCell, Spot, spots, table_of
from gouji.reporters.wording import basis, headline, message, printable, related, repair, title, whose
from gouji.rule import Rule
from gouji.whereabouts import spoken


class Statement(NamedTuple):
    """What one rule says of a problem (问题描述); ``actual`` and ``expected`` are None unless it gives both."""

    code: str
    title: str
    text: str
    actual: str | None
    expected: str | None


class Problem(NamedTuple):
    """One problem as people see it (一处问题).

    id: of its card, unique on the page; number: in its report. cell: whether one that it is about is drawn.
    repair: what the culprit's cell should hold, as a sentence, unless the headline says it already. related: the other
    reports that it is about. remedy: the command
    that mends it, if one does.
    """

    id: str
    number: int
    severity: Severity
    families: tuple[str, ...]
    headline: str
    repair: str
    statements: tuple[Statement, ...]
    related: tuple[str, ...]
    bases: tuple[str, ...]
    where: str
    excerpt: Excerpt | None
    cell: bool
    remedy: str


class Sheet(NamedTuple):
    """A drawn table with the problems that are about it (表格)."""

    drawing: Drawing
    rows: tuple[tuple[MarkedCell, ...], ...]
    problems: tuple[Problem, ...]


class FileView(NamedTuple):
    """One report (一份报告): the tables that have problems, and the problems that are about none of these.

    in_order: the sections of the tables that have none and are not drawn.
    """

    id: str
    result: FileResult
    counts: Mapping[Severity, int]
    sheets: tuple[Sheet, ...]
    others: tuple[Problem, ...]
    in_order: tuple[str, ...]

    @property
    def problems(self) -> Iterator[Problem]:
        """All problems in the order in which they stand on the page."""
        for sheet in self.sheets:
            yield from sheet.problems
        yield from self.others


class Choice(NamedTuple):
    """One value of a filter (筛选项): its key, its name, and the number of problems that have it."""

    key: str
    name: str
    number: int
    severity: Severity | None = None


class RuleView(NamedTuple):
    """A rule that found something (规则说明), its examples each with a heading and how it is to be read."""

    rule: Rule
    about: str
    examples: tuple[tuple[str, str, tuple[str, ...]], ...]


def file_view(outcome: Outcome, result: FileResult, index: int) -> FileView:
    """A report as the page shows it; ``index`` is its own in the run."""
    found = causes(result)
    by_table: dict[str | None, list[Cause]] = {drawing.table: [] for drawing in result.drawings}
    tables = [key for key in by_table if key]
    others = by_table.setdefault(None, [])
    for cause in found:
        by_table[table_of(cause, tables)].append(cause)
    numbers = count(1)
    return FileView(
        id=f"f{index}",
        result=result,
        counts=Counter(cause.severity for cause in found),
        sheets=tuple(
            _sheet(outcome, drawing, by_table[drawing.table], index, numbers)
            for drawing in result.drawings
            if by_table[drawing.table]
        ),
        others=tuple(_problem(outcome, cause, index, next(numbers)) for cause in others),
        in_order=tuple(drawing.section for drawing in result.drawings if not by_table[drawing.table]),
    )


def of_no_file(outcome: Outcome) -> tuple[Problem, ...]:
    """The problems that belong to no report (运行中的问题)."""
    return tuple(
        _problem(outcome, single(finding), 0, number)._replace(where=whose(finding.agency, finding.year))
        for number, finding in enumerate(outcome.findings, 1)
    )


def by_severity(problems: Sequence[Problem]) -> list[Choice]:
    """The severities, gravest first."""
    found = Counter(problem.severity for problem in problems)
    gravest_first = sorted(SEVERITIES, reverse=True)
    return [Choice(each.key, _(SEVERITIES[each]), found[each], each) for each in gravest_first]


def by_family(problems: Sequence[Problem]) -> list[Choice]:
    """The families of rules that found something, by their letters."""
    found = Counter(each for problem in problems for each in problem.families)
    return [Choice(letters, family(letters), number) for letters, number in sorted(found.items())]


def rule_views(outcome: Outcome, problems: Iterable[Problem]) -> list[RuleView]:
    """The rules that found something, by code."""
    codes = {statement.code for problem in problems for statement in problem.statements}
    return [rule_view(outcome.rules[code]) for code in sorted(codes) if code in outcome.rules]


def rule_view(rule: Rule) -> RuleView:
    """A rule as the page explains it."""
    examples = ((_("会报告"), rule.wrong), (_("不报告"), rule.right))
    shown = tuple(
        (f"{heading} · {kind(text)[0]}", kind(text)[1], tuple(text.strip("\n").splitlines()))
        for heading, text in examples
        if text.strip()
    )
    about = _("{severity}，属于“{family}”类").format(severity=_(SEVERITIES[rule.severity]), family=family(rule.code))
    return RuleView(rule, about, shown)


def _sheet(outcome: Outcome, drawing: Drawing, found: Sequence[Cause], index: int, numbers: Iterator[int]) -> Sheet:
    problems: list[Problem] = []
    marked: dict[Spot, list[Mark]] = {}
    for cause in found:
        about = spots(cause, drawing)
        problem = _problem(outcome, cause, index, next(numbers), cell=bool(about))
        problems.append(problem)
        for place, (spot, said_by) in enumerate(about.items()):
            value = printable(said_by.value) if isinstance(said_by, Culprit) else None
            made = Mark(problem.id, problem.number, problem.severity, first=place == 0, repair=value)
            marked.setdefault(spot, []).append(made)
    rows = tuple(
        tuple(MarkedCell(cell, tuple(marked.get((cell.row, cell.field), ()))) for cell in row) for row in drawing.rows
    )
    return Sheet(drawing, rows, tuple(problems))


def _problem(outcome: Outcome, cause: Cause, index: int, number: int, *, cell: bool = False) -> Problem:
    several = len(cause.findings) > 1
    elsewhere = cause.culprit is not None and cause.culprit.place != cause.findings[0].place
    return Problem(
        id=f"{index}-{number}",
        number=number,
        severity=cause.severity,
        families=tuple(sorted({finding.code.rstrip("0123456789") for finding in cause.findings})),
        headline=headline(outcome, cause),
        repair=repair(cause.culprit, cause.actual) if cause.culprit and elsewhere and not several else "",
        statements=tuple(_statement(outcome, finding, titled=several) for finding in cause.findings),
        related=tuple(line for finding in cause.findings for line in related(finding)),
        bases=tuple(dict.fromkeys(basis(finding) for finding in cause.findings if finding.basis)),
        where=printable(spoken(cause.place)),
        excerpt=cause.excerpt and Excerpt(*map(printable, cause.excerpt)),
        cell=cell,
        remedy=_remedy(cause),
    )


def _remedy(cause: Cause) -> str:
    if cause.is_mendable(safe=True):
        return _("可用 --fix 改好")
    return _("可用 --fix --unsafe-fixes 改，改后要核对") if cause.is_mendable(safe=False) else ""


def _statement(outcome: Outcome, finding: Finding, *, titled: bool) -> Statement:
    both = finding.actual is not None and finding.expected is not None
    return Statement(
        finding.code,
        title(outcome, finding.code) if titled else "",
        message(finding),
        printable(finding.actual or "") if both else None,
        printable(finding.expected or "") if both else None,
    )
