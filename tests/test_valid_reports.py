"""A valid report has no findings, however its copy is laid out, labelled and encoded."""

from __future__ import annotations

import pytest
from answers import grave
from generation import form
from generation.encodings import ENCODINGS
from generation.layouts import BY_NAME, LAYOUTS, Layout, render, split_heads
from generation.reports import Sample, broken, seeded, valid_reports
from hypothesis import given
from hypothesis import strategies as st

from gouji import ruleset
from gouji.testing import findings

SEEDS = st.integers(0, 2**16)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(sample=valid_reports(), seed=SEEDS)
def test_nothing_is_found_in_any_layout(layout: Layout, sample: Sample, seed: int) -> None:
    text = render(sample, layout, seed)
    assert grave(findings(text)) == [], text


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(sample=valid_reports(), layout=st.sampled_from(LAYOUTS), seed=SEEDS)
def test_nothing_is_found_in_any_encoding(encoding: str, sample: Sample, layout: Layout, seed: int) -> None:
    data = ENCODINGS[encoding](render(sample, layout, seed))
    assert grave(findings(data)) == []


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_found_when_heads_are_split_over_two_rows(seed: int) -> None:
    sample = seeded(seed).with_rows("applications", split_heads)
    for name in ("tabs", "line-each-spaced", "|blank", "tsv"):
        assert grave(findings(render(sample, BY_NAME[name], seed))) == [], name


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_an_all_zero_report_is_valid(edition: str) -> None:
    """Most small agencies really have no requests (domain.md 9.2)."""
    zeros = next(s for s in map(seeded, range(100)) if s.edition == edition)
    zeros = Sample(zeros.edition, zeros.year, zeros.agency, dict.fromkeys(zeros.values, "0"), form.tables(edition))
    for layout in LAYOUTS:
        assert grave(findings(render(zeros, layout))) == [], layout.name


@given(sample=valid_reports())
def test_the_generator_makes_reports_on_which_every_relation_holds(sample: Sample) -> None:
    assert broken(sample) == []


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_generator_and_grammar_know_the_same_form(edition: str) -> None:
    tables = form.tables(edition)
    for key, table in ruleset.edition(edition).tables.items():
        cells = [box.key for box in form.boxes(tables[key]) if box.key]
        assert cells == [(row.key, field) for row in table.rows for field in row.fields], key
        texts = {box.text for box in form.boxes(tables[key])}
        assert {row.label for row in table.rows} <= texts, key
        assert set(table.columns.values()) <= texts, key
