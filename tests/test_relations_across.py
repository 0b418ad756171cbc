"""Relations across reports: what is asked of the ledger, against an evaluation that goes by the definitions alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files as resources
from typing import Any, NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.collection import Collection
from gouji.relations.across.asking import Breach, breaches
from gouji.relations.across.laying import LaidOut, laid_across
from gouji.relations.declaration import Relation, load_relations
from gouji.relations.evaluation import Bounds, Interval, applies, domain, satisfiable
from gouji.relations.expansion import Operand

SCHEMA = resources("gouji.audit.ledger").joinpath("schema.sql").read_text("utf-8")


def relation(**says: Any) -> Relation:
    entry = {
        **{"code": "KK101", "name": "local", "title": "核对", "basis": "规定", "why": "试验用"},
        **{"wrong": {"granted": 1}, "right": {"granted": 1}, **says},
    }
    return load_relations([entry], "local.toml")[0]


def single(holds: str, **more: Any) -> Relation:
    return relation(holds=holds, at="applications.granted.total", **more)


GRANTED = "applications.granted.total"
RELATIONS = (
    relation(table="applications", each="column", holds="carried_in == prior.carried_out", at="carried_in"),
    relation(table="disclosure", each="row", holds="prev_items == prior.prev_items + prior.change", at="prev_items"),
    relation(table="applications", each="cell", holds="value == sum(children.value)", at="value"),
    relation(table="disclosure", each="cell", holds="value >= sum(children.value)", at="value"),
    single(f"{GRANTED} <= 2 * prior.{GRANTED} + 1", when="applications.received.total > 1"),
    single(f"{GRANTED} != prior.{GRANTED}", when=f"prior.{GRANTED} <= applications.received.total"),
    single(f"2 * {GRANTED} == 4 * prior.{GRANTED} + 1"),
    single(f"{GRANTED} + prior.{GRANTED} >= sum(children.{GRANTED}) - 3"),
    single(f"0.5 * {GRANTED} < 1.5 + sum(children.applications.received.total..children.{GRANTED})"),
    single(f"prior.{GRANTED} == sum(children.applications.received.total)"),
)
CELLS = (
    ("applications", "carried_in", "total"),
    ("applications", "carried_out", "total"),
    ("applications", "received", "total"),
    ("applications", "granted", "total"),
    ("disclosure", "licensing", "prev_items"),
    ("disclosure", "licensing", "change"),
)
OFFICE = "甲人民政府办公室"
NAMES = ("甲", "乙", "丙", "丁", OFFICE)


class Filed(NamedTuple):
    """One report of a made-up ledger."""

    agency: str
    year: int
    cells: Mapping[tuple[str, str, str], int | None]


class Placed(NamedTuple):
    """An agency on a made-up roster."""

    name: str
    parent: str | None
    consolidates: bool
    first: int | None
    last: int | None


class Choice(NamedTuple):
    """Whom a government may have summed: its own office, and those which filed though they need not."""

    offices: bool
    beyond: bool


CHOICES = (Choice(True, False), Choice(False, False), Choice(True, True), Choice(False, True))


class Batch(Collection):
    """Some reports and a roster, as a collection in a database of its own."""

    years: Sequence[int] = (2019, 2020)
    today = "2026-03-31"

    def __init__(self, filed: Sequence[Filed], roster: Sequence[Placed]) -> None:
        self.filed, self.roster = filed, roster
        self._database = duckdb.connect(":memory:")
        self._database.execute(SCHEMA)
        for number, report in enumerate(filed):
            self._insert("files", file=number, path=f"{number}.txt", checked=True, edition="2019", **_head(report))
            for (table, row, field), value in report.cells.items():
                keys = {"table_key": table, "row_key": row, "field_key": field}
                place = {"line": 1, "col": 2, "end_line": 1, "end_col": 3}
                self._insert("cells", file=number, **keys, value=value, raw=str(value), **place)
        for each in roster:
            name, parent, consolidates, first, last = each
            span = {"first_year": first, "last_year": last}
            self._insert("agencies", agency=name, parent=parent, consolidates=consolidates, **span)

    def _insert(self, table: str, **row: Any) -> None:
        marks = ", ".join("?" * len(row))
        self._database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        return iter(self._database.execute(query, values).fetchall())


def _head(report: Filed) -> dict[str, Any]:
    return {"agency": report.agency, "year": report.year}


# ── the definitions ──────────────────────────────────────────────────────────────────────────────


def by_definition(laid_out: Sequence[LaidOut], batch: Batch) -> set[tuple[str, int]]:
    """The path of each report and the number of each instance that it breaks."""
    return {
        (f"{file}.txt", number)
        for file, report in enumerate(batch.filed)
        if report.year in batch.years
        for summing in (False, True)
        for number in _fewest(laid_out, report, batch, summing=summing)
    }


def _fewest(laid_out: Sequence[LaidOut], report: Filed, batch: Batch, *, summing: bool) -> Sequence[int]:
    """The numbers of the instances with or without sums that a report breaks, whoever it may have summed."""
    found = []
    for choice in CHOICES if summing else CHOICES[:1]:
        below = sorted(_below(report.agency, report.year, batch, choice))
        if below or not found:
            found.append(
                [number for number, each in enumerate(laid_out) if _breaks(each, report, batch, choice, summing)]
            )
    return min(found, key=len)


def _breaks(laid_out: LaidOut, report: Filed, batch: Batch, choice: Choice, summing: bool) -> bool:
    if laid_out.edition != "2019" or summing != any(of.whose == "children" for of in laid_out.instance.operands):
        return False
    bounds = _bounds(laid_out, report, batch, choice)
    return applies(laid_out.instance, bounds) and not satisfiable(laid_out.instance, bounds)


def _bounds(laid_out: LaidOut, report: Filed, batch: Batch, choice: Choice) -> Bounds:
    found = ((operand, _known(operand, report, batch, choice)) for operand in laid_out.instance.operands)
    return {operand: interval for operand, interval in found if interval is not None}


def _known(operand: Operand, report: Filed, batch: Batch, choice: Choice) -> Interval | None:
    if operand.whose == "":
        return _point(operand, report.cells[operand[:3]]) if operand[:3] in report.cells else None
    if operand.whose == "prior":
        return _settled(operand, report.agency, report.year - 1, batch) if report.year > 2019 else None
    below = list(_below(report.agency, report.year, batch, choice))
    if not below or not next(each for each in batch.roster if each.name == report.agency).consolidates:
        return None
    total = Interval(0, 0)
    for name in below:
        total = total.plus(_settled(operand, name, report.year, batch) or domain(operand))
    return total


def _settled(operand: Operand, agency: str, year: int, batch: Batch) -> Interval | None:
    filed = [each for each in batch.filed if (each.agency, each.year) == (agency, year)]
    values = {each.cells[operand[:3]] for each in filed if operand[:3] in each.cells}
    if not values:
        return None
    return _point(operand, values.pop() if len(values) == 1 else None)


def _point(operand: Operand, value: int | None) -> Interval:
    return domain(operand) if value is None else Interval(value, value)


def _below(agency: str, year: int, batch: Batch, choice: Choice) -> Iterator[str]:
    for each in _all_below(agency, batch):
        must = (each.first or year) <= year <= (each.last or year)
        has = any((filed.agency, filed.year) == (each.name, year) for filed in batch.filed)
        is_own_office = each.name == OFFICE and each.parent == agency
        if (must or (has and choice.beyond)) and (choice.offices or not is_own_office):
            yield each.name


def _all_below(agency: str, batch: Batch) -> Iterator[Placed]:
    for each in batch.roster:
        if each.parent == agency:
            yield each
            if not each.consolidates:
                yield from _all_below(each.name, batch)


# ── chance ───────────────────────────────────────────────────────────────────────────────────────


@st.composite
def made_up(draw: st.DrawFn) -> Batch:
    value = st.none() | st.integers(0, 4)
    signed = st.none() | st.integers(-2, 2)
    had = draw(st.sets(st.sampled_from(CELLS), min_size=4))
    cells = st.fixed_dictionaries({cell: signed if cell[2] == "change" else value for cell in CELLS if cell in had})
    filed = draw(
        st.lists(st.builds(Filed, st.sampled_from(NAMES), st.sampled_from((2018, 2019, 2020)), cells), max_size=9)
    )
    year = st.none() | st.sampled_from((2019, 2020))
    roster = [
        Placed(name, draw(st.none() | st.sampled_from(NAMES[:place])) if place else None, draw(st.booleans()), *years)
        for place, name in enumerate(NAMES)
        for years in [(draw(year), draw(year))]
    ]
    return Batch(filed, roster)


LAID_OUT = laid_across({"2019": RELATIONS, "2021": RELATIONS[:1]})


@settings(max_examples=40, deadline=None)
@given(made_up())
def test_the_ledger_answers_by_the_definitions(batch: Batch) -> None:
    numbers = {each: number for number, each in enumerate(LAID_OUT)}
    assert {(each.path, numbers[each.laid_out]) for each in breaches(LAID_OUT, batch)} == by_definition(LAID_OUT, batch)


def filed(agency: str, year: int = 2020, **rows: int | None) -> Filed:
    return Filed(agency, year, {("applications", row, "total"): value for row, value in rows.items()})


def broken(says: Relation, *reports: Filed, roster: Sequence[Placed] = ()) -> list[Breach]:
    return list(breaches(laid_across({"2019": [says]}), Batch(reports, roster)))


CARRIED = single("applications.granted.total == prior.applications.received.total")


def test_filings_that_differ_say_nothing_of_the_year_after() -> None:
    before = filed("甲", 2019, received=1)
    assert broken(CARRIED, before, before, filed("甲", granted=2))
    assert not broken(CARRIED, before, filed("甲", 2019, received=3), filed("甲", granted=2))
    assert not broken(CARRIED, before, filed("甲", 2019, received=None), filed("甲", granted=2))


def test_each_filing_of_an_agency_is_looked_at() -> None:
    found = broken(CARRIED, filed("甲", 2019, received=1), filed("甲", granted=1), filed("甲", granted=2))
    assert [each.path for each in found] == ["2.txt"]


def test_a_condition_must_be_met_beyond_doubt() -> None:
    says = single(f"{GRANTED} == prior.{GRANTED}", when="applications.other.total <= 5")
    before = filed("甲", 2019, granted=1)
    assert broken(says, before, filed("甲", granted=2, other=5))
    assert not broken(says, before, filed("甲", granted=2, other=6))
    assert not broken(says, before, filed("甲", granted=2, other=None))


TREE = (
    Placed("甲", None, True, None, None),
    Placed("乙", "甲", False, None, None),
    Placed("丙", "乙", False, None, None),
    Placed("丁", "甲", True, None, None),
    Placed("戊", "丁", False, None, None),
)
SUMMED = single("applications.granted.total == sum(children.applications.granted.total)")


def test_who_does_not_consolidate_counts_with_all_below() -> None:
    reports = [filed("乙", granted=1), filed("丙", granted=2), filed("丁", granted=4), filed("戊", granted=4)]
    assert not broken(SUMMED, filed("甲", granted=7), *reports, roster=TREE)
    (breach,) = broken(SUMMED, filed("甲", granted=9), *reports, roster=TREE)
    assert breach.subordinates is not None
    assert [(each.agency, each.value) for each in breach.subordinates.largest] == [
        ("丁", "4"),
        ("丙", "2"),
        ("乙", "1"),
    ]
    assert breach.subordinates.equal == ("丙",)  # 9 is 2 more than 7


SUMMED = single("applications.granted.total == sum(children.applications.granted.total)")


@pytest.mark.parametrize(("granted", "agrees"), [(3, True), (7, True), (4, False), (6, False), (10, False)])
def test_a_government_may_count_its_own_office_or_not(granted: int, agrees: bool) -> None:
    roster = [Placed("甲", None, True, None, None), Placed("乙", "甲", False, None, None)]
    roster.append(Placed(OFFICE, "甲", False, None, None))
    reports = filed("甲", granted=granted), filed("乙", granted=3), filed(OFFICE, granted=4)
    assert (broken(SUMMED, *reports, roster=roster) == []) is agrees


@pytest.mark.parametrize(("granted", "agrees"), [(3, True), (7, True), (5, False)])
def test_who_files_without_having_to_may_be_counted_or_not(granted: int, agrees: bool) -> None:
    roster = [Placed("甲", None, True, None, None), Placed("乙", "甲", False, None, None)]
    roster.append(Placed("丙", "甲", False, None, 2019))
    reports = filed("甲", granted=granted), filed("乙", granted=3), filed("丙", granted=4)
    assert (broken(SUMMED, *reports, roster=roster) == []) is agrees


def test_the_only_subordinate_is_counted_even_if_it_is_the_office() -> None:
    roster = [Placed("甲", None, True, None, None), Placed(OFFICE, "甲", False, None, None)]
    (breach,) = broken(SUMMED, filed("甲", granted=3), filed(OFFICE, granted=4), roster=roster)
    assert breach.subordinates is not None
    assert [each.agency for each in breach.subordinates.largest] == [OFFICE]


def test_before_there_was_a_form_there_is_nothing_to_follow_from() -> None:
    assert broken(CARRIED, filed("甲", 2018, received=1), filed("甲", 2019, granted=2)) == []
    assert len(broken(CARRIED, filed("甲", 2019, received=1), filed("甲", 2020, granted=2))) == 1


def test_what_is_missing_may_be_anything_but_less_than_nothing() -> None:
    reports = [filed("丙", granted=2), filed("丁", granted=None)]
    assert not broken(SUMMED, filed("甲", granted=2), *reports, roster=TREE)
    (breach,) = broken(SUMMED, filed("甲", granted=1), *reports, roster=TREE)
    assert breach.subordinates is not None
    assert (breach.subordinates.unknown, breach.subordinates.missing) == (2, ("乙", "丁"))


def test_a_figure_of_absurd_length_is_none() -> None:
    assert not broken(CARRIED, filed("甲", 2019, received=10**20), filed("甲", granted=2))
