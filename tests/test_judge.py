"""Which findings count, and how gravely: layers of selectors, their weights, and severities."""

from __future__ import annotations

import pytest

from gouji.document import Place
from gouji.finding import Finding, Severity
from gouji.judge import Layer, decide, find
from gouji.rule import Rule
from gouji.usage import UsageError


def made(code: str, name: str) -> Rule:
    return Rule(code, name, Severity.ERROR, code, "", "", "", "")


RULES = {
    rule.code: rule
    for rule in (
        made("A101", "row-total"),
        made("A102", "column-balance"),
        made("A201", "other-sum"),
        made("T205", "blank-cell"),
        made("T206", "reworded-label"),
        made("X001", "unreadable-input"),
        made("X002", "not-a-report"),
        made("X003", "tables-as-pictures"),
        made("X004", "failed-rule"),
    )
}
KEPT = {"X001", "X002", "X004"}


def chosen(*layers: Layer) -> set[str]:
    """The codes that are selected, without those that always are."""
    return set(decide(layers, RULES).selected) - KEPT


def test_without_a_layer_every_rule_counts() -> None:
    assert decide([], RULES).selected == RULES.keys()


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("A101", {"A101"}),
        ("a101", {"A101"}),
        ("row-total", {"A101"}),
        ("A", {"A101", "A102", "A201"}),
        ("arithmetic", {"A101", "A102", "A201"}),
        ("A10", {"A101", "A102"}),
        ("tables", {"T205", "T206"}),
        ("D", set()),  # a family without a rule as yet
        ("X", {"X003"}),
    ],
)
def test_a_selector_is_a_code_a_name_a_family_or_the_beginning_of_a_code(selector: str, codes: set[str]) -> None:
    assert chosen(Layer(select=(selector,))) == codes


@pytest.mark.parametrize(
    ("layer", "codes"),
    [
        (Layer(select=("A",), ignore=("A10",)), {"A201"}),
        (Layer(select=("A10",), ignore=("A",)), {"A101", "A102"}),
        (Layer(select=("A101",), ignore=("row-total",)), set()),
        (Layer(select=("T206",), extend_select=("A201",)), {"T206", "A201"}),
        (Layer(ignore=("A", "T"), extend_select=("A101",)), {"A101", "X003"}),
    ],
)
def test_the_longer_selector_wins_and_ignore_wins_a_tie(layer: Layer, codes: set[str]) -> None:
    assert chosen(layer) == codes


def test_a_later_layer_decides_over_an_earlier_one() -> None:
    configured = Layer(select=("A",), ignore=("A101",))
    assert chosen(configured, Layer(extend_select=("A101",))) == {"A101", "A102", "A201"}
    assert chosen(configured, Layer(ignore=("A201",))) == {"A102"}
    assert chosen(configured, Layer(select=("T",))) == {"T205", "T206"}


def test_what_was_not_checked_is_always_said() -> None:
    assert decide([Layer(select=("T205",), ignore=("X",))], RULES).selected == {"T205"} | KEPT


@pytest.mark.parametrize("layer", [Layer(ignore=("X001",)), Layer(severity=(("not-a-report", Severity.INFO),))])
def test_what_was_not_checked_cannot_be_silenced(layer: Layer) -> None:
    with pytest.raises(UsageError, match="exclude"):
        decide([layer], RULES)


@pytest.mark.parametrize(
    ("word", "near"), [("A1O1", "A101"), ("row-totals", "row-total"), ("arithmetik", "arithmetic")]
)
def test_an_unknown_selector_names_the_nearest(word: str, near: str) -> None:
    with pytest.raises(UsageError, match=near):
        decide([Layer(ignore=(word,))], RULES)


def test_an_unknown_selector_of_a_configuration_names_the_file() -> None:
    with pytest.raises(UsageError, match=r"^甲/gouji\.toml：没有规则或类别 Q9"):
        decide([Layer(select=("Q9",), source="甲/gouji.toml")], RULES)


def test_severities_are_those_of_the_longest_selector_in_the_last_layer() -> None:
    first = Layer(severity=(("A101", Severity.INFO), ("A", Severity.WARNING)))
    assert decide([first], RULES).severities == {
        "A101": Severity.INFO,
        "A102": Severity.WARNING,
        "A201": Severity.WARNING,
    }
    last = Layer(severity=(("arithmetic", Severity.ERROR),))
    assert set(decide([first, last], RULES).severities.values()) == {Severity.ERROR}


def found(code: str, line: int, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(Place(line, 1, line, 2), code, code=code, severity=severity)


def test_findings_are_left_out_graded_and_put_in_document_order() -> None:
    verdict = decide([Layer(ignore=("A102",), severity=(("T205", Severity.INFO),))], RULES)
    judged = verdict.apply([found("T205", 9), found("A102", 1), found("A201", 3, Severity.WARNING), found("A101", 3)])
    assert [(finding.code, finding.severity) for finding in judged] == [
        ("A101", Severity.ERROR),
        ("A201", Severity.WARNING),
        ("T205", Severity.INFO),
    ]


def test_a_rule_is_found_by_code_or_name() -> None:
    assert find("t206", RULES) is find("Reworded-Label", RULES) is RULES["T206"]
    with pytest.raises(UsageError, match="没有规则 T207，是否想写 T20"):
        find("T207", RULES)


def test_a_family_is_not_the_beginning_of_a_packs_prefix() -> None:
    rules = RULES | {code: made(code, code.lower()) for code in ("AB101", "TX201")}
    found = {word: decide([Layer(select=(word,))], rules).selected - KEPT for word in ("A", "AB", "arithmetic", "AB1")}
    assert found == {
        "A": {"A101", "A102", "A201"},
        "AB": {"AB101"},
        "arithmetic": {"A101", "A102", "A201"},
        "AB1": {"AB101"},
    }
    assert (rules["AB101"].family, rules["A101"].family) == ("ab", "arithmetic")
