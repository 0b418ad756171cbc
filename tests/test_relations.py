"""The relation language, its declarations in rulesets, and how a relation is laid over the form."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tables import table

from gouji.api import Report, ruleset_rules
from gouji.entries import RulesetError
from gouji.finding import Severity
from gouji.relations import declared, statutory_rules
from gouji.relations.declaration import Relation, load_relations
from gouji.relations.evaluation import Interval, satisfiable
from gouji.relations.expansion import Instance, expand
from gouji.relations.language import Name, RelationError, Side, Term, parse
from gouji.relations.local import rules_of
from gouji.relations.system import System
from gouji.ruleset import EDITIONS, edition
from gouji.testing import report

ENTRY: dict[str, Any] = {
    "code": "K101",
    "name": "local-check",
    "title": "本地核对",
    "table": "applications",
    "each": "column",
    "holds": "received + carried_in == total + carried_out",
    "at": "total",
    "basis": "本县规定",
    "why": "试验用",
    "wrong": {"received": 1},
    "right": {"received": 0},
}


def relation(**changes: Any) -> Relation:
    entry = {key: value for key, value in (ENTRY | changes).items() if value is not None}
    return load_relations([entry], "local.toml")[0]


def single(holds: str, at: str) -> Relation:
    """A relation between single cells."""
    return relation(table=None, each=None, holds=holds, at=at)


def terms(side: Side) -> list[tuple[Any, ...]]:
    return [(term.coefficient, term.first.text, term.last and term.last.text) for term in side.terms]


# ── the language ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "left", "comparison", "right"),
    [
        ("a == b", [(1, "a", None)], "==", [(1, "b", None)]),
        ("sum(a..b) == total", [(1, "a", "b")], "==", [(1, "total", None)]),
        ("sum(a..b, c) <= d", [(1, "a", "b"), (1, "c", None)], "<=", [(1, "d", None)]),
        ("a + b - c > d", [(1, "a", None), (1, "b", None), (-1, "c", None)], ">", [(1, "d", None)]),
        ("a - (b - c) < d", [(1, "a", None), (-1, "b", None), (1, "c", None)], "<", [(1, "d", None)]),
        ("2 * (a + 3 * b) >= -c", [(2, "a", None), (6, "b", None)], ">=", [(-1, "c", None)]),
        ("a * 0.5 != b", [(Decimal("0.5"), "a", None)], "!=", [(1, "b", None)]),
        ("total==sum(children.total)", [(1, "total", None)], "==", [(1, "children.total", None)]),
        ("carried_in\n== prior.carried_out", [(1, "carried_in", None)], "==", [(1, "prior.carried_out", None)]),
        ("summary == sums", [(1, "summary", None)], "==", [(1, "sums", None)]),
    ],
)
def test_a_relation_is_two_linear_sides(text: str, left: object, comparison: str, right: object) -> None:
    formula = parse(text)
    assert (terms(formula.left), formula.comparison, terms(formula.right)) == (left, comparison, right)


def test_constants_are_exact() -> None:
    formula = parse("a + 0.1 + 0.2 == 2 * (b - 3)")
    assert (formula.left.constant, formula.right.constant) == (Decimal("0.3"), -6)


def test_names_know_where_they_stand() -> None:
    assert list(parse("a ==\n  applications.received.total").names)[1] == Name("applications.received.total", 2, 3)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a = b", 1, 3, "没有“=”这个符号：相等写作“==”"),
        ("a == b ％ c", 1, 8, "没有“％”这个符号：请移到另一边写成乘"),
        ("a ==", 1, 5, "写到这里就断了，后面应是："),
        ("a ==\n", 2, 1, "写到这里就断了"),
        ("", 1, 1, "写到这里就断了"),
        ("a == b == c", 1, 8, "这里不能是“==”，应是："),
        ("a b == c", 1, 3, "这里不能是“b”"),
        ("sum(a.. == c", 1, 9, "应是：名称"),
        ("a == (b + c", 1, 12, "应是："),
        ("a == b *\n  c * d", 2, 3, "只能乘以常数，不能乘以c"),
        ("total == children.total", 1, 10, "应写作sum(children.total)"),
    ],
)
def test_an_error_says_where_and_what(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(RelationError, match=f"第{line}行第{column}列") as caught:
        parse(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in str(caught.value)


def test_a_term_can_be_scaled() -> None:
    assert Term(2, Name("a", 1, 1)).times(Decimal("1.5")).coefficient == 3


# ── declarations ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"hold": "a == b"}, "hold", "没有这个键，是否想写 holds？"),
        ({"basis": None}, "basis", "缺少这个键"),
        ({"title": ""}, "title", "应是一段文字"),
        ({"code": "a1"}, "code", "大写字母加三位数字"),
        ({"severity": "eror"}, "severity", "是否想写 error？"),
        ({"each": "colum"}, "each", "是否想写 column？"),
        ({"table": None}, "table", "要么都写"),
        ({"right": {"received": 0.1}}, "right.received", "0.1不是整数；小数要加引号"),
        ({"right": {"received": True}}, "right.received", "True不是整数"),
        ({"wrong": 3}, "wrong", "应是名称与数的对照"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_and_key(changes: dict[str, Any], key: str, message: str) -> None:
    with pytest.raises(RulesetError) as caught:
        relation(**changes)
    (fault,) = caught.value.faults
    assert (caught.value.file, fault.key) == ("local.toml", f"relations[1].{key}")
    assert message in fault.reason


def test_values_of_examples_are_exact() -> None:
    assert relation(wrong={"received": "0.1"}).wrong == (("received", Decimal("0.1")),)


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        (
            {"holds": "received + carried_im == total"},
            "holds",
            "没有carried_im这个名称，是否想写 carried_in？",
        ),
        ({"holds": "received == prior.carried_ot"}, "holds", "是否想写 carried_out？"),
        ({"holds": "received = total"}, "holds", "相等写作“==”"),
        ({"at": "totl"}, "at", "没有totl这个名称，是否想写 total？"),
        ({"table": "application"}, "table", "是否想写 applications？"),
        ({"holds": "sum(other..granted) == total"}, "holds", "granted不在other之后"),
        ({"table": "disclosure", "holds": "rules == penalty", "at": "rules"}, "holds", "没有一行或一列同时有"),
    ],
)
def test_a_relation_that_does_not_fit_the_form_is_refused(changes: dict[str, Any], key: str, message: str) -> None:
    with pytest.raises(RulesetError) as caught:
        expand(relation(**changes), edition("2021"))
    assert str(caught.value).startswith(f"local.toml：relations[1].{key}：")
    assert message in str(caught.value)


def test_a_range_of_single_cells_runs_along_a_row_or_down_a_column() -> None:
    along = single("sum(review.review.upheld..review.review.pending) == review.review.total", "review.review.total")
    assert [cell.field for cell, _ in expand(along, edition("2021"))[0].left.terms] == [
        "upheld",
        "corrected",
        "other",
        "pending",
    ]
    down = single("sum(applications.not_held.total..applications.still_unclear.total) == 0", "applications.other.total")
    cells = [(cell.row, cell.field) for cell, _ in expand(down, edition("2021"))[0].left.terms]
    assert cells == [(row, "total") for row in ("not_held", "needs_creation", "still_unclear")]
    wrong = single("sum(review.review.upheld..review.direct.total) == 0", "review.review.total")
    with pytest.raises(RulesetError, match="同一行或同一列"):
        expand(wrong, edition("2021"))


# ── over the form ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("form", "rows", "outcomes"), [("2019", 23, 19), ("2021", 25, 21)])
def test_the_statutory_relations_cover_the_form(form: str, rows: int, outcomes: int) -> None:
    found = {each.code: expand(each, edition(form)) for each in declared(form) if not each.reaches_out}
    assert {code: len(instances) for code, instances in found.items()} == {
        "A101": rows,
        "A102": 7,
        "A103": 7,
        "A104": 3,
    }
    sizes = {code: {len(each.balance) for each in instances} for code, instances in found.items()}
    assert sizes == {"A101": {7}, "A102": {4}, "A103": {outcomes + 1}, "A104": {5}}
    assert {each.at[:3] for each in found["A104"]} == {
        ("review", block, "total") for block in ("review", "direct", "after_review")
    }


def test_a_range_runs_in_the_forms_order() -> None:
    first = expand(relation(each="row", holds="sum(research..other_org) == total"), edition("2021"))[0]
    assert [operand.field for operand, _ in first.left.terms] == ["research", "social", "legal_service", "other_org"]


def test_rows_without_the_names_are_left_out() -> None:
    local = relation(table="disclosure", each="row", holds="issued - repealed <= in_force", at="in_force")
    assert [each.line for each in expand(local, edition("2021"))] == ["rules", "normative_docs"]


def test_single_cells_of_several_tables_can_be_related() -> None:
    local = single("review.direct.total <= applications.total.total", "review.direct.total")
    (instance,) = expand(local, edition("2021"))
    assert [operand.table for operand, _ in instance.balance] == ["review", "applications"]


def test_cells_of_other_reports_are_other_cells() -> None:
    (first, *_rest) = expand(relation(holds="total == prior.total + sum(children.granted)"), edition("2021"))
    assert [(cell.row, cell.whose) for cell, _ in first.balance] == [
        ("total", ""),
        ("total", "prior"),
        ("granted", "children"),
    ]


def test_a_relation_holds_for_every_cell_of_its_tables() -> None:
    each = relation(table=["review", "disclosure"], each="cell", holds="value <= 2 * prior.value", at="value")
    found = expand(each, edition("2021"))
    assert len(found) == 15 + 10
    assert [instance.line for instance in found[14:16]] == ["after_review.total", "rules.issued"]
    assert all(instance.at == instance.balance[0][0] for instance in found)


def test_a_row_or_column_may_be_graver() -> None:
    graver = relation(severity="warning", severities={"total": "error"})
    found = {each.line: each.severity for each in expand(graver, edition("2021"))}
    assert (found["total"], found["business"]) == (Severity.ERROR, None)
    with pytest.raises(RulesetError, match="没有totals这个名称"):
        expand(relation(severities={"totals": "error"}), edition("2021"))


def test_decimals_become_whole_numbers() -> None:
    instance = expand(relation(holds="0.25 * received >= total + 0.1"), edition("2021"))[0]
    assert [coefficient for _, coefficient in instance.balance] == [-25, 100]
    assert (instance.constant, instance.ordering) == (10, "<=")


WITHIN = [each for key in EDITIONS for each in declared(key) if not each.reaches_out]


@pytest.mark.parametrize("each", WITHIN, ids=lambda r: r.code)
def test_the_examples_of_a_relation_are_true(each: Relation) -> None:
    for form in EDITIONS:
        instance = expand(each, edition(form))[0]
        assert not satisfiable(instance, _example(instance, each.wrong))
        assert satisfiable(instance, _example(instance, each.right))


def _example(instance: Instance, values: Any) -> dict[Any, Interval]:
    known, figures = {}, dict(values)
    for operand, _ in instance.balance:
        value = figures.get(operand.row if instance.relation.each == "column" else operand.field, 0)
        known[operand] = Interval(value, value)
    return known


# ── rules ────────────────────────────────────────────────────────────────────────────────────────


ROW_TOTAL = relation(each="row", holds="sum(natural_person..other_org) == total")


def found(local: Relation, on: Report) -> list[str]:
    rules = rules_of({key: [local] for key in EDITIONS})
    return [each.message for rule in rules if rule.check for each in rule.check(on)]


@pytest.mark.parametrize(
    ("local", "values", "message"),
    [
        (
            ROW_TOTAL,
            {"granted__total": 9},
            "「（一）予以公开」一行，自然人至其他之和为3，总计却为9",
        ),
        (
            relation(),
            {"received": 3, "carried_in": 1, "total": 3, "carried_out": 0},
            "「自然人」一列，一、本年新收政府信息公开申请数量＋二、上年结转政府信息公开申请数量为4，"
            "（七）总计＋四、结转下年度继续办理却为3",
        ),
        (
            relation(table="review", each="block", holds="2 * upheld - 1 < total"),
            {"direct__upheld": 3, "direct__total": 4, "direct__pending": 1},
            "「未经复议直接起诉」各栏，2×结果维持－1应小于总计，而前者为5，后者为4",
        ),
        (
            relation(each="row", holds="2 * sum(natural_person..business) - 1 <= total", at="total"),
            {},
            "「一、本年新收政府信息公开申请数量」一行，2×（自然人至商业企业之和）－1应不大于总计，而前者为9，后者为5",
        ),
        (
            single("review.direct.total <= applications.total.total", "review.direct.total"),
            {"direct__upheld": 6, "direct__total": 6},
            "未经复议直接起诉“总计”应不大于（七）总计“总计”，而前者为6，后者为5",
        ),
        (
            single("applications.partial.total == 0", "applications.partial.total"),
            {},
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）“总计”为1，应等于0",
        ),
        (
            relation(each="row", holds="total != 4", at="total"),
            {"granted": 4, "granted__business": 0},
            "「（一）予以公开」一行，总计为4，应不等于4",
        ),
        (
            ROW_TOTAL,
            {"granted__natural_person": "若干", "granted__business": 7, "granted__total": 5},
            "「（一）予以公开」一行，自然人至其他之和不小于7，总计却为5",
        ),
    ],
)
def test_the_message_gives_both_sides_in_the_forms_words(local: Relation, values: dict[str, Any], message: str) -> None:
    assert message in found(local, on=report(**values))


def test_a_relation_over_a_missing_table_says_nothing() -> None:
    sound = report()
    local = single("review.direct.total > applications.total.total", "review.direct.total")
    assert len(found(local, on=sound)) == 1
    assert found(local, on=sound._replace(review=sound.review._replace(edition=None, cells={}))) == []


def test_years_without_a_form_are_left_alone() -> None:
    faulty = report(granted__total=9)
    assert found(ROW_TOTAL, on=faulty)
    assert not found(ROW_TOTAL, on=faulty._replace(edition=None, year=2017))


def test_a_report_may_mix_tables_of_both_editions() -> None:
    mixed = report()._replace(applications=table("applications", "2019", {("other", "total"): 1}))
    rules = {rule.code: rule.check for rule in statutory_rules()}
    assert rules["A101"] is not None
    assert [(each.row, each.basis) for each in rules["A101"](mixed)] == [
        ("other", "国办公开办函〔2019〕60号所附年度报告格式，表三“总计”栏")
    ]


def test_a_pack_brings_relations_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "local.toml"
    path.write_text(
        """
        [[relations]]
        code = "KX101"
        name = "few-secrets"
        title = "国家秘密不应多于予以公开"
        severity = "warning"
        table = "applications"
        each = "column"
        holds = "state_secret <= granted"
        at = "state_secret"
        basis = "本县规定"
        why = "多了要核实"
        wrong = { state_secret = 1, granted = 0 }
        right = { state_secret = 1, granted = 1 }
        """,
        encoding="utf-8",
    )
    (rule,) = ruleset_rules(path)
    assert (rule.code, rule.basis, rule.wrong) == ("KX101", "本县规定", "state_secret=1 granted=0")
    assert rule.check is not None
    (finding,) = rule.check(report(state_secret__business=2))
    assert (finding.row, finding.field, finding.expected, finding.actual) == ("state_secret", "business", "≤1", "2")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[relations]\n", r"local\.toml:1:\d+：不是正确的 TOML"),
        ('relations = "a == b"', r"local\.toml:1:13：relations：应写作若干 \[\[relations\]\] 表"),
        ("relations = [1]", r"local\.toml:1:13：relations：应写作"),
        ('[edition]\nkey = "2012"', r"local\.toml:2:7：edition\.key：没有“2012”这一版：应是 .2019.或 .2021."),
    ],
)
def test_a_ruleset_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "local.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesetError, match=message):
        ruleset_rules(path)


def test_a_ruleset_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesetError, match=r"local\.toml"):
        ruleset_rules(tmp_path / "local.toml")


def test_a_system_refuses_relations_that_do_not_fit() -> None:
    with pytest.raises(RulesetError, match="carried_im"):
        System([relation(holds="received == carried_im")], edition("2019"))
