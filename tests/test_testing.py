"""The harness: the clean report, its values, changes to it, and what it hands to rules."""

from __future__ import annotations

import doctest

import pytest

from gouji import testing
from gouji.testing import (
    ExampleError,
    check,
    clean_report,
    edited,
    example_report,
    findings,
    read,
    report,
    specimens,
)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_clean_report_has_no_findings(edition: str) -> None:
    assert findings(clean_report(edition)) == []


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_table_has_every_cell_and_some_data(edition: str) -> None:
    parsed = read(clean_report(edition))
    for table in parsed.tables:
        assert table.edition is not None
        assert table.edition.key == edition
        values = [cell.value for cell in table.cells.values()]
        assert None not in values
        assert any(values)
    assert sum(len(table.cells) for table in parsed.tables) == {"2019": 198, "2021": 200}[edition]  # domain.md 2


def test_a_row_without_a_field_is_its_only_applicant() -> None:
    parsed = report(carried_out=3)
    row = [parsed.applications.value("carried_out", each) for each in ("natural_person", "business", "total")]
    assert row == [3, 0, 3]


@pytest.mark.parametrize(
    "values",
    [
        {"granted": 7},
        {"received": 9},
        {"carried_in": 4, "carried_out": 2},
        {"petition__business": 3, "other__research": 1},
        {"received__social": 5},
        {"granted": 0, "partial": 0, "not_held": 0},
        {"review__upheld": 3, "direct__pending": 2},
    ],
    ids=str,
)
def test_what_is_not_given_follows(values: dict[str, int]) -> None:
    text = clean_report(**values)
    assert findings(text) == []
    parsed = read(text)
    for name, value in values.items():
        row, _, field = name.partition("__")
        table = next(each for each in parsed.tables if any(key == row for key, _ in each.cells))
        assert table.value(row, field or "natural_person") == value


def test_what_is_given_stays_even_if_it_breaks_a_relation() -> None:
    found = findings(clean_report(received=3, carried_in=1, total=3, carried_out=0))
    assert {finding.code for finding in found} == {"A102"}


def test_a_text_stays_as_printed() -> None:
    cell = report(licensing="若干").disclosure.cell("licensing", "decisions")
    assert cell is not None
    assert (cell.raw, cell.value) == ("若干", None)


@pytest.mark.parametrize("name", ["nothing", "granted__nothing", "procurement"])
def test_a_cell_that_the_edition_does_not_have(name: str) -> None:
    with pytest.raises(ExampleError, match=name):
        clean_report("2021", **{name: 1})


def test_the_narrative_is_in_the_report() -> None:
    parsed = report("全年收到申请4件，办结率100%。", edition="2019", year=2020)
    assert parsed.year == 2020
    assert "全年收到申请4件，办结率100%。" in [paragraph.text.strip() for paragraph in parsed.narrative]


@pytest.mark.parametrize(
    ("example", "result"),
    [
        ("-乙", "甲\n\n丙\n丁\n"),
        (" 乙\n+子\n+丑", "甲\n\n乙\n子\n丑\n丙\n丁\n"),
        ("+子\n 甲", "子\n甲\n\n乙\n丙\n丁\n"),
        ("-甲\n+子\n 乙", "子\n\n乙\n丙\n丁\n"),
        ("-甲\n\n-丁", "\n乙\n丙\n"),
        ("\n-丙\n-丁\n+子\n", "甲\n\n乙\n子\n"),
    ],
)
def test_edited(example: str, result: str) -> None:
    assert edited("甲\n\n乙\n丙\n丁\n", example) == result


@pytest.mark.parametrize(
    ("example", "message"),
    [
        ("-戊", "找不到：戊"),
        ("-甲\n-丙", "找不到：甲 / 丙"),
        ("-重", "有2处：重"),
        ("+子", "没有说明改在哪里"),
        ("-甲\n子", "须以"),
    ],
)
def test_an_example_that_does_not_fit(example: str, message: str) -> None:
    with pytest.raises(ExampleError, match=message):
        edited("甲\n重\n丙\n重\n", example)


def test_values_of_a_row_a_column_or_a_block() -> None:
    row = read(example_report("natural_person=1 business=2 total=4")).applications
    assert [row.value("granted", each) for each in ("natural_person", "business", "research", "total")] == [1, 2, 0, 4]
    column = read(example_report("granted=1 partial=1 total=3")).applications
    assert [column.value(each, "natural_person") for each in ("granted", "partial", "not_held", "total")] == [
        1,
        1,
        0,
        3,
    ]
    block = read(example_report("upheld=2 pending=1 total=2")).review
    assert [block.value("review", each) for each in ("upheld", "corrected", "pending", "total")] == [2, 0, 1, 2]


def test_an_example_of_the_edition_that_has_its_lines() -> None:
    assert "其他对外管理服务事项" in example_report(" | 其他对外管理服务事项 | 8 | -2 | 12 |")


def test_the_docstrings_are_true() -> None:
    assert doctest.testmod(testing).failed == 0


def test_specimens_are_valid_varied_and_the_same_each_time() -> None:
    first, again = list(specimens(60)), list(specimens(60))
    assert first == again
    assert {each.edition for each in first} == {"2019", "2021"}
    assert {each.agency.kind for each in first} == {"政府", "部门", "乡镇"}
    assert {each.path.rpartition(".")[2] for each in first} == {"txt", "html"}
    assert len({each.text for each in first}) == 60
    for each in first:
        checked = check(each.text, path=each.path)
        assert (checked.findings, checked.year, checked.edition) == ((), each.year, each.edition), each


def test_specimens_of_another_seed_are_others() -> None:
    assert {each.text for each in specimens(9)}.isdisjoint({each.text for each in specimens(9, seed=2)})


@pytest.mark.parametrize(
    ("example", "table", "row", "field", "value"),
    [
        ("issued=3 repealed=1 in_force=2", "disclosure", "rules", "in_force", 2),
        ("prev_items=3 change=-1", "disclosure", "licensing", "prev_items", 3),
        ("direct__total=7 granted__social=1", "review", "direct", "total", 7),
    ],
)
def test_values_of_any_table(example: str, table: str, row: str, field: str, value: int) -> None:
    assert read(example_report(example)).table(table).value(row, field) == value
