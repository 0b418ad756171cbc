"""One changed number breaks exactly the relations that contain its cell, and is named as their cause."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from answers import shown, spots
from generation.layouts import LAYOUTS, Layout, render
from generation.reports import CellKey, Sample, broken, numbers_of, repairs, seeded, valid_reports
from hypothesis import given
from hypothesis import strategies as st

from gouji.api import Finding
from gouji.testing import findings

SEEDS = st.integers(0, 2**16)


@st.composite
def changed_reports(draw: st.DrawFn) -> tuple[Sample, CellKey, int]:
    """A valid report with one other number in it, the cell, and the number that stood there."""
    sample = draw(valid_reports())
    numbers = numbers_of(sample)
    key = draw(st.sampled_from(sorted(numbers)))
    wrong = draw(st.integers(0, max(2 * numbers[key], 9)).filter(lambda number: number != numbers[key]))
    return sample.with_value(key, str(wrong)), key, numbers[key]


def relations_found(found: list[Finding]) -> Counter[str]:
    return spots(found, "AT")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(changed=changed_reports(), seed=SEEDS)
def test_exactly_the_broken_relations_are_found(
    layout: Layout, changed: tuple[Sample, CellKey, int], seed: int
) -> None:
    sample, _, _ = changed
    text = render(sample, layout, seed)
    expected = Counter(f"{relation.code} {'/'.join(relation.at)}" for relation in broken(sample))
    assert relations_found(findings(text)) == expected, text


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(changed=changed_reports(), seed=SEEDS)
def test_the_culprit_is_the_changed_cell(layout: Layout, changed: tuple[Sample, CellKey, int], seed: int) -> None:
    """It is named when exactly one cell's change repairs everything (rules.md, A)."""
    sample, key, value = changed
    found = findings(render(sample, layout, seed))
    expected = {(*key, str(value))} if len(repairs(sample)) == 1 else {None}
    culprits = {c and (c.table, c.row, c.field, c.value) for c in (finding.culprit for finding in found)}
    assert culprits == expected, [shown(finding) for finding in found]


def test_a_cell_of_two_relations_can_always_be_told() -> None:
    for seed in range(6):
        sample = seeded(seed)
        for key, number in numbers_of(sample).items():
            faulty = sample.with_value(key, str(number + 1))
            if len(broken(faulty)) > 1:
                assert repairs(faulty) == [(key, number)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(changed=changed_reports(), seed=SEEDS)
def test_places_are_those_of_the_source(layout: Layout, changed: tuple[Sample, CellKey, int], seed: int) -> None:
    """What stands at a finding's place in the file is the cell's number."""
    sample, _, _ = changed
    text = render(sample, layout, seed)
    lines = text.split("\n")
    for finding in findings(text):
        if finding.code[0] != "A":
            continue
        assert finding.table and finding.row and finding.field
        place = finding.place
        assert place.line == place.end_line
        printed = lines[place.line - 1][place.column - 1 : place.end_column - 1]
        number = unicodedata.normalize("NFKC", printed).replace(",", "")
        assert number == sample.values[finding.table, finding.row, finding.field]


@given(sample=valid_reports(), layout=st.sampled_from(LAYOUTS), seed=SEEDS, data=st.data())
def test_numbers_outside_all_relations_are_free(sample: Sample, layout: Layout, seed: int, data: st.DataObject) -> None:
    free = sorted(key for key, text in sample.values.items() if key[0] == "disclosure" and text.isdigit())
    other = sample.with_value(data.draw(st.sampled_from(free)), str(data.draw(st.integers(0, 10**7))))
    assert not relations_found(findings(render(other, layout, seed)))
