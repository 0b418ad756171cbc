"""An audit of the invented province through the command line: all that is planted is found, and nothing else."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from across import Found, across, audit, wanted
from province.corpus import Province

YEARS = range(2019, 2023)


class Archive:
    """A province written to a folder, to be audited there."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.reports = folder / "reports"
        self.expected = Province(60, YEARS, seed).write(folder)

    def audit(self, ledger: str, *options: str, roster: str = "csv", paths: list[Path] | None = None) -> dict[str, Any]:
        """The JSON of an audit with a ledger of this name."""
        books = ("--ledger", self.folder / f"{ledger}.duckdb", "--roster", self.folder / f"roster.{roster}")
        return audit(*(paths or [self.reports]), *books, *options)

    def wanted(self) -> Counter[Found]:
        """What must be found across its reports."""
        return wanted(self.expected, self.reports)

    def path_of(self, code: str) -> Path:
        """A file that must have a finding."""
        return self.reports / str(next(each.path for each in self.expected if each.code == code))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("province"), 1)


@pytest.fixture(scope="module")
def told(archive: Archive) -> dict[str, Any]:
    """The first audit of the archive."""
    return archive.audit("ledger", "--jobs", "1")


@pytest.fixture
def changing(archive: Archive, told: dict[str, Any], tmp_path: Path) -> Iterator[Archive]:
    """The archive after its first audit, to be changed in place and put back."""
    shutil.copytree(archive.folder, tmp_path / "saved")
    yield archive
    shutil.rmtree(archive.folder)
    shutil.copytree(tmp_path / "saved", archive.folder)


def assert_found(told: dict[str, Any], expected: Counter[Found]) -> None:
    found = across(told)
    assert found - expected == Counter()
    assert expected - found == Counter()


def test_all_that_is_planted_is_found_and_nothing_else(archive: Archive, told: dict[str, Any]) -> None:
    assert_found(told, archive.wanted())


@pytest.mark.parametrize("seed", [2, 3])
def test_other_provinces(seed: int, tmp_path: Path) -> None:
    archive = Archive(tmp_path, seed)
    assert_found(archive.audit("ledger"), archive.wanted())


def test_defects_of_single_reports_are_found_too(archive: Archive, told: dict[str, Any]) -> None:
    single = {each for each in archive.expected if each.code[0] in "ATNHS"}
    assert {each.code for each in single} == {"A101", "A103", "A104", "H703", "N601", "S307", "T205"}
    for each in single:
        (file,) = (file for file in told["files"] if file["path"] == f"{archive.reports}/{each.path}")
        assert each.code in {finding["code"] for finding in file["findings"]}


def test_findings_point_at_what_they_are_about(told: dict[str, Any]) -> None:
    """In texts: a figure at its cell, lateness at its date."""
    pointed = set()
    for file in told["files"]:
        lines = Path(file["path"]).read_text(encoding="utf-8").split("\n") if file["path"].endswith(".txt") else []
        for finding in file["findings"] if lines else ():
            at = finding["location"]
            text = lines[at["line"] - 1][at["column"] - 1 :]
            if at["table"] and finding["code"][0] in "YG":
                assert text[: at["end_column"] - at["column"]] == finding["actual"], finding
                pointed.add(finding["code"])
            if finding["code"] == "D404":
                assert re.match(r"20\d\d年\d+月\d+日", text), finding
                pointed.add("D404")
    assert pointed >= {"Y801", "G901", "G904", "D404"}  # the others are in web pages and Word documents


def test_findings_across_name_the_other_report(archive: Archive, told: dict[str, Any]) -> None:
    named = {
        finding["code"]
        for file in told["files"]
        for finding in file["findings"]
        if any((archive.reports.parent / each["path"]).is_file() for each in finding.get("related", ()) if each["path"])
    }
    assert named >= {"Y801", "Y802", "Y803", "Y804", "G903", "G904"}


@pytest.mark.parametrize(
    "variant", ["again", "two-jobs", "fresh-two-jobs", "xlsx", "toml", "one-by-one", "files-in-any-order"]
)
def test_the_way_makes_no_difference(variant: str, archive: Archive, told: dict[str, Any]) -> None:
    match variant:
        case "again":
            found = archive.audit("ledger")
        case "two-jobs":
            found = archive.audit("ledger", "--jobs", "2")
        case "fresh-two-jobs":
            found = archive.audit("fresh", "--jobs", "2")
        case "xlsx" | "toml":
            found = archive.audit("ledger", roster=variant)
        case "one-by-one":
            found = archive.audit("split", paths=sorted(archive.reports.iterdir()))
        case _:
            files = sorted(path for path in archive.reports.rglob("*") if path.is_file())
            found = archive.audit("files", paths=Random(1).sample(files, len(files)))
            found["files"].sort(key=lambda file: [each["path"] for each in told["files"]].index(file["path"]))
    for after, before in zip(found["files"], told["files"], strict=True):
        assert after == before
    assert found == told


def test_a_changed_file_is_read_again(changing: Archive) -> None:
    """With the reports put right in which a figure of table 二 was planted, these findings are gone, and only they."""
    clean = {filing.path: filing for year in Province(60, YEARS, 1).yearly() for filing in year.filings}
    gone = [each for each in changing.expected if each.code in ("Y802", "Y803")]
    for each in gone:
        filing = clean[str(each.path)]
        number = int(filing.values[str(each.table), str(each.row), str(each.field)])
        wrong = 2 if each.code == "Y802" else 3
        cell = (str(each.table), str(each.row), str(each.field))
        (changing.reports / filing.path).write_bytes(filing.with_value(cell, str(number - wrong)).data)
    assert_found(changing.audit("ledger"), changing.wanted() - wanted(gone, changing.reports))


def test_a_removed_file_is_missing(changing: Archive) -> None:
    removed = changing.path_of("H703")
    removed.unlink()
    (lost,) = (each for each in changing.expected if each.code == "H703")
    missing = Found("G902", None, lost.agency, lost.year)
    found, expected = across(changing.audit("ledger")), changing.wanted()
    assert missing in found
    assert {each.code for each in found - expected} == {"G902"}
    assert {each.code for each in expected - found} <= {"G901"}  # a sum with an unknown part is not judged


def test_an_added_file_is_read(changing: Archive) -> None:
    twice = changing.path_of("G904")
    twice.with_stem(f"{twice.stem}（三次）").write_bytes(twice.read_bytes())
    found = across(changing.audit("ledger"))
    assert Counter(each.code for each in found - changing.wanted()) == Counter({"G904": 1})


def test_only_the_years_that_are_asked_for_count(archive: Archive) -> None:
    told = archive.audit("one-year", "--year", "2021")
    assert {each["year"] for each in told.get("findings", ())} <= {2021}


def test_without_a_roster_only_the_years_are_compared(archive: Archive) -> None:
    told = audit(archive.reports, "--ledger", archive.folder / "bare.duckdb")
    found = {each for each in across(told) if each.code[0] == "Y"}
    assert {each.code for each in found} == {"Y801", "Y802", "Y803", "Y804"}
    assert not any(each.code in ("G901", "G902") for each in across(told))
