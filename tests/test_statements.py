"""The statements of ``statements.toml``: each by its own examples; and local ones."""

from __future__ import annotations

import pytest

from gouji.api import Entry, statement_entries
from gouji.entries import RulesetError
from gouji.model import Additions
from gouji.prose.counting.restatements import restatements
from gouji.prose.counting.statements import KINDS, book
from gouji.testing import clean_report, findings, read

ENTRIES = [*statement_entries(*KINDS, "partitions")]
LOCAL = {
    "key": "applications-by-net",
    "says": ["receive request"],
    "topic": "request",
    "equals": ["applications.received.natural_person"],
    "basis": "本县约定",
}


def test_every_statement_has_examples() -> None:
    without = {"nothing-in-the-section-on-cases", "nothing-in-the-section-on-requests"}  # a word alone: see N602.toml
    keys = {
        statement.key
        for edition in ("2019", "2021")
        for found in book(Additions(), edition).said.values()
        for statement in found
    }
    assert keys - {entry.name for entry in ENTRIES} == without


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_examples_of_a_statement(entry: Entry) -> None:
    wrong = {finding.code[0] for finding in findings(clean_report(narrative=entry.wrong))}
    assert wrong == {"N"}
    assert findings(clean_report(narrative=entry.right)) == []


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_both_editions_restate_the_applications_alike(edition: str) -> None:
    text = "全年共收到政府信息公开申请6件，其中，新收5件、上年结转1件，办结5件，予以公开3件，结转下年度1件。"
    found = restatements(read(clean_report(edition, narrative=text)))
    assert [each.statement.key for each in found] == [
        "received",
        "newly-received",
        "carried-in",
        "finished",
        "granted",
        "carried-out",
    ]
    assert all(each.holds for each in found)


def test_a_local_ruleset_adds_statements() -> None:
    added = book(Additions(("local.toml", {"statements": [LOCAL]})), "2021")
    said = added.understood("statements", ("receive", "request"))
    assert [statement.key for statement in said] == ["applications-by-net"]


WRONG = pytest.mark.parametrize(
    ("change", "key", "message"),
    [
        ({"says": ["recieve"]}, "says[1]", "没有“recieve”这个词义"),
        ({"says": "receive"}, "says", "应是若干段文字"),
        ({"equals": ["applications.nothing.total"]}, "equals[1]", "没有applications.nothing.total这个名称"),
        ({"equals": []}, "equals", "应是若干段文字"),
        ({"basis": " "}, "basis", "应是一段文字"),
        ({"key": None}, "key", "应是一段文字"),
        ({"topic": "requests"}, "topic", "“requests”不是request、review、litigation之一"),
        ({"equal": ["applications.received.total"]}, "equal", "没有这个键，是否想写 equals"),
    ],
)


def test_what_an_office_says_of_its_words_counts_for_more() -> None:
    entry = LOCAL | {"says": ["receive natural_person"], "key": "persons"}
    said = book(Additions(("local.toml", {"statements": [entry]})), "2021").understood
    assert [each.key for each in said("statements", ("receive", "natural_person"))] == ["persons", "natural-person"]


def test_a_local_absence_may_be_of_anything() -> None:
    entry = {
        "key": "none",
        "says": ["none coercion decision"],
        "zero": ["disclosure.coercion.decisions"],
        "basis": "县",
    }
    assert "行政强制" in book(Additions(("local.toml", {"absences": [entry]})), "2021").subjects


def test_a_rate_needs_a_whole() -> None:
    entry = {"key": "rate", "says": ["partial share"], "part": ["applications.partial.total"], "basis": "县"}
    with pytest.raises(RulesetError, match=r"rates\[1\]\.whole：缺少这个键"):
        book(Additions(("local.toml", {"rates": [entry]})), "2021")


def test_a_statement_without_its_cells_is_refused() -> None:
    entry = {key: value for key, value in LOCAL.items() if key != "equals"}
    with pytest.raises(RulesetError, match=r"statements\[1\]\.equals：缺少这个键"):
        book(Additions(("local.toml", {"statements": [entry]})), "2021")


@WRONG
def test_a_wrong_statement_is_refused(change: dict[str, object], key: str, message: str) -> None:
    with pytest.raises(RulesetError) as caught:
        book(Additions(("local.toml", {"statements": [LOCAL | change]})), "2021")
    (fault,) = caught.value.faults
    assert (caught.value.file, fault.key) == ("local.toml", f"statements[1].{key}")
    assert message in fault.reason
