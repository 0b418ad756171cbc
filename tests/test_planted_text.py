"""A single defect of the narrative is found at its line and stretch, and nothing else is warned about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answers import shown
from generation import narrative_contradictions, narrative_defects
from generation.layouts import BY_NAME
from generation.narrative_defects import Plant
from generation.narrative_sentences import FAULTY
from generation.narratives import Marked, Narrated, printed, unmarked
from generation.noise import Noise

from gouji.api import Finding, Severity
from gouji.testing import clean_report, findings

PLANTS = {plant.name: plant for plant in (*narrative_defects.PLANTS, *narrative_contradictions.PLANTS)}
COPIES = (("tabs", 0), ("|blank", 0), ("tsv", 30))
"""The layout of the tables and the width at which sentences are broken over lines, 0 for not at all."""
LOOSE = ("S308", "S309", "S310", "D403", "D406", "C504")
"""Codes that may point to the heading or to another of the places that contradict each other."""


def meets(finding: Finding, stretch: Marked) -> bool:
    """Whether a finding's place and the marked stretch overlap."""
    place = finding.place
    starts, ends = (place.line, place.column), (place.end_line, place.end_column)
    return starts < stretch.end and stretch.start < max(ends, (starts[0], starts[1] + 1))


@pytest.mark.parametrize("name", PLANTS)
def test_found_where_it_stands(name: str) -> None:
    plant = PLANTS[name]
    copies = zip(plant.reports(len(COPIES)), COPIES, strict=True)
    wrong = [problem for report, copy in copies if (problem := _problem(plant, report, *copy))]
    assert wrong == [], "\n".join(wrong)


def _problem(plant: Plant, report: Narrated, layout: str, width: int) -> str:
    """What is wrong with the answer to one report: not found, found elsewhere, or something else besides."""
    report = replace(report, wrapped=width if plant.wraps else 0)
    text, stretches = unmarked(printed(report, BY_NAME[layout], 1, Noise()))
    found = findings(text)
    answers = [each for each in found if each.code in plant.codes]
    lines = text.split("\n")
    where = [f"{s.start}-{s.end}: {''.join(lines[s.start[0] - 1 : s.end[0]]).strip()}" for s in stretches]
    report_is = f"{layout} {report.title}: {where}"
    if not answers:
        return f"{plant.codes} not found, {report_is} {_listed(found)}"
    if stretches and not set(plant.codes) & set(LOOSE) and not any(meets(a, s) for a in answers for s in stretches):
        return f"found elsewhere, {report_is} {_listed(answers)}"
    others = _others(found, plant, stretches)
    return f"found besides, {report_is} {others}" if others else ""


def _others(found: list[Finding], plant: Plant, stretches: list[Marked]) -> list[str]:
    """What is warned about besides the defect; what may accompany it must stand at the same place."""
    allowed = {*plant.codes, *plant.also}
    return [
        shown(each)
        for each in found
        if (each.severity or Severity.ERROR) >= Severity.WARNING
        and not (each.code in allowed and (each.code in LOOSE or any(meets(each, s) for s in stretches)))
        and not (each.code in allowed and not stretches)
    ]


def _listed(found: list[Finding]) -> str:
    return str([shown(each) for each in found])


@pytest.mark.parametrize(("code", "sentence"), FAULTY)
def test_a_faulty_sentence_is_found(code: str, sentence: str) -> None:
    """Among whatever else the sentence brings."""
    found = findings(clean_report(narrative=sentence))
    assert code in {each.code for each in found}, _listed(found)


def test_every_rule_of_the_text_is_planted() -> None:
    """D401–D407, C501–C508, N601–N604, H701–H706, L901–L903, S308–S310."""
    last = {"D4": 7, "C5": 8, "N6": 4, "H7": 6, "L9": 3}
    wanted = {f"{family}0{n}" for family, count in last.items() for n in range(1, count + 1)}
    assert {plant.codes[0] for plant in PLANTS.values()} >= wanted | {"S308", "S309", "S310"}
    assert len(PLANTS) >= 80
