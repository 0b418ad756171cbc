"""The statutory and local rules across reports: what they say, and where; that exceptions cover them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import gouji

from gouji.finding import Finding, Severity
from gouji.host import Host
from gouji.relations import statutory_rules
from gouji.testing import AGENCY, clean_report
from gouji.testing.batches import batches, collected

ACROSS = [rule for rule in statutory_rules() if rule.across is not None]


def found(rule: str, example: str) -> list[Finding]:
    """What a statutory rule finds across the reports of an example."""
    batch = batches(example)[0]
    with collected(Host(installed=False), batch) as collection:
        return [each for of in ACROSS if of.code == rule and of.across for each in of.across(collection)]


def test_what_is_carried_over_is_named_with_both_places() -> None:
    natural, total = found("Y801", "carried_in=3 prior.carried_out=5")
    assert (natural.severity, total.severity) == (Severity.WARNING, None)
    assert (total.table, total.row, total.field) == ("applications", "carried_in", "total")
    assert (total.expected, total.actual) == ("5", "3")
    assert [(each.agency, each.year, each.value) for each in total.related] == [(AGENCY, 2022, "5")]
    assert total.message.startswith(
        "「总计」一列，二、上年结转政府信息公开申请数量为3，上年度报告的四、结转下年度继续办理却为5（2022年度报告）"
    )


def test_what_is_carried_over_holds_across_the_change_of_the_form() -> None:
    example = f"@ 2021 {AGENCY}\ncarried_in=3\n@ 2020 {AGENCY}\ncarried_out=5\n"
    assert [each.field for each in found("Y801", example)] == ["natural_person", "total"]
    assert found("Y802", example) == []
    assert found("Y803", example) == []


@pytest.mark.parametrize(
    ("agency", "year", "said"),
    [
        ("甲县信访局", 2023, True),
        ("甲县信访局", 2022, False),
        ("甲市信访局", 2023, False),
        ("甲县水务局", 2023, False),
    ],
)
def test_a_roll_up_says_what_is_perhaps_missing_from_the_roster(agency: str, year: int, said: bool) -> None:
    roster = "@ roster\nagency,kind,parent,consolidates\n"
    roster += "甲县人民政府,government,,yes\n甲县水务局,department,甲县人民政府,no\n"
    reports = f"@ 2023 甲县人民政府\ngranted=2\n@ 2023 甲县水务局\ngranted=1\n@ {year} {agency}\ngranted=1\n"
    messages = [each.message for each in found("G901", reports + roster) if each.row == "granted"]
    hint = "（下级共1个）（另有1份报告，机关名称以“甲县”开头，归属存疑，没有计入）"
    assert [hint in each for each in messages] == [said] * 2


def test_a_roll_up_names_the_one_that_was_left_out() -> None:
    roster = "@ roster\nagency,kind,parent,consolidates\n甲县人民政府,government,,yes\n"
    roster += "甲县水务局,department,甲县人民政府,no\n甲县教育局,department,甲县人民政府,no\n"
    reports = "@ 2023 甲县人民政府\ngranted=2\n@ 2023 甲县水务局\ngranted=2\n@ 2023 甲县教育局\ngranted=7\n"
    messages = [each.message for each in found("G901", reports + roster) if each.row == "granted"]
    assert len(messages) == 2
    assert all("各下级这一格之和却为9（下级共2个）" in each for each in messages)
    assert all(each.endswith("差额正好等于甲县教育局的数，是否漏计或者重复计了？") for each in messages)


RULESET = """
[[relations]]
code = "QJ101"
name = "granted-grows"
title = "予以公开比上年少了一半以上"
severity = "info"
table = "applications"
each = "row"
holds = "2 * total >= prior.total"
when = "prior.total >= 10"
at = "total"
message = "{line}只有{actual}件，上年有{right}件"
basis = "本省要求"
why = "骤减要有说明"
wrong = { total = 1, prior.total = 12 }
right = { total = 6, prior.total = 12 }
"""


def county(folder: Path, *, before: int = 12, remark: str = "") -> Path:
    reports = folder / "reports"
    reports.mkdir()
    (reports / "2022.txt").write_text(clean_report("2021", 2022, granted=before, carried_out=1), encoding="utf-8")
    text = clean_report("2021", 2023, granted=2, carried_in=4)
    (reports / "2023.txt").write_text(text.replace("| 二、上年结转", remark + "| 二、上年结转"), encoding="utf-8")
    return reports


def audited(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    ledger = str(folder / "ledger.duckdb")
    ran = gouji("audit", str(folder / "reports"), "--ledger", ledger, "--isolated", "--format", "json", *arguments)
    assert ran.status in (0, 1), ran.err
    found = (each for file in json.loads(ran.out)["files"] for each in file["findings"])
    return [(each["code"], each["location"]["field"]) for each in found if each["code"][0] in "YGQX"]


def test_a_local_relation_across_reports_is_for_audits(tmp_path: Path) -> None:
    reports = county(tmp_path)
    ruleset = tmp_path / "province.toml"
    ruleset.write_text(RULESET, encoding="utf-8")
    assert ("QJ101", "total") in audited(tmp_path, "--ruleset", str(ruleset), "--select", "QJ")
    assert gouji("check", str(reports), "--ruleset", str(ruleset), "--isolated", "--select", "QJ").status == 0


Y801 = [("Y801", "natural_person"), ("Y801", "total")]


@pytest.mark.parametrize("how", ["nothing", "comment", "whole file", "sidecar"])
def test_exceptions_cover_findings_across_reports(tmp_path: Path, how: str) -> None:
    remark = {"comment": "<!-- gouji: ignore Y801: 机构合并 -->\n", "whole file": "<!-- gouji: ignore-file Y801 -->\n"}
    reports = county(tmp_path, before=2, remark=remark.get(how, ""))
    if how == "sidecar":
        (reports / "2023.txt.gouji.toml").write_text('[[suppress]]\nrules = ["Y801"]\n', encoding="utf-8")
    assert audited(tmp_path) == (Y801 if how == "nothing" else [])
    assert "X005" not in gouji("check", str(reports), "--isolated", "--quiet").out


def test_an_exception_without_use_is_reported_by_the_audit(tmp_path: Path) -> None:
    reports = county(tmp_path, before=2, remark="<!-- gouji: ignore-file Y802 -->\n")
    assert audited(tmp_path) == [("X005", None), *Y801]
    assert "X005" not in gouji("check", str(reports), "--isolated", "--quiet").out
