"""A narrative that is true of its tables brings no finding: at most one warning in a hundred reports, and no error."""

from __future__ import annotations

import os

import pytest
from answers import shown
from generation.narrative_sentences import NOT_DOUBLED, SILENT
from generation.narratives import dressed, narrated, printed
from generation.reports import broken

from gouji.api import Finding, Severity
from gouji.testing import clean_report, findings

REPORTS = int(os.environ.get("GOUJI_NARRATIVES", "150"))
"""How many reports are made; by hand a few thousand."""


def text_of(seed: int) -> str:
    """The report of a seed as one of its copies has it."""
    report, layout = dressed(narrated(seed), seed)
    return printed(report, layout, seed)


def serious(found: list[Finding]) -> list[Finding]:
    """What ought not to be found in a valid report."""
    return [each for each in found if (each.severity or Severity.ERROR) >= Severity.WARNING]


def about(seed: int, text: str, finding: Finding) -> str:
    """A finding with the line that it points to."""
    line = text.split("\n")[finding.place.line - 1].strip()
    return f"seed {seed} {shown(finding)} | {finding.actual} | {line[:160]}"


@pytest.fixture(scope="module")
def all_found() -> list[tuple[int, str, Finding]]:
    """Every serious finding in every report."""
    found = []
    for seed in range(REPORTS):
        text = text_of(seed)
        found += [(seed, text, each) for each in serious(findings(text))]
    return found


def test_hardly_any_report_is_warned_about(all_found: list[tuple[int, str, Finding]]) -> None:
    """At most one report in a hundred."""
    warned = {seed for seed, _, _ in all_found}
    assert len(warned) * 100 <= REPORTS, "\n".join(about(*each) for each in all_found)


def test_no_report_has_an_error(all_found: list[tuple[int, str, Finding]]) -> None:
    """An error is a provable breach; there is none here."""
    errors = [about(*each) for each in all_found if each[2].severity in (Severity.ERROR, None)]
    assert errors == []


def test_the_tables_below_the_narrative_hold() -> None:
    """Whatever is changed to make the figures those of a small agency."""
    for seed in range(REPORTS):
        assert broken(narrated(seed)) == []


@pytest.mark.parametrize("sentence", SILENT)
def test_what_is_no_restatement_is_silent(sentence: str) -> None:
    assert [shown(each) for each in serious(findings(clean_report(narrative=sentence)))] == []


def test_words_that_only_meet_are_not_doubled() -> None:
    """调解解决 is two words, 研究研究 one."""
    found = findings(clean_report(narrative=f"工作用语：{NOT_DOUBLED}。"))
    assert [shown(each) for each in found if each.code == "L901"] == []
