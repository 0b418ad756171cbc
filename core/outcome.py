"""What a run found (检查结果): per file, and in all. Reporters write it out; nothing here formats anything."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gouji.finding import Finding, Severity
from gouji.rule import Rule

NEVER = max(Severity) + 1
"""To fail on no finding at all."""


class Excerpt(NamedTuple):
    """What to show of the source (摘录): the row of a table, or a line, with the ``marked`` part between two others."""

    before: str
    marked: str
    after: str


class DrawnCell(NamedTuple):
    """One cell of a drawing (图中一格): its text, and how many rows and columns it takes up.

    row, field: the form's own keys; the label of a row has no field, the heading of a column no row, and what is merged
    over several of them has neither. head: whether it is a label rather than a figure. absent: whether the form has it
    and the report has not.
    """

    text: str
    row: str | None = None
    field: str | None = None
    rows: int = 1
    columns: int = 1
    head: bool = False
    absent: bool = False


class Drawing(NamedTuple):
    """A statutory table (表格图) as the form prints it, with what stands in the report's cells.

    table: the form's key for it. section: number and title of the section that it stands in, as the form has them.
    rows: from top to bottom; a cell that takes up several rows stands in the first of them.
    """

    table: str
    section: str
    rows: tuple[tuple[DrawnCell, ...], ...]


class FileResult(NamedTuple):
    """What was found in one file.

    path: the file as the user named it. checked: False if the input could not be checked at all (X001, X002).
    findings: in document order, selected and judged.
    excerpts: one for each finding, of its culprit's cell if it names one; None where there is nothing to show.
    selected: the codes of the rules that were run on it.
    drawings: the statutory tables that it has, if a reporter draws them.
    suppressed: how many findings suppressions cover, which are not among these. used: the suppressions of the
        configuration that did so, by source and word. expires: the last day on which that is so, as 2027-03-31.
    expired: the last day on which it was not so yet, for want of a day on which others expire.
    baselined: how many findings the baseline knows, which are not among these either.
    digest: the SHA-256 of the file's bytes in hexadecimal, empty if they could not be read.
    """

    path: str
    agency: str | None
    year: int | None
    edition: str | None
    checked: bool
    findings: tuple[Finding, ...]
    excerpts: tuple[Excerpt | None, ...] = ()
    selected: frozenset[str] = frozenset()
    drawings: tuple[Drawing, ...] = ()
    suppressed: int = 0
    used: frozenset[str] = frozenset()
    expires: str | None = None
    expired: str | None = None
    baselined: int = 0
    digest: str = ""


class Counts(NamedTuple):
    """How much was found in a whole run (数量).

    severities: the number of findings of each. suppressed, baselined: the numbers of findings left out.
    unchecked: the number of files that could not be checked.
    """

    severities: Mapping[Severity, int]
    suppressed: int
    baselined: int
    unchecked: int


class Outcome(NamedTuple):
    """What was found in a whole run.

    files: in an audit, they are read from the ledger each time that they are gone through.
    findings: those that belong to no file, such as a plugin that could not be loaded.
    rules: the catalogue by code, for titles.
    fail_on: the severity from which on a finding fails the run, or NEVER.
    known: the counts, where they are known without going through the files.
    """

    files: Sequence[FileResult]
    findings: tuple[Finding, ...]
    rules: Mapping[str, Rule]
    fail_on: int
    known: Counts | None = None

    @property
    def counts(self) -> Counts:
        """How much was found; who needs several of these numbers asks once."""
        if self.known is not None:
            return self.known
        suppressed = baselined = unchecked = 0
        for file in self.files:
            suppressed += file.suppressed
            baselined += file.baselined
            unchecked += not file.checked
        return Counts(
            Counter(each.severity or Severity.INFO for each in self.all_findings), suppressed, baselined, unchecked
        )

    @property
    def all_findings(self) -> Iterator[Finding]:
        """All findings of all files, then those without a file."""
        for file in self.files:
            yield from file.findings
        yield from self.findings

    @property
    def exit_status(self) -> int:
        """0: nothing at or above ``fail_on``; 1: something; 2: an input could not be checked."""
        counts = self.counts
        if counts.unchecked:
            return 2
        return int(any(severity >= self.fail_on for severity, number in counts.severities.items() if number))
