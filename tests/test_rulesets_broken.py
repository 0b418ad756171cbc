"""Rulesets of an office: what is said of one that cannot be used, and that nothing in one breaks a check."""

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
from office_rulesets import CLEAN, PAGE, PHRASE, RELATION, SECTION, SHOWN, checked, found, written

from gouji.entries import RulesetError
from gouji.local.additions import additions
from gouji.local.files import Source
from gouji.local.rules import rules

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
