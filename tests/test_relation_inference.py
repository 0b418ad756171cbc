"""What relations say together, against brute force and on whole tables: satisfiable, forced, culprits."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from math import gcd

import pytest
from generation.reports import CellKey, Sample, broken, numbers_of, seeded, valid_reports
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import table

from gouji.api import Table, forced_values
from gouji.measures import measures
from gouji.relations import declared, laid_out
from gouji.relations.evaluation import Interval, bounds, domain, limits, satisfiable
from gouji.relations.expansion import Instance, Linear, Operand, operands
from gouji.relations.inference import culprits, forced
from gouji.ruleset import EDITIONS, edition

CELLS = tuple(Operand("table", "row", name) for name in "abcd")
MANY = settings(max_examples=max(150, settings().max_examples))
RELATION = declared("2021")[0]
Bounds = dict[Operand, Interval]
Values = dict[Operand, int]


# ── small systems, against brute force ───────────────────────────────────────────────────────────


def instance(balance: dict[Operand, int], constant: int, ordering: str) -> Instance:
    terms = tuple((operand, coefficient) for operand, coefficient in balance.items() if coefficient)
    empty = Linear((), 0)
    return Instance(RELATION, "", CELLS[0], empty, empty, terms, constant, ordering)


def instances(coefficients: st.SearchStrategy[int], orderings: tuple[str, ...]) -> st.SearchStrategy[Instance]:
    balance = st.dictionaries(st.sampled_from(CELLS), coefficients, min_size=1)
    return st.builds(instance, balance, st.integers(-6, 6), st.sampled_from(orderings))


@st.composite
def knowledge(draw: st.DrawFn, unknown: int) -> Bounds:
    """Each cell known, but for a few."""
    blank = draw(st.sets(st.sampled_from(CELLS), max_size=unknown))
    points = {operand: draw(st.integers(0, 5)) for operand in CELLS}
    return {
        operand: domain(operand) if operand in blank else Interval(points[operand], points[operand])
        for operand in CELLS
    }


def holds(each: Instance, values: Values) -> bool:
    balance = each.constant + sum(coefficient * values[operand] for operand, coefficient in each.balance)
    return {"==": balance == 0, "!=": balance != 0, "<=": balance <= 0, "<": balance < 0}[each.ordering]


def completions(known: Bounds, upto: int) -> Iterator[Values]:
    """Every choice of numbers for the unknown cells up to a bound."""
    choices = [range(upto + 1) if known[cell].value is None else [int(known[cell].low or 0)] for cell in CELLS]
    for numbers in product(*choices):
        yield dict(zip(CELLS, numbers, strict=True))


def exactly_decided(each: Instance, known: Bounds) -> bool:
    """Whether satisfiable() promises an exact answer."""
    coefficients = [coefficient for operand, coefficient in each.balance if known[operand].value is None]
    one_sign = len({coefficient > 0 for coefficient in coefficients}) < 2
    return each.ordering != "==" or not one_sign or gcd(*coefficients) in {abs(c) for c in coefficients} | {0}


@MANY
@given(each=instances(st.integers(-3, 3), ("==", "!=", "<=", "<")), known=knowledge(2))
def test_a_relation_is_satisfiable_if_some_completion_satisfies_it(each: Instance, known: Bounds) -> None:
    found = any(holds(each, values) for values in completions(known, 40))
    if found or exactly_decided(each, known):
        assert satisfiable(each, known) is found


@MANY
@given(each=instances(st.integers(-3, 3), ("==", "<=", "<")), known=knowledge(1), cell=st.sampled_from(CELLS))
def test_limits_are_the_numbers_that_can_stand_in_a_cell(each: Instance, known: Bounds, cell: Operand) -> None:
    for operand, (low, high) in limits(each, known, {cell}):
        free = known | {operand: domain(operand)}
        for number in range(30):
            fits = (low is None or low <= number) and (high is None or number <= high)
            possible = any(holds(each, v) for v in completions(free | {operand: Interval(number, number)}, 120))
            assert fits or not possible
            if len(each.balance) == 1 or all(abs(coefficient) == 1 for _, coefficient in each.balance):
                assert fits is possible, number


@MANY
@given(system=st.lists(instances(st.sampled_from([-1, 1]), ("==", "<=")), max_size=4), known=knowledge(3))
def test_a_forced_value_is_the_only_one_in_all_completions(system: list[Instance], known: Bounds) -> None:
    sound = [each for each in system if satisfiable(each, known)]
    solutions = [values for values in completions(known, 12) if all(holds(each, values) for each in sound)]
    for operand, value in forced(system, known).items():
        assert known[operand].value is None
        assert {values[operand] for values in solutions} <= {value}


@MANY
@given(system=st.lists(instances(st.sampled_from([-1, 1]), ("==",)), max_size=4), known=knowledge(1))
def test_a_single_blank_is_forced_whenever_it_can_be(system: list[Instance], known: Bounds) -> None:
    sound = [each for each in system if satisfiable(each, known)]
    solutions = [values for values in completions(known, 40) if all(holds(each, values) for each in sound)]
    blank = [operand for operand in CELLS if known[operand].value is None]
    expected = {blank[0]: solutions[0][blank[0]]} if blank and len(solutions) == 1 else {}
    assert forced(system, known) == expected


@MANY
@given(system=st.lists(instances(st.sampled_from([-1, 1]), ("==",)), max_size=5), known=knowledge(1))
def test_a_culprit_is_a_cell_that_one_number_alone_puts_right(system: list[Instance], known: Bounds) -> None:
    for each, (operand, value) in culprits(system, known).items():
        assert not satisfiable(each, known)
        concerned = [other for other in system if operand in dict(other.balance)]
        assert each in concerned
        right = [
            number
            for number in range(60)
            if all(satisfiable(other, known | {operand: Interval(number, number)}) for other in concerned)
        ]
        assert right == [value]


def test_bounds_that_chase_each_other_force_nothing() -> None:
    a, b, c, _ = CELLS
    chase = [instance({a: 1, b: -1}, 1, "<="), instance({b: 1, a: -1}, 1, "<="), instance({a: 1, c: 1}, -3, "<=")]
    assert forced(chase, {cell: domain(cell) for cell in CELLS}) == {}


def test_a_contradiction_silences_only_the_cells_it_reaches() -> None:
    a, b, c, d = CELLS
    system = [instance({a: 1, b: 1}, 0, "=="), instance({a: 1}, -1, "=="), instance({c: 1, d: 1}, -4, "==")]
    known = {a: domain(a), b: domain(b), c: domain(c), d: Interval(1, 1)}
    assert forced(system, known) == {c: 3}


# ── money and changes ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5万元", Decimal("12.5")),
        ("3000元", Decimal("0.3")),
        ("2亿元", 20000),
        ("0", 0),
        ("210.8万", None),
        ("若干", None),
    ],
)
def test_money_is_compared_in_one_unit(text: str, value: object) -> None:
    cell = Operand("disclosure", "procurement", "procurement_amount", whole=False)
    bought = table("disclosure", "2019", {("procurement", "procurement_amount"): text})
    assert bounds([cell], {"disclosure": bought}, measures("2019"))[cell].value == value


@pytest.mark.parametrize(("text", "value"), [("-140", -140), ("+158", 158), ("1.5", None), ("5件", None)])
def test_a_change_may_be_negative(text: str, value: object) -> None:
    cell = next(each for each in operands(edition("2019"), "disclosure") if each.field == "change")
    changed = table("disclosure", "2019", {("licensing", "change"): text})
    assert bounds([cell], {"disclosure": changed}, measures("2019"))[cell] == (value, value)


@pytest.mark.parametrize("text", ["-3", "1.5", "3件", "1万", "若干", "/", ""])
def test_what_is_not_a_count_is_unknown(text: str) -> None:
    cell = Operand("review", "review", "upheld")
    known = bounds([cell], {"review": table("review", values={("review", "upheld"): text})}, measures("2021"))
    assert known[cell] == Interval(0, None)


# ── whole tables ─────────────────────────────────────────────────────────────────────────────────


def built(sample: Sample, key: str = "applications") -> Table:
    return table(key, sample.edition, {cell[1:]: text for cell, text in sample.values.items() if cell[0] == key})


def breaches(*tables: Table) -> dict[tuple[str, CellKey], tuple[CellKey, int] | None]:
    """Each broken relation by code and place, with its culprit."""
    assert tables[0].edition is not None
    system = laid_out(tables[0].edition.key)
    by_key = {each.key: each for each in tables}
    at_fault = system.culprits(by_key)
    found: dict[tuple[str, CellKey], tuple[CellKey, int] | None] = {}
    for code in ("A101", "A102", "A103", "A104"):
        for each in system.broken(code, by_key):
            culprit = at_fault.get(each)
            found[code, each.at[:3]] = culprit and (culprit[0][:3], int(culprit[1]))
    return found


@MANY
@given(sample=valid_reports(), data=st.data())
def test_one_changed_number_is_found_and_named(sample: Sample, data: st.DataObject) -> None:
    numbers = numbers_of(sample)
    key = data.draw(st.sampled_from(sorted(numbers)))
    wrong = data.draw(st.integers(0, 2 * numbers[key] + 9).filter(lambda number: number != numbers[key]))
    faulty = sample.with_value(key, str(wrong))
    concerned = broken(faulty)
    found = breaches(built(faulty), built(faulty, "review"))
    assert found.keys() == {(relation.code, relation.at) for relation in concerned}
    if len(concerned) > 1:
        assert set(found.values()) == {(key, numbers[key])}


@given(sample=valid_reports())
def test_a_valid_report_breaks_nothing(sample: Sample) -> None:
    assert breaches(built(sample), built(sample, "review")) == {}


@given(sample=valid_reports(), data=st.data())
def test_blanks_in_rows_and_columns_of_their_own_are_forced(sample: Sample, data: st.DataObject) -> None:
    table_form = edition(sample.edition).tables["applications"]
    fields = data.draw(st.permutations(list(table_form.columns)))
    rows = data.draw(st.permutations([row.key for row in table_form.rows]))
    blank = list(zip(rows, fields, strict=False))
    numbers = numbers_of(sample)
    for row, field in blank:
        sample = sample.with_value(("applications", row, field), "")
    assert forced_values(built(sample)) == {cell: numbers["applications", *cell] for cell in blank}


@pytest.mark.parametrize("form", EDITIONS)
def test_totals_of_zero_fill_the_blanks_around_them(form: str) -> None:
    rows = edition(form).tables["applications"].rows
    blank = {(row.key, field): "" for row in rows for field in row.fields if field != "total"}
    assert forced_values(table("applications", form, blank)) == dict.fromkeys(blank, 0)


def test_a_blank_that_may_be_anything_is_left_open() -> None:
    rows = edition("2021").tables["applications"].rows
    blank = {(row.key, field): "" for row in rows for field in row.fields if field != "total"}
    totals = {("received", "total"): 4, ("granted", "total"): 4, ("total", "total"): 4}
    found = forced_values(table("applications", values=blank | totals))
    assert {row for row, _ in found} == {row.key for row in rows} - {"received", "granted", "total"}


def test_words_and_bad_numbers_are_forced_like_blanks() -> None:
    values = {
        ("review", "upheld"): "若干",
        ("review", "pending"): 2,
        ("review", "total"): 5,
        ("direct", "total"): "3件",
    }
    assert forced_values(table("review", values=values)) == {("review", "upheld"): 3, ("direct", "total"): 0}


def test_an_absent_table_forces_nothing() -> None:
    sound = table("review")
    assert forced_values(Table("review", None, sound.place)) == {}


def test_two_errors_apart_each_have_their_culprit() -> None:
    found = breaches(table("applications", values={("granted", "business"): 1, ("repeated", "social"): 2}))
    assert set(found.values()) == {
        (("applications", "granted", "business"), 0),
        (("applications", "repeated", "social"), 0),
    }
    assert len(found) == 4


def test_two_errors_of_one_size_cannot_be_told_from_two_others() -> None:
    fields = {"business": 3, "social": 3, "total": 6}
    values = {(row, field): number for row in ("granted", "repeated") for field, number in fields.items()}
    values |= {(row, field): 2 * number for row in ("received", "total") for field, number in fields.items()}
    assert breaches(table("applications", values=values)) == {}
    found = breaches(table("applications", values=values | {("granted", "business"): 4, ("repeated", "social"): 4}))
    assert set(found.values()) == {None}
    assert len(found) == 4


def test_two_errors_in_one_row_are_not_blamed_on_one_cell() -> None:
    found = breaches(table("applications", values={("granted", "business"): 1, ("granted", "social"): 2}))
    assert set(found.values()) == {None}


def test_a_breach_with_a_blank_beside_it_has_no_certain_value() -> None:
    found = breaches(
        table("review", values={("review", "upheld"): 7, ("review", "pending"): "", ("review", "total"): 5})
    )
    assert found == {("A104", ("review", "review", "total")): None}


def test_five_cells_of_a_block_may_be_wrong() -> None:
    found = breaches(table("review", values={("review", "upheld"): 7, ("review", "total"): 9}))
    assert found == {("A104", ("review", "review", "total")): None}


def test_a_total_below_its_largest_part_can_only_be_the_wrong_one_where_no_part_can_shrink_enough() -> None:
    values = {("review", "upheld"): 2, ("review", "corrected"): 2, ("review", "total"): 1}
    assert set(breaches(table("review", values=values)).values()) == {(("review", "review", "total"), 4)}


def test_a_blank_lets_a_sum_be_larger_but_not_smaller() -> None:
    parts = {("review", "upheld"): 3, ("review", "other"): "/"}
    assert breaches(table("review", values=parts | {("review", "total"): 8})) == {}
    assert len(breaches(table("review", values=parts | {("review", "total"): 2}))) == 1


def test_more_out_than_in_needs_no_total_to_be_wrong() -> None:
    values = {("received", "business"): 1, ("carried_out", "business"): 5, ("total", "business"): ""}
    assert ("A102", ("applications", "total", "business")) in breaches(table("applications", values=values))


def test_the_sample_generator_agrees_about_every_cell() -> None:
    sample = seeded(7)
    for key, number in numbers_of(sample).items():
        faulty = sample.with_value(key, str(number + 3))
        found = breaches(built(faulty), built(faulty, "review"))
        assert found.keys() == {(relation.code, relation.at) for relation in broken(faulty)}
        assert len(found) == 1 or set(found.values()) == {(key, number)}
