"""What the narrative restates is bound to its cells: in real reports and through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import real
from commandline import gouji

from gouji.prose.counting.restatements import restatements
from gouji.prose.counting.wholes import wholes
from gouji.testing import clean_report, findings, read

OUTCOMES = ["granted", "partial", "refused", "unavailable", "unprocessed", "other-outcome", "carried-out"]


@pytest.mark.parametrize(
    ("name", "applicants", "sums"),
    [
        ("suqian-2023", ["natural-person", "legal-person"], ["119", "3607", "3607", "3607", "25", "2950"]),
        ("suqian-2024", [], ["98", "3646", "10219", "3", "2230"]),
        ("suqian-2024-radicals", [], ["98", "3646", "10219", "3", "2230"]),
    ],
)
def test_every_restated_total_of_a_real_city_report_is_bound(name: str, applicants: list[str], sums: list[str]) -> None:
    report = read(real.read_bytes("real", name))
    found = restatements(report)
    assert [each.statement.key for each in found] == ["received", *applicants, *OUTCOMES]
    assert all(each.holds for each in found)
    assert [str(each.whole.figure.value) for each in wholes(report)] == sums
    assert all(each.sound and each.exhaustive for each in wholes(report))


def test_figures_of_a_real_pdf_are_bound_over_its_line_breaks() -> None:
    found = restatements(read(real.pdf_text("huaian-2024")))
    keys = [each.statement.key for each in found]
    assert keys[:5] == ["rules-issued", "received", "finished", "carried-in", "carried-out"]
    assert len(keys) == 15
    assert all(each.holds for each in found)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, []), (1, []), (2, []), (3, [("N601", 17, "25件")]), (4, [])],
)
def test_seeds(number: int, expected: list[tuple[str, int, str]]) -> None:
    found = [each for each in findings(real.seed(number)) if each.code[0] == "N"]
    assert [(each.code, each.place.line, each.actual) for each in found] == expected


@pytest.mark.parametrize("name", ["hongze-2023", "hongze-2024", "huaian-2024"])
def test_real_pdfs_contradict_themselves_nowhere(name: str) -> None:
    assert [each for each in findings(real.pdf_text(name)) if each.code[0] == "N"] == []


TEXT = "全年共收到政府信息公开申请6件，其中新收5件、上年结转1件。按照《政府网站发展指引》（国办发〔2017〕47号）建设。"


@pytest.fixture
def narrative(folder: Path) -> dict[str, list[dict[str, object]]]:
    Path("report.txt").write_text(clean_report(narrative=TEXT), encoding="utf-8")
    data = json.loads(gouji("parse", "--narrative", "report.txt").out)
    assert len(data["cells"]) == 200
    return data["narrative"]


@pytest.mark.usefixtures("folder")
def test_parse_shows_what_the_narrative_restates(narrative: dict[str, list[dict[str, object]]]) -> None:
    shown = [(each["text"], each["holds"]) for each in narrative["restatements"]]
    assert shown == [
        ("全年共收到政府信息公开申请6件", "applications.received.total + applications.carried_in.total"),
        ("其中新收5件", "applications.received.total"),
        ("上年结转1件", "applications.carried_in.total"),
    ]
    assert [(each["whole"], each["parts"], each["holds"]) for each in narrative["wholes"]] == [("6", ["5", "1"], True)]
    cited = {each["number"]: each["instruments"] for each in narrative["citations"]}
    assert cited["国办发〔2017〕47号"] == ["国务院办公厅关于印发政府网站发展指引的通知"]
    assert [(each["start"], each["end"]) for each in narrative["periods"]] == [("2023-01-01", "2023-12-31")]
    assert (narrative["filer"]["kind"], narrative["signed"]) == ("department", "2024-01-18")  # type: ignore[call-overload]


@pytest.mark.usefixtures("folder")
def test_a_table_cannot_hold_the_narrative() -> None:
    ran = gouji("parse", "--narrative", "--format", "csv", "clean.txt")
    assert (ran.status, ran.out) == (2, "")
    assert "--narrative" in ran.err


LOCAL = """\
[calendar]
department = "01-10"

[[instruments]]
title = "清棠县政府信息公开办法"
numbers = ["清政发〔2019〕7号"]
articles = 30

[[terms]]
kind = "wording"
words = ["门戶网站"]
instead = "门户网站"
basis = "规范字"

[[absences]]
key = "no-nets"
says = ["none receive request"]
zero = ["applications.received.natural_person"]
basis = "本县约定"
"""


@pytest.mark.usefixtures("folder")
def test_a_local_ruleset_adds_to_all_that_is_known_of_texts() -> None:
    Path("gouji.toml").write_text('rulesets = ["local.toml"]', encoding="utf-8")
    Path("local.toml").write_text(LOCAL, encoding="utf-8")
    text = "按照《清棠县政府信息公开办法》（清政发〔2019〕8号）在门戶网站公开。"
    Path("report.txt").write_text(clean_report(narrative=text), encoding="utf-8")
    assert gouji("check", "--format", "json", "report.txt").codes == ["C502", "L902", "D404"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[calendar]", "[calender]", "没有这个键，是否想写 calendar"),
        ("articles =", "article =", "instruments[1].article"),
        ('"01-10"', '"01-32"', "calendar.department"),
        ("instead =", "instaed =", "terms[1].instaed"),
        ("none receive", "nothing receive", "absences[1].says"),
    ],
)
def test_a_wrong_local_ruleset_ends_the_run_with_a_sentence(old: str, new: str, message: str) -> None:
    Path("gouji.toml").write_text('rulesets = ["local.toml"]', encoding="utf-8")
    Path("local.toml").write_text(LOCAL.replace(old, new), encoding="utf-8")
    ran = gouji("check", "clean.txt")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("错误：local.toml:")
    assert message in ran.err


def test_a_wrong_title_does_not_silence_a_wrong_figure() -> None:
    text = clean_report(narrative="全年共收到政府信息公开申请99件。")
    wrong = text.replace("2023年政府信息公开工作年度报告", "2024年政府信息公开工作年度报告", 1)
    assert {"D403", "N601"} <= {each.code for each in findings(wrong)}


def test_the_only_number_in_a_governments_report_is_about_all_of_it() -> None:
    text = clean_report().replace("清棠县交通运输局", "清棠县人民政府").replace("本局", "我县")
    alone = text.replace("我县坚持以公开为常态", "县政府共受理依申请公开9件，坚持以公开为常态")
    assert [each.actual for each in findings(alone) if each.code == "N601"] == ["9件"]
    part = alone.replace("县政府共受理", "全县共受理依申请公开6件，其中县政府受理")
    assert [each.actual for each in findings(part) if each.code == "N601"] == []
