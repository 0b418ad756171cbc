"""Rulesets of an office: what each key does to a check, and what is said of a ruleset that cannot be used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from commandline import Ran, gouji
from hypothesis import given
from hypothesis import strategies as st

from gouji.entries import RulesetError
from gouji.local.additions import additions
from gouji.local.files import Source, profiles
from gouji.local.rules import rules
from gouji.rule import Rule
from gouji.testing import check_examples, clean_report, report

RELATION = """
[[relations]]
code = "QT101"
name = "few-granted"
severity = "warning"
title = "予以公开少于一半"
table = "applications"
each = "column"
when = "total >= 4"
holds = "2 * granted >= total"
at = "granted"
message = "「{line}」予以公开{actual}件，应{expected}（{left}、{right}）"
basis = "清棠县政务公开办公室通知"
why = "县里要求核实。"
wrong = { granted = 1, total = 5, not_held = 4 }
right = { granted = 1, total = 3, not_held = 2 }
"""
SECTION = """
[[sections]]
code = "QT201"
name = "missing-highlights"
title = "缺少“特色工作”部分"
number = "七"
heading = "特色工作"
accepted = ["工作特色"]
why = "县里按这一部分评选案例。"
basis = "清棠县政务公开办公室通知"
wrong = " 本年度没有收取信息处理费。"
right = " 本年度没有收取信息处理费。\\n+七、特色工作\\n+开设了办事公开专栏。"
"""
PHRASE = """
[[phrases]]
code = "QT301"
name = "media-unstated"
title = "没有说明政务新媒体"
section = "overview"
any = ["政务新媒体", "APP"]
kinds = ["department"]
why = "县里要求说明政务新媒体。"
basis = "清棠县政务公开办公室通知"
wrong = " 一、总体情况"
right = " 一、总体情况\\n+本局运行政务 新媒体2个。"
"""
FORBIDDEN = """
[[forbidden]]
code = "QT401"
name = "set-phrases"
title = "套话"
words = ["再上新台阶"]
unless = ["力争再上新台阶"]
instead = "有新的进展"
why = "县里要求写实。"
basis = "清棠县政务公开办公室通知"
wrong = " 一、总体情况\\n+公开工作再上新台阶。"
right = " 一、总体情况\\n+力争再上新台阶，见《关于公开工作再上新台阶的意见》。"
"""
CLEAN = clean_report(granted=3)


def written(folder: Path, text: str, name: str = "local.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def checked(folder: Path, ruleset: str, report: str = CLEAN, *arguments: str, more: str = "") -> Ran:
    """A report, checked with a ruleset that the configuration names, and ``more`` in the configuration."""
    written(folder, ruleset)
    written(folder, f'rulesets = ["./local.toml"]\n{more}', "gouji.toml")
    path = written(folder, report, "report.txt")
    return gouji("check", str(path), "--config", str(folder / "gouji.toml"), "--format", "json", *arguments)


def found(ran: Ran) -> list[tuple[str, str, str]]:
    findings = [each for file in json.loads(ran.out)["files"] for each in file["findings"]]
    return [(each["code"], each["severity"], each["message"]) for each in findings]


# ── what each key does ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ruleset", [RELATION, SECTION, PHRASE, FORBIDDEN], ids=["when", "section", "phrase", "words"])
def test_the_rules_of_a_ruleset_answer_their_examples(tmp_path: Path, ruleset: str) -> None:
    (rule,) = made(tmp_path, ruleset)
    check_examples(rule)


def made(folder: Path, ruleset: str) -> list[Rule]:
    from gouji.api import ruleset_rules

    return ruleset_rules(written(folder, ruleset))


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        ({"granted": 3}, []),
        ({"granted": 1, "not_held": 4}, ["「自然人」予以公开1件，应≥3（2、6）", "「总计」予以公开1件，应≥3（2、6）"]),
        ({"granted": 0, "not_held": 1}, []),  # the condition is not met
        ({"granted": 0, "not_held": "若干"}, []),  # nobody knows whether it is
    ],
)
def test_a_relation_may_have_a_condition_and_a_message(
    tmp_path: Path, values: dict[str, int | str], messages: list[str]
) -> None:
    ran = checked(tmp_path, RELATION, clean_report(**values))
    assert [message for code, _severity, message in found(ran) if code == "QT101"] == messages


def test_no_number_is_called_right_for_a_relation_that_an_office_adds(tmp_path: Path) -> None:
    """Changing a cell may satisfy it, and break the form's own relations, or be a lie."""
    refusals = RELATION.replace("2 * granted >= total", "2 * sum(state_secret..admin_query) <= total")
    refusals = refusals.replace("total >= 4", "total >= 1").replace('at = "granted"', 'at = "total"')
    (rule,) = made(tmp_path, refusals)
    assert rule.check is not None
    broken = list(rule.check(report(granted__business=0, process_info__business=1)))
    assert broken
    assert [finding for finding in broken if finding.culprit or finding.fix] == []


def test_a_condition_that_a_blank_leaves_open_is_not_met(tmp_path: Path) -> None:
    text = clean_report(granted=1, not_held=4, total__natural_person="", total__total=5)
    messages = [message for code, _severity, message in found(checked(tmp_path, RELATION, text)) if code == "QT101"]
    assert messages == ["「总计」予以公开1件，应≥3（2、5）"]


@pytest.mark.parametrize(
    ("heading", "messages"),
    [
        ("", ["缺少「七、特色工作」部分"]),
        ("七、特色工作", []),
        ("七、工作特色", []),
        ("八、特色工作", ["「八、特色工作」部分的序号应当是「七」"]),
    ],
)
def test_a_section_that_an_office_asks_for(tmp_path: Path, heading: str, messages: list[str]) -> None:
    fee = "本年度没有收取信息处理费。"
    report = CLEAN.replace(fee, f"{fee}\n\n{heading}\n\n开设了专栏。") if heading else CLEAN
    assert [message for *_rest, message in found(checked(tmp_path, SECTION, report))] == messages


def test_a_phrase_is_asked_of_some_kinds_of_filers_only(tmp_path: Path) -> None:
    town = CLEAN.replace("清棠县交通运输局", "柳溪镇人民政府")
    assert [code for code, *_rest in found(checked(tmp_path, PHRASE))] == ["QT301"]
    assert [code for code, *_rest in found(checked(tmp_path, PHRASE, town)) if code == "QT301"] == []
    stated = CLEAN.replace("修订公开指南", "开通ａｐｐ，修订公开指南")
    assert found(checked(tmp_path, PHRASE, stated)) == []
    assert "没有写明“政务新媒体”或“APP”" in checked(tmp_path, PHRASE).out


def test_a_forbidden_word_has_a_code_of_its_own(tmp_path: Path) -> None:
    report = CLEAN.replace("修订公开指南", "再上 新台阶，修订公开指南")
    assert found(checked(tmp_path, FORBIDDEN, report)) == [("QT401", "warning", "“再上 新台阶”应写作“有新的进展”")]
    other = FORBIDDEN.replace('instead = "有新的进展"\n', "")
    assert found(checked(tmp_path, other, report)) == [("QT401", "warning", "不应出现“再上 新台阶”")]


def test_headings_and_labels_that_an_office_accepts(tmp_path: Path) -> None:
    report = CLEAN.replace("五、存在的主要问题及改进情况", "五、工作中的不足与打算")
    report = report.replace("| 自然人 |", "| 自然人（公民个人） |").replace("| 总计 |", "| 总计数 |", 1)
    plain = {code for code, *_rest in found(checked(tmp_path, "", report))}
    assert {"S303", "T206"} <= plain
    ruleset = """
    [headings]
    problems = ["工作中的不足与打算"]
    [labels]
    natural_person = ["自然人（公民个人）"]
    total = ["总计数"]
    """
    assert found(checked(tmp_path, ruleset, report)) == []


@pytest.mark.parametrize(
    ("ruleset", "late"),
    [
        ('[deadlines]\ndepartment = "01-17"\nbasis = "县里的通知"', True),
        ('[deadlines]\ndepartment = "01-18"\nbasis = "县里的通知"', False),
        ('[deadlines]\ngovernment = "01-01"\nbasis = "县里的通知"', False),
        ('[deadlines]\nbasis = "县里的通知"\nagencies = { "清棠县交通运输局" = "01-10" }', True),
        (
            '[deadlines]\nbasis = "县里的通知"\nagencies = { "县运输管理机构" = "01-10" }\n'
            '[[agencies]]\nname = "县运输管理机构"\nkind = "department"\naliases = ["清棠县交通运输局"]',
            True,
        ),
        (
            '[deadlines]\ntownship = "01-05"\nbasis = "县里的通知"\n'
            '[[agencies]]\nname = "清棠县交通运输局"\nkind = "township"',
            True,
        ),
    ],
)
def test_deadlines_by_kind_and_by_agency(tmp_path: Path, ruleset: str, late: bool) -> None:
    ran = checked(tmp_path, ruleset)
    assert [code for code, *_rest in found(ran)] == (["D404"] if late else [])
    if late:
        assert "县里的通知" in ran.out


def test_an_agency_that_no_name_tells_gets_its_kind(tmp_path: Path) -> None:
    report = (
        CLEAN.replace("清棠县交通运输局", "清棠县大数据联合体")
        .replace("本局", "本单位")
        .replace("2024年1月18日", "2024年2月18日")
    )
    assert "D404" not in [code for code, *_rest in found(checked(tmp_path, "", report))]
    ruleset = '[[agencies]]\nname = "清棠县大数据联合体"\nkind = "department"'
    assert "D404" in [code for code, *_rest in found(checked(tmp_path, ruleset, report))]


def test_a_ruleset_for_one_edition_leaves_the_other_alone(tmp_path: Path) -> None:
    ruleset = f'[edition]\nkey = "2019"\n{SECTION}'
    assert found(checked(tmp_path, ruleset)) == []
    old = clean_report("2019")
    assert "QT201" in [code for code, *_rest in found(checked(tmp_path, ruleset, old))]


# ── severities, and who decides ──────────────────────────────────────────────────────────────────


def test_a_ruleset_says_how_gravely_rules_are_taken(tmp_path: Path) -> None:
    report = CLEAN.replace("| 总计 |", "| 总计数 |", 1)
    assert [each[:2] for each in found(checked(tmp_path, '[severity]\nT206 = "error"\nT = "info"', report))] == [
        ("T206", "error")
    ]
    assert found(checked(tmp_path, '[severity]\nT206 = "off"', report)) == []
    assert found(checked(tmp_path, '[severity]\ntables = "off"', report)) == []


def test_the_users_own_word_goes_before_the_rulesets(tmp_path: Path) -> None:
    report = CLEAN.replace("| 总计 |", "| 总计数 |", 1)
    off, error = '[severity]\nT206 = "off"', '[severity]\nT206 = "error"'
    assert [each[:2] for each in found(checked(tmp_path, error, report, more='severity = { T = "info" }'))] == [
        ("T206", "info")
    ]
    assert [each[0] for each in found(checked(tmp_path, off, report, "--extend-select", "T206"))] == ["T206"]
    assert [each[0] for each in found(checked(tmp_path, off, report, "--select", "T"))] == ["T206"]


# ── extends ──────────────────────────────────────────────────────────────────────────────────────


def test_a_ruleset_changes_what_it_extends(tmp_path: Path) -> None:
    written(tmp_path, RELATION + SECTION + '[severity]\nS307 = "off"', "province.toml")
    ruleset = (
        'extends = "./province.toml"\n' + RELATION.replace("2 * granted", "3 * granted") + '[severity]\nS307 = "info"'
    )
    report = clean_report(granted=2, not_held=3).replace("年政府信息公开工作年度报告", "年政府信息公开工作报告", 1)
    assert [each[:2] for each in found(checked(tmp_path, ruleset, report))] == [("S307", "info"), ("QT201", "error")]


def test_a_file_that_two_extend_is_loaded_once(tmp_path: Path) -> None:
    written(tmp_path, SECTION, "base.toml")
    written(tmp_path, 'extends = "base.toml"', "east.toml")
    ruleset = 'extends = ["./base.toml", "./east.toml"]'
    assert [each[0] for each in found(checked(tmp_path, ruleset))] == ["QT201"]


@pytest.mark.parametrize("name", profiles())
def test_a_bundled_profile_can_be_named_and_extended(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, CLEAN, "report.txt")
    written(tmp_path, f'rulesets = ["{name}"]', "gouji.toml")
    assert gouji("check", str(path), "--config", str(tmp_path / "gouji.toml")).status == 0
    assert found(checked(tmp_path, f'extends = "{name}"')) == []


def test_the_profiles_do_what_they_say(tmp_path: Path) -> None:
    report = CLEAN.replace("| 总计 |", "| 总计数 |", 1).replace(
        "年政府信息公开工作年度报告", "年政府信息公开工作报告", 1
    )
    assert [each[:2] for each in found(checked(tmp_path, "", report))] == [("S307", "warning"), ("T206", "warning")]
    assert [each[:2] for each in found(checked(tmp_path, 'extends = "strict"', report))] == [
        ("S307", "error"),
        ("T206", "error"),
    ]
    assert [each[:2] for each in found(checked(tmp_path, 'extends = "figures"', report))] == [("T206", "warning")]


# ── the page about it ────────────────────────────────────────────────────────────────────────────

PAGE = Path(__file__).parent.parent / "docs" / "rulesets.md"
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
SHOWN = [each for each in BLOCKS if not each.startswith("rulesets =")]


@pytest.mark.parametrize("ruleset", SHOWN, ids=lambda each: each.split("\n")[0])
def test_every_ruleset_on_the_page_can_be_used_and_answers_its_examples(tmp_path: Path, ruleset: str) -> None:
    assert checked(tmp_path, ruleset).status != 2
    for rule in made(tmp_path, ruleset):
        if rule.code.startswith("QT"):
            check_examples(rule)


def test_the_page_shows_every_section() -> None:
    from gouji.local.additions import SECTIONS

    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in SECTIONS if f"`{name}`" not in page and f"[{name}]" not in page] == []


# ── what cannot be used ──────────────────────────────────────────────────────────────────────────

BROKEN = [
    (
        "relation = 1",
        "1:1：relation：没有这个键，是否想写 relations？",
    ),
    (
        RELATION.replace('severity = "warning"', 'severty = "warning"'),
        "5:1：relations[1].severty：没有这个键，是否想写 severity？",
    ),
    (
        RELATION.replace("2 * granted >= total", "2 * grantde >= total"),
        "10:14：relations[1].holds：没有grantde这个名称，是否想写 granted？",
    ),
    (
        RELATION.replace("2 * granted >= total", "2 * granted => total"),
        "10:22：relations[1].holds：没有“=”这个符号：相等写作“==”",
    ),
    (
        RELATION.replace("total >= 4", "totl >= 4"),
        "9:9：relations[1].when：没有totl这个名称，是否想写 total？",
    ),
    (
        RELATION.replace("{actual}", "{actal}"),
        "12:24：relations[1].message：没有{actal}这个占位，是否想写 {actual}？",
    ),
    (
        RELATION.replace("{actual}", "{actual"),
        "12:11：relations[1].message：花括号不成对；要写花括号本身，请写两遍",
    ),
    (
        RELATION.replace("{ granted = 1, total = 5", "{ granted = 1, totals = 5"),
        "15:24：relations[1].wrong.totals：没有totals这个名称，是否想写 total？",
    ),
    (
        RELATION.replace('table = "applications"', 'table = "aplications"'),
        "7:9：relations[1].table：没有aplications这个表，是否想写 applications？",
    ),
    (
        RELATION.replace("QT101", "Q101"),
        "3:8：relations[1].code：一个字母开头的代码留给 gouji 自己的规则，请用两个以上的字母，如QH101",
    ),
    (
        RELATION + SECTION.replace("QT201", "QT101"),
        "19:8：sections[1].code：QT101已经用过了",
    ),
    (
        SECTION.replace('heading = "特色工作"', "heading = 7"),
        "7:11：sections[1].heading：应是一段文字",
    ),
    (
        SECTION.replace('["工作特色"]', '["工作特色", "总体情况"]'),
        "8:21：sections[1].accepted[2]：“总体情况”是「总体情况」部分的标题",
    ),
    (
        SECTION.replace('why = "县里按这一部分评选案例。"\n', ""),
        "2:1：sections[1].why：缺少这个键",
    ),
    (
        PHRASE.replace('["政务新媒体", "APP"]', '["政务新媒体", 2]'),
        "7:17：phrases[1].any[2]：应是一段文字",
    ),
    (
        PHRASE.replace('"overview"', '"overveiw"'),
        "6:11：phrases[1].section：“overveiw”不是overview、disclosure、applications、review、problems、other_matters之一，"
        "是否想写 overview？",
    ),
    (
        PHRASE.replace('"department"', '"departments"'),
        "8:10：phrases[1].kinds[1]：“departments”不是government、department、township之一，是否想写 department？",
    ),
    (
        '[severity]\nT2O6 = "info"',
        "2:1：severity.T2O6：没有规则或类别 T2O6，是否想写 T206？",
    ),
    (
        '[severity]\nT206 = "eror"',
        "2:8：severity.T206：“eror”不是info、warning、error、off之一，是否想写 error？",
    ),
    (
        '[headings]\nproblem = ["问题"]',
        "2:1：headings.problem：没有这个键，是否想写 problems？",
    ),
    (
        '[headings]\nproblems = ["总体情况"]',
        "2:13：headings.problems[1]：“总体情况”是「总体情况」部分的标题",
    ),
    (
        '[labels]\nnatural_persons = ["公民"]',
        "2:1：labels.natural_persons：没有这个键，是否想写 natural_person？",
    ),
    (
        '[deadlines]\ndepartment = "02-30"\nbasis = "通知"',
        "2:14：deadlines.department：没有02-30这一天",
    ),
    (
        '[deadlines]\ndepartment = "1月20日"',
        '2:14：deadlines.department：应写作月-日，如"02-20"',
    ),
    (
        '[[agencies]]\nname = "清棠县局"\nkind = "goverment"',
        "3:8：agencies[1].kind：“goverment”不是government、department、township之一，是否想写 government？",
    ),
    (
        '[[instruments]]\ntitle = "办法"\nnumbers = ["清政发[2019]7号"]',
        "3:12：instruments[1].numbers[1]：“清政发[2019]7号”不是规范的字号",
    ),
    (
        '[[statements]]\nkey = "a"\nsays = ["natural_person recieve"]\n'
        'equals = ["applications.received.total"]\nbasis = "县"',
        "3:25：statements[1].says[1]：没有“recieve”这个词义，是否想写 receive？",
    ),
    *(
        (RELATION.replace("2 * granted >= total", holds), f"10:{column}：relations[1].holds：{said}")
        for holds, column, said in (
            ("granted ≥ total", 18, "“≥”应写作“>=”"),
            ("granted ＋ partial >= total", 18, "“＋”应写作“+”"),
            ("granted / total >= 1", 18, "没有“/”这个符号：请移到另一边写成乘"),
            ("予以公开 >= total", 10, "名称要用英文的键，如 granted"),
            ("granted; total", 17, "不能识别的字符“;”"),
            ("3 >= 5", 9, "里面没有名称，结果总是一样"),
            ("granted >= " + "9" * 5000, 10, "太长：连续的若干项可以写成 sum(甲..乙)"),
            ("granted >= " + "-" * 1500 + "1", 10, "太长：连续的若干项可以写成 sum(甲..乙)"),
        )
    ),
    (
        RELATION.replace('table = "applications"\neach = "column"\n', ""),
        "7:9：relations[1].when：没有total这个名称：单个的格要写全，如 applications.granted.total",
    ),
    (
        SECTION.replace('heading = "', 'heading = "七、'),
        "7:11：sections[1].heading：不要带序号；序号写在 number 里",
    ),
    (
        SECTION.replace('number = "七"', 'number = "7"'),
        "6:10：sections[1].number：应是汉字的序号，如 七",
    ),
    (
        '[severity]\nT206 = "error"\nextends = "strict"',
        "3:1：severity.extends：extends 要写在文件开头，第一个 [表] 之前",
    ),
    (
        '[[instruments]]\ntitle = "清棠县办法"\nunverified = ["artikels"]',
        "3:15：instruments[1].unverified[1]：“artikels”不是",
    ),
    (
        'extends = "stict"',
        "1:11：extends：没有“stict”这个规则集（路径要以 .toml 结尾），是否想写 strict？",
    ),
    (
        'extends = ["strict", "./province.toml"]',
        "1:22：extends[2]：引用的文件 ",
    ),
    (
        'extends = "./local.toml"',
        "1:11：extends：规则集互相引用，成了一圈：local.toml → local.toml",
    ),
    (
        '[edition]\nkey = "2012"',
        '2:7：edition.key：没有“2012”这一版：应是 "2019"或 "2021"',
    ),
    (
        '[[relations]]\ncode = "QT101\n',
        "2:14：不是正确的 TOML：",
    ),
]


@pytest.mark.parametrize(("ruleset", "said"), BROKEN, ids=[said.partition("：")[2][:40] for _ruleset, said in BROKEN])
def test_an_error_says_where_it_is_and_what_would_be_right(tmp_path: Path, ruleset: str, said: str) -> None:
    ran = checked(tmp_path, ruleset)
    assert (ran.status, ran.out) == (2, "")
    assert f"{tmp_path / 'local.toml'}:{said}" in ran.err
    assert "Traceback" not in ran.err


def test_all_errors_of_a_file_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    ruleset = '[severity]\nT206 = "eror"\n' + RELATION.replace("grantd", "x").replace("2 * granted", "甲 * granted")
    ran = checked(tmp_path, ruleset + PHRASE.replace('any = ["政务新媒体", "APP"]\n', ""))
    path = tmp_path / "local.toml"
    assert ran.err == (
        f"错误：{path}:2:8：severity.T206：“eror”不是info、warning、error、off之一，是否想写 error？\n"
        '    T206 = "eror"\n'
        "           ^^^^^^\n"
        f"{path}:12:10：relations[1].holds：名称要用英文的键，如 granted，不用栏目的文字\n"
        '    holds = "甲 * granted >= total"\n'
        "             ^^\n"
        f"{path}:20:1：phrases[1].any：缺少这个键\n"
        "    [[phrases]]\n"
        "    ^^^^^^^^^^^\n"
    )


def test_two_rulesets_with_the_same_code_are_both_named(tmp_path: Path) -> None:
    path = written(tmp_path, CLEAN, "report.txt")
    written(tmp_path, SECTION, "east.toml")
    written(tmp_path, RELATION.replace("QT101", "QT201"), "west.toml")
    written(tmp_path, 'rulesets = ["./east.toml", "./west.toml"]', "gouji.toml")
    ran = gouji("check", str(path), "--config", str(tmp_path / "gouji.toml"))
    assert ran.status == 2
    assert f"{tmp_path / 'west.toml'}:3:8：relations[1].code：QT201已经由 {tmp_path / 'east.toml'} 使用" in ran.err


def test_a_ruleset_in_a_checked_folder_is_not_loaded(tmp_path: Path) -> None:
    written(tmp_path, SECTION)
    path = written(tmp_path, CLEAN, "report.txt")
    assert gouji("check", str(path), "--isolated").status == 0


# ── whatever stands in it ────────────────────────────────────────────────────────────────────────

NARRATIVE = re.findall(
    r"```toml\n(\[deadlines\].*?)```", (PAGE.parent / "narrative.md").read_text(encoding="utf-8"), re.DOTALL
)
WHOLE: dict[str, Any] = {}
for each in (*SHOWN, *NARRATIVE):
    WHOLE = tomli.loads(each) | WHOLE
ODD = st.sampled_from([None, 0, -1, 1.5, True, "", " ", "甲", [], ["甲"], [1], [[]], {}, {"甲": 1}, "2026-01-01"])


def paths(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values in a ruleset."""
    children: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in children:
        yield (*at, key)
        yield from paths(value, (*at, key))


def changed(data: Any, at: tuple[Any, ...], value: Any) -> Any:
    """The data with another value at a path; None takes it away."""
    if not at:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    if len(at) == 1 and value is None:
        del copy[at[0]]
    else:
        copy[at[0]] = changed(data[at[0]], at[1:], value)
    return copy


def toml(value: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {toml(each)}" for key, each in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@given(st.sampled_from(sorted(paths(WHOLE), key=str)), ODD)
def test_whatever_stands_in_a_ruleset_it_is_used_or_refused_in_words(at: tuple[Any, ...], odd: Any) -> None:
    says = changed(WHOLE, at, odd)
    text = "\n".join(f"{json.dumps(key, ensure_ascii=False)} = {toml(value)}" for key, value in says.items())
    source = Source("local.toml", text, tomli.loads(text))
    for make in (additions, rules):
        try:
            make(source)
        except RulesetError as error:
            assert re.match(r".*local\.toml:\d+:\d+：", str(source.error(*error.faults)))


# ── brought by a plugin ──────────────────────────────────────────────────────────────────────────

PLUGIN = """
from pathlib import Path
from gouji.api import hookimpl

@hookimpl
def gouji_rulesets():
    return [Path(__file__).with_name("east.toml")]
"""


def brought(folder: Path, east: str, local: str) -> Ran:
    """A clean report, checked with a ruleset that a plugin brings and one that the configuration names."""
    written(folder, PLUGIN, "pack.py")
    written(folder, east, "east.toml")
    return checked(folder, local, more='plugins = ["./pack.py"]')


@pytest.mark.parametrize("east", ['[severity]\nT2O6 = "info"', '[severity]\nT206 = "eror"', "[severity"])
def test_a_plugins_ruleset_that_cannot_be_used_is_named_and_the_rest_is_checked(tmp_path: Path, east: str) -> None:
    ran = brought(tmp_path, east, SECTION)
    assert [code for code, *_rest in found(ran)] == ["QT201"]
    (trouble,) = json.loads(ran.out)["findings"]
    assert "east.toml:" in trouble["message"]


def test_what_a_plugins_ruleset_and_ones_own_both_extend_is_no_clash(tmp_path: Path) -> None:
    written(tmp_path, SECTION, "base.toml")
    ran = brought(tmp_path, 'extends = "./base.toml"', 'extends = "./base.toml"')
    assert ([code for code, *_rest in found(ran)], json.loads(ran.out)["findings"]) == (["QT201"], [])
