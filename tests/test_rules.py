"""Every rule of the catalogue has what a rule must have, and its own examples say the truth."""

from __future__ import annotations

import pytest

from gouji.api import Rule
from gouji.audit.judging import found_across
from gouji.host import Host
from gouji.rule import FAMILIES
from gouji.testing import ExampleError, check_examples
from gouji.testing.batches import batches, collected

HOST = Host()
RULES = tuple(HOST.rules.values())
WITHOUT_EXAMPLES = {"X001", "X004", "X006"}
"""A broken file, a broken rule and a baseline cannot be shown as text."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples_say_the_truth(rule: Rule) -> None:
    check_examples(rule)


@pytest.mark.parametrize("rule", [each for each in RULES if each.only_in_audits], ids=lambda rule: rule.code)
def test_an_example_of_several_reports_breaks_one_rule_alone(rule: Rule) -> None:
    with collected(HOST, batches(rule.wrong)[0]) as collection:
        broken = {each.code for each in RULES if each.only_in_audits and any(found_across(each, collection))}
    assert broken == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_complete(rule: Rule) -> None:
    assert rule.code[0] in FAMILIES
    assert rule.name == rule.name.lower()
    assert rule.title
    assert rule.reason
    assert rule.basis or rule.family == "check"
    assert (rule.wrong.strip() and rule.right.strip()) or rule.code in WITHOUT_EXAMPLES


def test_names_are_unique() -> None:
    names = [rule.name for rule in RULES]
    assert sorted(set(names)) == sorted(names)


def test_the_catalogue_has_the_rules_of_the_form() -> None:
    codes = {rule.code for rule in RULES}
    structure = {f"A10{n}" for n in range(1, 7)} | {f"T20{n}" for n in range(1, 9)} | {f"S30{n}" for n in range(1, 8)}
    assert structure | {f"X00{n}" for n in range(1, 5)} <= codes


def test_a_rule_whose_examples_lie_is_named() -> None:
    rule = next(rule for rule in RULES if rule.code == "A101")
    with pytest.raises(ExampleError, match="A101"):
        check_examples(Rule(**{**_fields(rule), "wrong": rule.right}))
    with pytest.raises(ExampleError, match="A101"):
        check_examples(Rule(**{**_fields(rule), "right": rule.wrong}))


def _fields(rule: Rule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in Rule._fields}
