"""How the tests write findings down: ``A101 applications/granted/total``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from gouji.api import Finding, Severity
from gouji.testing import clean_report, findings


def spot(finding: Finding) -> str:
    """The code and the cell of a finding, as far as it has one."""
    cell = "/".join(part for part in (finding.table, finding.row, finding.field) if part)
    return f"{finding.code} {cell}".rstrip()


def spots(found: Iterable[Finding], families: str = "AT") -> Counter[str]:
    """The findings of some families, each as code and cell, and how often."""
    return Counter(spot(finding) for finding in found if finding.code[0] in families)


def codes(found: Iterable[Finding], families: str = "AT") -> set[str]:
    """The codes of some families that were found."""
    return {finding.code for finding in found if finding.code[0] in families}


def grave(found: Iterable[Finding]) -> list[str]:
    """What must not be found in a valid report: warnings and errors, and anything at all about figures or tables."""
    return [
        shown(finding)
        for finding in found
        if (finding.severity or Severity.ERROR) >= Severity.WARNING or finding.code[0] in "AT"
    ]


def shown(finding: Finding) -> str:
    """A finding for the message of a failed test."""
    return f"{finding.place.line}:{finding.place.column} {spot(finding)} {finding.message}"


def structure(text: str) -> list[str]:
    """What is found about structure and figures, sorted; S308 to S310 are about what the narrative says."""
    found = spots(findings(text), "ATSX").elements()
    return sorted(each for each in found if not "S308" <= each[:4] <= "S310")


def changed(old: str, new: str, edition: str = "2021") -> str:
    """The clean report with one stretch replaced."""
    text = clean_report(edition)
    assert text.count(old) == 1
    return text.replace(old, new)
