"""``gouji pack``: a pack that was begun works at once, and one with faults is told which."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import tomli
from commandline import CLEAN, FAULTY, Ran, gouji
from hypothesis import given
from hypothesis import strategies as st

from gouji.scaffold import named
from gouji.testing import clean_report, examine, findings, patience
from gouji.usage import UsageError

# ── Beginning one ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("folder", "distribution", "module", "prefix"),
    [
        ("qingjiang", "qingjiang", "qingjiang", "QI"),
        ("Qing Jiang_Rules", "qing-jiang-rules", "qing_jiang_rules", "QJR"),
        ("清江省", "gouji-local", "gouji_local", "LOCAL"),
        ("清江QJ2024", "qj-2024", "qj_2024", "QJ"),
        ("2024", "gouji-2024", "gouji_2024", "LOCAL"),
        ("json", "json-rules", "json_rules", "JS"),
        ("class", "class-rules", "class_rules", "CL"),
        ("gouji", "gouji-rules", "gouji_rules", "GO"),
        ("x", "x", "x", "LOCAL"),
        ("ＱＪ", "qj", "qj", "QJ"),
    ],
)
def test_names_follow_from_the_folder(folder: str, distribution: str, module: str, prefix: str) -> None:
    assert named(f"some/where/{folder}")[1:] == (distribution, module, prefix)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=12))
def test_names_can_be_used_or_are_refused(folder: str) -> None:
    try:
        names = named(f"/somewhere/{folder}")
    except UsageError:
        return
    assert names.module.isidentifier()
    assert names.module not in sys.stdlib_module_names
    assert names.prefix.isalpha()
    assert tomli.loads(f'name = "{names.name}"') == {"name": names.name}
    assert ast.literal_eval(f'"""{names.name}。"""') == f"{names.name}。"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--prefix", "Q"), "前缀 Q 不能用：应是2到12个大写字母，如 QJ"),
        (("--prefix", "Q1"), "前缀 Q1 不能用"),
        (("--name", '清"江'), "名称"),
        (("--name", " "), "名称"),
        (("--kind", "yaml"), "yaml"),
    ],
)
def test_what_cannot_be_a_name_is_refused_and_nothing_written(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = gouji("pack", "new", str(tmp_path / "pack"), *arguments)
    assert ran.status == 2
    assert said in ran.err
    assert not (tmp_path / "pack").exists()


def test_no_file_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("我的", encoding="utf-8")
    (tmp_path / "gouji.toml").write_text("", encoding="utf-8")
    ran = gouji("pack", "new", str(tmp_path), "--prefix", "QJ")
    assert ran.status == 2
    assert "已经有 README.md、gouji.toml，没有写任何文件" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "gouji.toml"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "我的"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = gouji("pack", "new", str(tmp_path / "file"))
    assert (ran.status, "是文件，不是文件夹" in ran.err) == (2, True)


@pytest.fixture(params=["toml", "python", "both"])
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A pack of each kind that has just been begun."""
    folder = tmp_path / "清江省 规则"
    ran = gouji("pack", "new", str(folder), "--kind", request.param, "--prefix", "qj")
    assert ran.status == 0, ran.err
    return folder


CODES = {"toml": ["QJ101"], "python": ["QJ001"], "both": ["QJ001", "QJ101"]}


def test_nothing_is_wrong_with_what_was_begun(begun: Path, request: pytest.FixtureRequest) -> None:
    ran = gouji("pack", "test", str(begun))
    assert (ran.status, ran.err) == (0, "")
    assert "没有发现问题" in ran.out
    examined = examine(str(begun))
    assert [trial.rule.code for trial in examined.trials] == CODES[request.node.callspec.params["begun"]]
    assert all((trial.wrong, trial.right, trial.firings) == (True, True, ()) for trial in examined.trials)


def test_its_own_tests_pass(begun: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=begun,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def test_it_is_used_in_its_folder_without_being_installed(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (begun / "report.txt").write_text(clean_report(carried_out=3, received=1, narrative="（待补充）"), encoding="utf-8")
    monkeypatch.chdir(begun)
    ran = gouji("check", "--select", "QJ", "--format", "json", "report.txt")
    assert set(ran.codes) == {"QJ101", "QJ001"} & {rule.rule.code for rule in examine(".").trials}


def test_two_packs_that_were_begun_do_not_clash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("qing-jiang", "yun-lan"):
        assert gouji("pack", "new", folder).status == 0
    ran = gouji("rules", "--plugin", "qing-jiang/qing_jiang", "--plugin", "yun-lan/yun_lan")
    assert (ran.status, ran.err) == (0, "")
    assert all(code in ran.out for code in ("QJ001", "QJ101", "YL001", "YL101"))


def test_it_is_used_everywhere_once_installed(tmp_path: Path) -> None:
    """Built and installed with pip as an author would, into a folder of its own."""
    folder, site = tmp_path / "qing-jiang", tmp_path / "site"
    assert gouji("pack", "new", str(folder)).status == 0
    install = ["install", "-q", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", *install, "--target", str(site), str(folder)], check=True)
    ran = subprocess.run(
        [sys.executable, "-m", "gouji", "rules", "--format", "json"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(site), sysconfig.get_path("purelib")])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"QJ001", "QJ101"} <= {rule["code"] for rule in json.loads(ran.stdout)}
    assert ran.stderr == ""


# ── Testing one ──────────────────────────────────────────────────────────────────────────────────

RULE = """
from gouji.api import Finding, Place, Severity, hookimpl, passages, rule

@rule("ZZ101", "county-rule", Severity.WARNING, title="标题", reason="为什么", basis="依据",
      wrong={wrong!r}, right={right!r})
def check(report):
{body}

@hookimpl
def gouji_rules():
    return [check]
"""
WRONG = " 本年度没有收取信息处理费。\n+再说一句错话。"
RIGHT = " 本年度没有收取信息处理费。\n+再说一句对话。"
FINDS_IT = """
    for passage in passages(report):
        if "错话" in passage.text:
            yield Finding(passage.place(0, 1), "错话")
"""
ALWAYS = '\n    yield Finding(Place(1, 1, 1, 1), "总是")'


def run_on(tmp_path: Path, text: str, *arguments: str, name: str = "county.py") -> Ran:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return gouji("pack", "test", str(path), *arguments)


def test_a_sound_rule_passes(tmp_path: Path) -> None:
    ran = run_on(tmp_path, RULE.format(wrong=WRONG, right=RIGHT, body=FINDS_IT))
    assert (ran.status, ran.err) == (0, "")
    assert "ZZ101 county-rule  标题\n  反例通过，正例通过，36份有效报告中0份触发\n\n没有发现问题\n" in ran.out


@pytest.mark.parametrize(
    ("wrong", "right", "body", "said"),
    [
        (RIGHT, RIGHT, FINDS_IT, "错误：反例没有触发规则，它可能从不触发"),
        (WRONG, WRONG, FINDS_IT, "错误：正例触发了规则：错话"),
        (WRONG, RIGHT, ALWAYS, "错误：36份有效报告全都触发了规则，它可能总是触发"),
        ("", RIGHT, FINDS_IT, "错误：没有反例（wrong）"),
        (WRONG, " ", FINDS_IT, "错误：没有正例（right）"),
        (WRONG, WRONG, FINDS_IT, "反例通过，正例没通过"),
        ("-一、总体情况\n+一、情况\n-二、主动公开政府信息情况", RIGHT, FINDS_IT, "改几处，各处之间要空一行"),
        ("-没有这一行", RIGHT, FINDS_IT, "错误：反例不能用：报告里找不到：没有这一行"),
        ("随便写的", RIGHT, FINDS_IT, "错误：反例不是一份年度报告，也不是对样本报告的改动"),
        ("nothing=3", RIGHT, FINDS_IT, "错误：反例不能用：2021年版没有 nothing 这样的单元格"),
        (WRONG, RIGHT, "\n    1 / 0", "county.py:8：ZeroDivisionError: division by zero"),
        (WRONG, RIGHT, "\n    import sys\n    sys.exit(1)", "county.py:9：SystemExit: 1"),
        (WRONG, RIGHT, "\n    return ['错']", "county.py:4：检查函数应逐个 yield Finding(位置, 一句话)，或返回一列"),
        (WRONG, RIGHT, "\n    return None", "而不是 什么都没有（None），是否少了 return 或 yield？"),
        (
            WRONG,
            RIGHT,
            "\n    return 5",
            "county.py:4：检查函数应逐个 yield Finding(位置, 一句话)，或返回一列 Finding，而不是 int（5）",
        ),
        (WRONG, RIGHT, "\n    yield Finding('第一行', '错')", "county.py:4：Finding 的 place 应是位置，如 cell.place"),
        (
            WRONG,
            RIGHT,
            "\n    yield Finding(report.title.place, '错', actual=3)",
            "Finding 的 actual 应是一段文字，如 str(…)",
        ),
        (WRONG, RIGHT, "\n    yield Finding(report.title.place, '错', severity='info')", "应是Severity.ERROR、"),
        (
            WRONG,
            RIGHT,
            "\n    yield Finding(report.title.place, '错', table='total')",
            "应是disclosure、applications、review之一",
        ),
        (WRONG, RIGHT, "\n    yield Finding(report.title.place, '错', fix=report.title)", "Finding 的 fix 应是Fix("),
        (
            WRONG,
            RIGHT,
            "\n    from gouji.api import Fix\n    yield Finding(report.title.place, '错', fix=Fix('对'))",
            "Finding 的 fix 应是Fix(",
        ),
    ],
)
def test_a_faulty_rule_is_told(tmp_path: Path, wrong: str, right: str, body: str, said: str) -> None:
    ran = run_on(tmp_path, RULE.format(wrong=wrong, right=right, body=body))
    assert ran.status == 1
    assert said in ran.out
    assert ran.out.rstrip().endswith("个提示")


ACROSS = """
from gouji.api import Finding, Place, Severity, collection_rule, hookimpl

@collection_rule("ZZ201", "county-audit", Severity.WARNING, title="标题", reason="为什么", basis="依据",
                 wrong="@ 2022 甲局\\n\\n@ 2023 甲局", right="@ 2023 甲局")
def across(collection):
{body}

@hookimpl
def gouji_rules():
    return [across]
"""
TWICE = """
    for path, in collection.rows("SELECT max(path) FROM filings GROUP BY agency HAVING count(*) > 1"):
        yield Finding(Place(1, 1, 1, 1), "有两份", path=path{more})
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (TWICE.format(more=""), "反例通过，正例通过；跨报告的规则，不用单份有效报告检验\n\n没有发现问题\n"),
        ("\n    return []", "错误：反例没有触发规则"),
        ("\n    return None", "county.py:4：检查函数应逐个 yield Finding(位置, 一句话)"),
        ("\n    return list(collection.rows('SELECT x FROM files'))", "county.py:8：BinderException"),
        (TWICE.format(more=", related=('甲',)"), "county.py:4：Finding 的 related 应是Related(…) 组成的元组"),
        (TWICE.format(more=", year='2023'"), "county.py:4：Finding 的 year 应是整数，而不是 str"),
    ],
)
def test_a_rule_across_reports_is_tried_on_its_examples(tmp_path: Path, body: str, said: str) -> None:
    assert said in run_on(tmp_path, ACROSS.format(body=body)).out


def test_what_a_pack_prints_does_not_get_into_the_output(tmp_path: Path) -> None:
    noisy = "print('加载')\n" + RULE.format(wrong=WRONG, right=RIGHT, body="\n    print('检查')" + FINDS_IT)
    tried = run_on(tmp_path, noisy, "--format", "json")
    (tmp_path / "report.txt").write_text(CLEAN, encoding="utf-8")
    arguments = ("--plugin", str(tmp_path / "county.py"), "--format", "json", str(tmp_path / "report.txt"))
    ran = gouji("check", "--isolated", *arguments)
    for each in (tried, ran):
        assert json.loads(each.out)
        assert each.err.startswith("加载\n检查\n")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return 5", "输出格式 list 出错：TypeError: 应返回 str 或 bytes，而不是 int"),
        ("return 1 / 0", "county.py:4：ZeroDivisionError: division by zero"),
        ("yield 5", "输出格式 list 出错：TypeError: 逐段输出的应为 str，而不是 int"),
        ("yield str(1 / 0)", "county.py:4：ZeroDivisionError: division by zero"),
    ],
)
def test_a_reporter_that_fails_is_named(tmp_path: Path, body: str, said: str) -> None:
    text = "from gouji.api import Reporter, hookimpl\n\ndef write(outcome, options):\n    " + body
    text += '\n\n@hookimpl\ndef gouji_reporters():\n    return [Reporter("list", "清单", write)]\n'
    for name, content in (("county.py", text), ("report.txt", CLEAN)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    ran = gouji("check", "--plugin", str(tmp_path / "county.py"), "--format", "list", str(tmp_path / "report.txt"))
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(("fails", "left"), [(False, "甲\n" * 1000), (True, "原来的")])
def test_what_comes_in_pieces_is_written_whole_or_not_at_all(tmp_path: Path, fails: bool, left: str) -> None:
    body = "for _ in range(1000):\n        yield '甲\\n'\n    print('写')" + ("\n    1 / 0" if fails else "")
    text = "from gouji.api import Reporter, hookimpl\n\ndef write(outcome, options):\n    " + body
    text += '\n\n@hookimpl\ndef gouji_reporters():\n    return [Reporter("list", "清单", write)]\n'
    for name, content in (("county.py", text), ("report.txt", CLEAN), ("list.txt", "原来的")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    target = ("--format", f"list:{tmp_path / 'list.txt'}")
    ran = gouji("check", "--plugin", str(tmp_path / "county.py"), *target, str(tmp_path / "report.txt"))
    assert (ran.status, ran.out) == (2 if fails else 0, "")
    assert ran.err.startswith("写\n")
    assert (tmp_path / "list.txt").read_text(encoding="utf-8") == left
    assert len(list(tmp_path.glob("*list.txt*"))) == 1


def test_an_endless_rule_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.2)
    ran = run_on(tmp_path, RULE.format(wrong=WRONG, right=RIGHT, body="\n    while True:\n        pass"))
    assert ran.status == 1
    assert "超过0.2秒还没有完，是不是死循环？" in ran.out


def test_an_endless_pack_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.2)
    ran = run_on(tmp_path, "while True:\n    pass\n")
    assert ran.status == 1
    assert "county.py:" in ran.out


def test_what_a_rule_finds_in_valid_reports_is_shown_for_its_author_to_judge(tmp_path: Path) -> None:
    townships = "\n    if report.agency and '镇' in report.agency:\n        yield Finding(report.title.place, '镇')"
    body = FINDS_IT + townships
    ran = run_on(tmp_path, RULE.format(wrong=WRONG, right=RIGHT, body=body))
    assert ran.status == 0
    assert "提示：36份有效报告中有5份触发了规则：如果它要求的比国家格式多，这是对的，否则是误报" in ran.out
    assert "汀洛县林泉镇人民政府" in ran.out
    assert "……还有2份" in ran.out
    assert "没有错误，有1个提示，请看一看" in ran.out


def test_a_rule_that_asks_for_more_than_the_form_may_fire_on_all_valid_reports(tmp_path: Path) -> None:
    body = "\n    if not any('七、' in passage.text for passage in passages(report)):\n" + ALWAYS.replace(
        "    ", "        "
    )
    right = " 本年度没有收取信息处理费。\n+说明见“七、附录”。"
    ran = run_on(tmp_path, RULE.format(wrong=WRONG, right=right, body=body))
    assert ran.status == 0
    assert "36份有效报告中有36份触发了规则" in ran.out


def test_a_pack_that_cannot_be_loaded_fails(tmp_path: Path) -> None:
    ran = run_on(tmp_path, "def broken(:")
    assert ran.status == 1
    assert "county.py:1：SyntaxError: invalid syntax。请改正这一行" in ran.out


def test_a_clash_with_a_bundled_rule_fails(tmp_path: Path) -> None:
    text = RULE.format(wrong=WRONG, right=RIGHT, body=FINDS_IT).replace("county-rule", "row-total")
    ran = run_on(tmp_path, text)
    assert ran.status == 1
    assert "row-total 由插件 gouji.plugins.arithmetic" in ran.out


def test_a_ruleset_with_faults_fails(tmp_path: Path) -> None:
    ran = run_on(tmp_path, '[[relations]]\ncode = "ZZ101"\n', name="county.toml")
    assert ran.status == 1
    assert "county.toml:1" in ran.out


TERMS = """
[[terms]]
kind = "wording"
words = ["错话"]
instead = "对话"
basis = "依据"
wrong = "{wrong}"
right = "{right}"
"""


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("这是错话。", "这是对话。", "没有发现问题"),
        ("这是对话。", "这是对话。", "county.toml 的 terms 第1条：反例没有触发任何规则"),
        ("这是错话。", "这也是错话。", "county.toml 的 terms 第1条：正例触发了规则："),
    ],
)
def test_the_words_of_a_ruleset_are_tried_too(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    ran = run_on(tmp_path, TERMS.format(wrong=wrong, right=right), name="county.toml")
    assert said in ran.out
    assert ran.status == int("没有发现" not in said)


def test_the_result_as_json(tmp_path: Path) -> None:
    text = RULE.format(wrong=RIGHT, right=RIGHT, body=FINDS_IT)
    ran = run_on(tmp_path, text, "--format", "json")
    data = json.loads(ran.out)
    assert [(rule["code"], rule["wrong"], rule["right"], rule["firings"]) for rule in data["rules"]] == [
        ("ZZ101", False, True, [])
    ]
    assert [(each["level"], each["kind"], each["code"]) for each in data["remarks"]] == [("error", "never", "ZZ101")]
    assert data["pack"]["plugins"] == [str(tmp_path / "county.py")]
    assert ran.status == 1


# ── Finding one ──────────────────────────────────────────────────────────────────────────────────


def test_a_project_is_found_by_its_entry_points(tmp_path: Path) -> None:
    module = tmp_path / "src" / "county" / "__init__.py"
    module.parent.mkdir(parents=True)
    module.write_text(RULE.format(wrong=WRONG, right=RIGHT, body=FINDS_IT), encoding="utf-8")
    project = tmp_path / "pyproject.toml"
    project.write_text('[project.entry-points.gouji]\ncounty = "county"\n', encoding="utf-8")
    assert [trial.rule.code for trial in examine(str(tmp_path)).trials] == ["ZZ101"]
    project.write_text('[project.entry-points.gouji]\ncounty = "country"\n', encoding="utf-8")
    ran = gouji("pack", "test", str(tmp_path))
    assert (ran.status, "里没有模块 country" in ran.err) == (2, True)


def test_a_package_is_a_pack(tmp_path: Path) -> None:
    assert run_on(tmp_path, RULE.format(wrong=WRONG, right=RIGHT, body=FINDS_IT), name="__init__.py").status == 0
    assert gouji("pack", "test", str(tmp_path)).status == 0


@pytest.mark.parametrize("name", ["", "absent", "absent.py"])
def test_where_there_is_no_pack_there_is_nothing_to_test(tmp_path: Path, name: str) -> None:
    ran = gouji("pack", "test", str(tmp_path / name))
    assert ran.status == 2
    assert str(tmp_path) in ran.err


def test_a_pack_takes_part_in_the_findings_of_a_test(tmp_path: Path) -> None:
    path = tmp_path / "county.py"
    path.write_text(RULE.format(wrong=WRONG, right=RIGHT, body=FINDS_IT), encoding="utf-8")
    (finding,) = findings(clean_report(narrative="一句错话。"), pack=str(path))
    assert finding.code == "ZZ101"
    assert findings(CLEAN, pack=str(path)) == []
    assert "ZZ101" not in {each.code for each in findings(FAULTY)}
