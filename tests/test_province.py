"""The invented province: true by itself, the same for the same seed, and with everything in it that is planted."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from generation.reports import CellKey
from province.corpus import Province
from province.filings import Filing
from province.oracle import Breach, breaches

from gouji import testing
from gouji.finding import Severity

YEARS = range(2019, 2026)
FOUR = range(2019, 2023)


def filings(province: Province) -> list[Filing]:
    return [filing for year in province.yearly() for filing in year.filings]


def test_nothing_is_wrong_where_nothing_is_planted() -> None:
    assert [expected for year in Province(160, YEARS, 3, flawed=False).yearly() for expected in year.expected] == []


@pytest.mark.parametrize("year", YEARS)
def test_reports_are_valid_by_themselves(year: int) -> None:
    for filing in filings(Province(25, [year], year, flawed=False)):
        found = testing.findings(filing.data, path=filing.path)
        assert [finding for finding in found if finding.severity is not Severity.INFO] == [], filing.path


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, again, other = ([each.data for each in filings(Province(30, FOUR, seed))] for seed in (5, 5, 6))
    assert first == again
    assert first != other


@pytest.mark.parametrize("seed", range(5))
def test_everything_planted_is_expected(seed: int) -> None:
    province = Province(60, FOUR, seed)
    expected = [each for year in province.yearly() for each in year.expected]
    told = {Breach(each.code, each.agency, (each.table, each.row, each.field)) for each in expected if each.table}
    for planting in province.plantings:
        assert told.issuperset(planting.shows), planting.name
    assert len(province.plantings) == 26


def test_a_file_has_one_name() -> None:
    paths = [filing.path for filing in filings(Province(240, FOUR, 7))]
    assert len(set(paths)) == len(paths) > 900


def test_all_three_formats_are_there() -> None:
    endings = {Path(filing.path).suffix for filing in filings(Province(60, FOUR, 8))}
    assert endings == {".txt", ".html", ".docx"}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (("applications", "carried_in", "natural_person"), "Y801"),
        (("disclosure", "rules", "in_force"), "Y802"),
        (("applications", "partial", "other_org"), "G901"),
        (("review", "direct", "pending"), "G901"),
    ],
)
def test_the_oracle_sees_a_single_change(cell: CellKey, code: str) -> None:
    province = Province(60, [2022, 2023], 9, flawed=False)
    figures = [
        {each.filer: {key: each.number(*key) for key in each.values if key[1] != "admin_fees"} for each in year.filings}
        for year in province.yearly()
    ]
    top = province.agencies[0].name
    figures[1][top][cell] += 1
    found = list(breaches(province.agencies, 2023, figures[1], figures[0]))
    assert Breach(code, top, cell) in found
    assert {breach.agency for breach in found} == {top}


def test_rosters_say_the_same(tmp_path: Path) -> None:
    province = Province(60, FOUR, 10)
    province.write(tmp_path)
    rows = list(csv.DictReader((tmp_path / "roster.csv").read_text(encoding="utf-8-sig").splitlines()))
    tables = tomllib.loads((tmp_path / "roster.toml").read_text(encoding="utf-8"))["agencies"]
    assert [row["agency"] for row in rows] == [table["agency"] for table in tables]
    assert sum(table.get("from") == 2021 for table in tables) == 1
    assert sum(row["to"] == "2020" for row in rows) == 1
    assert {row["deadline"] for row in rows} == {"", "01-12", "02-28"}


def test_expected_findings_name_files_that_are_there(tmp_path: Path) -> None:
    expected = Province(60, FOUR, 11).write(tmp_path)
    assert [each for each in expected if each.path and not (tmp_path / "reports" / each.path).is_file()] == []
    assert {each.code for each in expected if each.path is None} == {"G902"}
