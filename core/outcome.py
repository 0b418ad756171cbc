"""What a run found (检查结果): per file, and in all. Reporters write it out; nothing here formats anything."""

from collections.abc import Mapping
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


class FileResult(NamedTuple):
    """What was found in one file.

    path: the file as the user named it. checked: False if the input could not be checked at all (X001, X002).
    findings: in document order, selected and judged.
    excerpts: one for each finding, of its culprit's cell if it names one; None where there is nothing to show.
    selected: the codes of the rules that were run on it.
    """

    path: str
    agency: str | None
    year: int | None
    edition: str | None
    checked: bool
    findings: tuple[Finding, ...]
    excerpts: tuple[Excerpt | None, ...] = ()
    selected: frozenset[str] = frozenset()


class Outcome(NamedTuple):
    """What was found in a whole run.

    findings: those that belong to no file, such as a plugin that could not be loaded.
    rules: the catalogue by code, for titles.
    fail_on: the severity from which on a finding fails the run, or NEVER.
    """

    files: tuple[FileResult, ...]
    findings: tuple[Finding, ...]
    rules: Mapping[str, Rule]
    fail_on: int

    def number(self, severity: Severity) -> int:
        """The number of findings of exactly this severity."""
        return sum(finding.severity is severity for finding in self.all_findings)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """All findings of all files, then those without a file."""
        return tuple(finding for file in self.files for finding in file.findings) + self.findings

    @property
    def unchecked(self) -> int:
        """The number of files that could not be checked."""
        return sum(not file.checked for file in self.files)

    @property
    def exit_status(self) -> int:
        """0: nothing at or above ``fail_on``; 1: something; 2: an input could not be checked."""
        if self.unchecked:
            return 2
        return int(any((finding.severity or 0) >= self.fail_on for finding in self.all_findings))
