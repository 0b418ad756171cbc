"""Causes (症结): what broke several relations at once is shown to people once, at the cell that must change."""

from typing import NamedTuple

from gouji.document import Place
from gouji.finding import Culprit, Finding, Severity
from gouji.outcome import Excerpt, FileResult


class Cause(NamedTuple):
    """What people see as one problem (一处问题): a finding, or all findings of a file that name the same culprit.

    excerpt: what stands at the culprit's cell if there is one, else at the finding's place.
    """

    place: Place
    severity: Severity
    findings: tuple[Finding, ...]
    culprit: Culprit | None
    excerpt: Excerpt | None

    @property
    def actual(self) -> str:
        """What the culprit's cell holds now; empty if that is nothing, or not known."""
        return self.excerpt.marked.strip() if self.culprit and self.excerpt else ""

    def is_mendable(self, *, safe: bool) -> bool:
        """Whether there is a fix, a safe or another one, for all its findings."""
        return all(finding.fix is not None and finding.fix.safe is safe for finding in self.findings)


def causes(file: FileResult) -> list[Cause]:
    """The problems of a file as people see them, in document order."""
    shared: dict[Culprit | int, list[int]] = {}
    for index, finding in enumerate(file.findings):
        shared.setdefault(finding.culprit or index, []).append(index)
    # A culprit may stand before or after the totals that it spoils, so its place decides where it is shown.
    return sorted((_cause(file, indexes) for indexes in shared.values()), key=_position)


def single(finding: Finding) -> Cause:
    """A finding by itself, such as one that belongs to no file."""
    return Cause(finding.place, finding.severity or Severity.INFO, (finding,), finding.culprit, None)


def _cause(file: FileResult, indexes: list[int]) -> Cause:
    findings = tuple(file.findings[index] for index in indexes)
    culprit = findings[0].culprit
    return Cause(
        place=culprit.place if culprit else findings[0].place,
        severity=max(finding.severity or Severity.INFO for finding in findings),
        findings=findings,
        culprit=culprit,
        excerpt=file.excerpts[indexes[0]] if file.excerpts else None,
    )


def _position(cause: Cause) -> tuple[int, int, int]:
    return cause.place.page or 0, cause.place.line, cause.place.column
