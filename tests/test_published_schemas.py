"""What gouji writes for other programs is what their publishers' schemas describe, whatever was found."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from arbitrary import outcomes
from hypothesis import given, settings
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from lxml import etree
from outcomes import CLEAN, EMPTY, FAULTY
from python_calamine import CalamineWorkbook

from gouji.i18n import use
from gouji.outcome import Outcome
from gouji.reporters import ReportOptions, csv_, github, gitlab, json_, junit, sarif, xlsx
from gouji.reporters.listing import HEADINGS

SCHEMAS = Path(__file__).parent / "schemas"
SARIF: Any = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
GITLAB: Any = json.loads((SCHEMAS / "gitlab-codeclimate.json").read_text(encoding="utf-8"))
JUNIT = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
OWN: Any = json.loads((Path(json_.__file__).parent.parent / "gouji-1.schema.json").read_text(encoding="utf-8"))
OPTIONS = ReportOptions()

ANY = given(outcomes)
SOME = settings(max_examples=60, deadline=None)
THREE = pytest.mark.parametrize("run", [FAULTY, CLEAN, EMPTY], ids=["faulty", "clean", "empty"])


def check_sarif(run: Outcome) -> None:
    text = "".join(sarif.write(run, OPTIONS))
    Draft202012Validator(SARIF, format_checker=FormatChecker()).validate(json.loads(text))
    assert len(json.loads(text)["runs"][0]["results"]) == sum(len(file.findings) for file in run.files) + sum(
        finding.agency is not None or finding.year is not None for finding in run.findings
    )
    assert text.encode()


def check_gitlab(run: Outcome) -> None:
    issues = json.loads(gitlab.write(run, OPTIONS))
    validator = Draft7Validator(GITLAB)
    for issue in issues:
        validator.validate(issue)
    assert len(issues) == len(list(run.all_findings))


def check_junit(run: Outcome) -> None:
    JUNIT.assertValid(etree.fromstring(junit.write(run, OPTIONS).encode()))


def check_json(run: Outcome) -> None:
    Draft202012Validator(OWN).validate(json.loads("".join(json_.write(run, OPTIONS))))


def check_github(run: Outcome) -> None:
    lines = github.write(run, OPTIONS).splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert all(line.isprintable() or "\u3000" in line or "\xa0" in line for line in lines)


def check_lists(run: Outcome) -> None:
    """The two lists are one: the same cells, in a text and in a workbook."""
    rows = list(csv.reader(io.StringIO(csv_.write(run, OPTIONS).decode("utf-8-sig"), newline="")))
    assert rows[0] == list(HEADINGS)
    assert len(rows) == len(list(run.all_findings)) + 1
    assert not any(cell[:1] in "\t\r\n" for row in rows for cell in row if cell)
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.write(run, OPTIONS)))
    cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert len(cells) == len(rows)
    for row, line in zip(cells, rows, strict=True):
        assert [shown(value) for value in row] == [value.removeprefix("'") for value in line]


def shown(value: object) -> str:
    return (str(int(value)) if isinstance(value, float) else str(value)).removeprefix("'")


CHECKS = [check_sarif, check_gitlab, check_junit, check_json, check_github, check_lists]


@pytest.mark.parametrize("check", CHECKS)
@THREE
def test_a_usual_outcome(check: Any, run: Outcome) -> None:
    check(run)


@pytest.mark.parametrize("check", CHECKS)
def test_in_english(check: Any) -> None:
    use("en")
    try:
        if check is not check_lists:  # whose headings are the Chinese ones
            check(FAULTY)
    finally:
        use("zh")


@ANY
@SOME
def test_any_outcome_as_sarif(run: Outcome) -> None:
    check_sarif(run)


@ANY
@SOME
def test_any_outcome_for_gitlab(run: Outcome) -> None:
    check_gitlab(run)


@ANY
@SOME
def test_any_outcome_as_junit(run: Outcome) -> None:
    check_junit(run)


@ANY
@SOME
def test_any_outcome_as_json(run: Outcome) -> None:
    check_json(run)


@ANY
@SOME
def test_any_outcome_for_github(run: Outcome) -> None:
    check_github(run)


@ANY
@SOME
def test_any_outcome_as_lists(run: Outcome) -> None:
    check_lists(run)
