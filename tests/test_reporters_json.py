"""Machine output: the contract of design.md and of the schema that ships."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from outcomes import CLEAN, EMPTY, FAULTY, FURTHER, ROW_TOTAL, file, outcome

from gouji import __version__
from gouji.document import Place
from gouji.outcome import Outcome
from gouji.reporters import ReportOptions, json_

EXPECTED = Path(__file__).parent / "reporters" / "faulty.json"
SCHEMA = json.loads(files("gouji").joinpath("gouji-1.schema.json").read_text(encoding="utf-8"))

NASTY = outcome(
    file(
        "甲\udcff\x1b.txt",
        (FURTHER._replace(message='\x00\x1b\x7f\x9b\u2028\ud800\udc00\ufffe"\\\n'), None),
        (FURTHER._replace(place=Place(1, 1, 1, 1, page=3, cell="B12")), None),
    )
)


def write(run: Outcome, options: ReportOptions) -> str:
    return "".join(json_.write(run, options))


def closed(schema: Any) -> Any:
    """The schema without room for keys that it does not describe."""
    match schema:
        case dict():
            inner = {key: closed(value) for key, value in schema.items()}
            return inner | {"additionalProperties": False} if "properties" in schema else inner
        case list():
            return [closed(entry) for entry in schema]
    return schema


def test_the_output_is_the_stored_one() -> None:
    expected = EXPECTED.read_text(encoding="utf-8").replace("VERSION", __version__)
    assert write(FAULTY, ReportOptions()) == expected


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("run", [FAULTY, CLEAN, EMPTY, NASTY])
def test_every_output_is_what_the_schema_describes_and_no_more(run: Outcome) -> None:
    Draft202012Validator(closed(SCHEMA)).validate(json.loads(write(run, ReportOptions())))


def test_every_key_is_always_there() -> None:
    def required(schema: Any) -> None:
        if isinstance(schema, dict):
            if "properties" in schema:
                assert sorted(schema["properties"]) == sorted(schema["required"])
            for value in schema.values():
                required(value)

    required(SCHEMA)


def test_a_later_version_may_add_keys() -> None:
    document = json.loads(write(FAULTY, ReportOptions()))
    document["files"][0]["kind"] = "government"
    Draft202012Validator(SCHEMA).validate(document)


def test_the_summary_counts_each_broken_relation() -> None:
    assert json.loads(write(FAULTY, ReportOptions()))["summary"] == {
        "files": 3,
        "unchecked": 1,
        "errors": 4,
        "warnings": 1,
        "infos": 1,
        "suppressed": 0,
        "baselined": 0,
    }


def test_a_culprit_is_given_with_each_finding_that_it_causes() -> None:
    findings = json.loads(write(FAULTY, ReportOptions()))["files"][0]["findings"]
    culprit = {"table": "applications", "row": "internal_affairs", "field": "total", "value": "1"}
    assert [finding["culprit"] for finding in findings] == [None, culprit, culprit, None]


def test_chinese_stays_readable_and_everything_else_can_be_written() -> None:
    text = write(NASTY, ReportOptions())
    assert "有法定" not in text  # titles are the catalogue's business
    assert "甲" in text
    assert text.encode()
    assert all(character.isprintable() or character in "\n\ufffe" for character in text)


def test_characters_survive_except_lone_surrogates_which_are_spelt_out() -> None:
    loaded = json.loads(write(NASTY, ReportOptions()))["files"][0]
    assert loaded["path"] == "甲\\udcff\x1b.txt"
    assert loaded["findings"][0]["message"] == '\x00\x1b\x7f\x9b\u2028\\ud800\\udc00\ufffe"\\\n'


def test_color_and_quiet_change_nothing() -> None:
    assert write(FAULTY, ReportOptions()) == write(FAULTY, ReportOptions(color=True, quiet=True, statistics=True))


def test_every_finding_stands_on_a_line_of_its_own() -> None:
    run = outcome(file("a.txt", (ROW_TOTAL, None), (FURTHER, None)))
    lines = write(run, ReportOptions()).splitlines()
    assert [line.strip(" ")[:15] for line in lines if '"code"' in line] == ['{"code": "A101"', '{"code": "S305"']
