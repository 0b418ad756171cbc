"""Rulesets of an office: what each key does to a check, and that the page about them is true."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import gouji
from office_rulesets import CLEAN, FORBIDDEN, PAGE, PHRASE, RELATION, SECTION, SHOWN, checked, found, written

from gouji.local.files import profiles
from gouji.rule import Rule
from gouji.testing import check_examples, clean_report, report

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
