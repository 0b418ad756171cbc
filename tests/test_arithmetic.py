"""Family A on whole reports: what each rule says, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tables import table

from gouji.api import Finding, Report, Rule, Severity
from gouji.measures import measures
from gouji.plugins.arithmetic import gouji_rules
from gouji.ruleset import EDITIONS, edition
from gouji.testing import check_examples, report

RULES: dict[str, Rule] = {rule.code: rule for rule in gouji_rules() if not rule.only_in_audits}
Values = Mapping[str, int | str]


BALANCED = {"received__business": 1, "granted__business": 1, "total__business": 1}
"""A column whose cells the clean report does not adjust to each other."""


def found(code: str, on: Report) -> list[Finding]:
    check = RULES[code].check
    assert check is not None
    return list(check(on))


def test_the_family_is_complete() -> None:
    assert [(rule.code, rule.severity) for rule in RULES.values()] == [
        ("A101", Severity.ERROR),
        ("A102", Severity.ERROR),
        ("A103", Severity.ERROR),
        ("A104", Severity.ERROR),
        ("A105", Severity.ERROR),
        ("A106", Severity.WARNING),
    ]
    assert {rule.family for rule in RULES.values()} == {"arithmetic"}
    assert all(rule.title and rule.reason and rule.basis for rule in RULES.values())


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_are_true(rule: Rule) -> None:
    check_examples(rule)


@pytest.mark.parametrize("form", EDITIONS)
@pytest.mark.parametrize("code", RULES)
def test_a_clean_report_is_clean(code: str, form: str) -> None:
    assert found(code, report(edition=form)) == []


@pytest.mark.parametrize(
    ("code", "values", "answer", "culprit"),
    [
        ("A101", {"granted__total": 0}, "granted total 3 0", "granted total 3"),
        ("A101", {"petition__social": 2, "petition__total": 1}, "petition total 2 1", "petition total 2"),
        ("A101", {"carried_out__total": 2}, "carried_out total 1 2", "carried_out total 1"),
        ("A102", {"received": 3, "carried_in": 1, "total": 3, "carried_out": 0}, "total natural_person 4 3", ""),
        (
            "A102",
            BALANCED | {"carried_in__business": 9, "carried_in__total": 1},
            "total business 10 1",
            "carried_in business 0",
        ),
        (
            "A102",
            BALANCED | {"carried_out__business": 9, "carried_out__total": 1},
            "total business None 1",
            "carried_out business 0",
        ),
        (
            "A103",
            {"granted": 5, "partial": 0, "not_held": 0, "total": 4, "received": 4},
            "total natural_person 5 4",
            "",
        ),
        ("A103", BALANCED | {"total__business": 2, "total__total": 5}, "total business 1 2", "total business 1"),
        (
            "A103",
            BALANCED | {"overdue_fee__business": 1, "overdue_fee__total": 0},
            "total business 2 1",
            "overdue_fee business 0",
        ),
        ("A104", {"review__upheld": 10, "review__total": 0}, "review total 11 0", "review total 11"),
        ("A104", {"direct__total": 3}, "direct total 0 3", ""),
        ("A104", {"after_review__pending": 1, "after_review__total": 4}, "after_review total 2 4", ""),
    ],
)
def test_a_broken_relation(code: str, values: Values, answer: str, culprit: str) -> None:
    finding = found(code, report(**values))[0]
    assert f"{finding.row} {finding.field} {finding.expected} {finding.actual}" == answer
    at_fault = finding.culprit
    assert culprit == (f"{at_fault.row} {at_fault.field} {at_fault.value}" if at_fault else "")


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("A101", {"granted__business": ""}),
        ("A101", {"granted__total": "/"}),
        ("A101", {"petition__social": 3, "petition__total": 3, "total__social": 0}),
        ("A101", {"granted__business": "1件"}),
        ("A102", {"received": 0, "carried_in": 4, "partial": 0, "not_held": 0, "carried_out": 4, "total": 0}),
        ("A102", {"carried_out__business": "若干"}),
        ("A102", {"carried_in__business": "", "received__business": 0}),
        ("A103", {"granted": 0, "repeated": 3}),
        ("A103", {"granted__natural_person": "", "granted__total": "", "total__natural_person": 9}),
        ("A103", {"overdue_correction": 2, "overdue_fee": 1, "other": 4}),
        ("A104", {"review__upheld": 140, "review__pending": 0, "review__total": 140}),
        ("A104", {"review__upheld": "-", "review__total": 9}),
        ("A104", {"review__total": ""}),
    ],
)
def test_a_relation_that_can_still_hold(code: str, values: Values) -> None:
    assert found(code, report(**values)) == []


def test_one_cause_is_named_at_its_place_in_all_its_findings() -> None:
    faulty = report(granted__total=0)
    found_culprits = [finding.culprit for code in ("A101", "A103") for finding in found(code, faulty)]
    assert len(found_culprits) == 2
    assert len(set(found_culprits)) == 1
    assert found_culprits[0] is not None
    assert found_culprits[0].place == faulty.applications.cells["granted", "total"].place


def test_a_blank_bounds_what_is_expected() -> None:
    finding = found("A101", report(granted__business="", granted__total=1))[0]
    assert (finding.expected, finding.actual) == ("≥2", "1")
    assert finding.message == "「（一）予以公开」一行，自然人至其他之和不小于2，总计却为1"


def test_the_finding_names_its_own_edition_and_the_rule_both() -> None:
    assert found("A102", report(edition="2019", carried_in__business=9))[0].basis.startswith(
        "国办公开办函〔2019〕60号所附"
    )
    assert all(number in RULES["A102"].basis for number in ("〔2019〕60号", "〔2021〕30号"))


# ── single cells ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        ("若干", None, "「行政许可」一行「本年处理决定数量」一格填的是“若干”，应填数字"),
        ("12.5", None, "「行政许可」一行「本年处理决定数量」一格填的是“12.5”，件数应为整数"),
        ("-3", None, "「行政许可」一行「本年处理决定数量」一格填的是“-3”，件数不能小于0"),
        ("3件", "3", "「行政许可」一行「本年处理决定数量」一格填的是“3件”，件数应只填数字，写出全数，不带“件”"),
        (
            "1.36万",
            "13600",
            "「行政许可」一行「本年处理决定数量」一格填的是“1.36万”，件数应只填数字，写出全数，不带“万”",
        ),
        ("3.5件", None, "「行政许可」一行「本年处理决定数量」一格填的是“3.5件”，件数应只填数字，写出全数，不带“件”"),
        ("20元", None, "「行政许可」一行「本年处理决定数量」一格填的是“20元”，件数应只填数字，写出全数，不带“元”"),
    ],
)
def test_what_is_not_a_count(text: str, expected: str | None, message: str) -> None:
    (finding,) = found("A105", report(licensing=text))
    assert (finding.message, finding.expected, finding.actual, finding.places) == (message, expected, text, 1)


@pytest.mark.parametrize("text", ["0", "２２", "1,234", "22（其中修订16件）", "3.0", "/", "—", ""])
def test_what_is_a_count_or_none_at_all(text: str) -> None:
    assert found("A105", report(licensing=text)) == []


@pytest.mark.parametrize("text", ["+158", "-140", "增10", "0", "[bookmark: _GoBack]-140"])
def test_a_change_may_go_down(text: str) -> None:
    assert found("A105", report(edition="2019", licensing__change=text)) == []


@pytest.mark.parametrize("text", ["略有增加", "1.5", "+3项"])
def test_a_change_is_a_whole_number_too(text: str) -> None:
    assert [finding.field for finding in found("A105", report(edition="2019", licensing__change=text))] == ["change"]


def units(texts: Mapping[tuple[str, str], str]) -> list[tuple[str, int]]:
    """The message and count of each A105 finding about an applications table with these texts."""
    changed = report()._replace(applications=table("applications", values=texts))
    return [(finding.message.partition("填")[0], finding.places) for finding in found("A105", changed)]


def test_a_unit_in_a_whole_column_is_one_finding() -> None:
    rows = [row.key for row in edition("2021").tables["applications"].rows]
    assert units({(row, "total"): "3件" for row in rows}) == [
        ("「一、本年新收政府信息公开申请数量」一行「总计」一格等25格", 25)
    ]


def test_a_unit_in_a_whole_row_is_one_finding() -> None:
    fields = edition("2021").tables["applications"].columns
    assert units({("granted", field): "3件" for field in fields}) == [("「（一）予以公开」一行「自然人」一格等7格", 7)]


def test_a_unit_in_the_whole_table_is_one_finding() -> None:
    form = edition("2021").tables["applications"]
    assert [count for _, count in units({(row.key, field): "0件" for row in form.rows for field in row.fields})] == [
        175
    ]


def test_different_breaches_are_different_findings() -> None:
    cells = {("granted", "business"): "3件", ("granted", "social"): "3件", ("granted", "research"): "若干"}
    assert [count for _, count in units(cells)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("form", "row", "text", "expected", "message"),
    [
        ("2019", "procurement", "210.8万", "210.8万元", "填的是“210.8万”，单位不全，应写作210.8万元"),
        ("2019", "procurement", "3亿", "3亿元", "单位不全，应写作3亿元"),
        ("2019", "procurement", "251000", None, "没有单位，应写明是元还是万元"),
        ("2019", "procurement", "25件", None, "所带的不是金额的单位"),
        ("2019", "procurement", "若干", None, "应填数字"),
        ("2021", "admin_fees", "251000元", "25.1", "表头的单位是万元，应填25.1"),
        ("2021", "admin_fees", "1.2亿元", "12000", "表头的单位是万元，应填12000"),
        ("2021", "admin_fees", "3.5万", "3.5", "表头的单位是万元，应填3.5"),
        ("2021", "admin_fees", "-3.5", None, "金额不能小于0"),
    ],
)
def test_what_is_no_usable_amount(form: str, row: str, text: str, expected: str | None, message: str) -> None:
    field = "procurement_amount" if form == "2019" else "fee_amount_wan"
    (finding,) = found("A106", report(edition=form, **{f"{row}__{field}": text}))
    assert message in finding.message
    assert (finding.field, finding.expected, finding.actual) == (field, expected, text)


@pytest.mark.parametrize(
    ("form", "cell", "text"),
    [
        ("2019", "procurement__procurement_amount", "5275.526万元"),
        ("2019", "procurement__procurement_amount", "184719元"),
        ("2019", "procurement__procurement_amount", "1.2亿元"),
        ("2019", "procurement__procurement_amount", "0"),
        ("2019", "procurement__procurement_amount", "/"),
        ("2021", "admin_fees__fee_amount_wan", "72,701.2578"),
        ("2021", "admin_fees__fee_amount_wan", "3.5万元"),
        ("2021", "admin_fees__fee_amount_wan", "0"),
        ("2021", "admin_fees__fee_amount_wan", ""),
    ],
)
def test_what_is_an_amount_or_none_at_all(form: str, cell: str, text: str) -> None:
    sound = report(edition=form, **{cell: text})
    assert found("A106", sound) == []
    assert found("A105", sound) == []


def test_columns_that_are_no_counts_are_named_as_the_form_names_them() -> None:
    fields = {field for key in EDITIONS for form in edition(key).tables.values() for field in form.columns}
    for key in EDITIONS:
        signed, amounts = measures(key)
        assert signed | amounts.keys() <= fields
