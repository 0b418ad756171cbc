"""The plugin host: what is found where, and that a broken plugin is named and ends nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import gouji.plugins
from gouji.finding import Severity
from gouji.host import Host
from gouji.loading import BUNDLED
from gouji.usage import UsageError

RULE = """
from gouji.api import Finding, Place, Severity, hookimpl, rule

@rule("{code}", "{name}", Severity.INFO, title="", reason="", basis="", wrong="", right="")
def check(report):
    return []

@hookimpl
def gouji_rules():
    return [check]
"""


def plugin(folder: Path, text: str, name: str = "local.py") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def troubles(host: Host) -> list[str]:
    assert all(finding.code == "X004" for finding in host.findings)
    return [finding.message for finding in host.findings]


def test_every_module_of_the_bundled_plugins_is_loaded() -> None:
    modules = {path.stem for path in Path(gouji.plugins.__path__[0]).glob("*.py")} - {"__init__"}
    assert modules == set(BUNDLED)
    assert troubles(Host()) == []


def test_the_catalogue_is_sorted_by_code() -> None:
    rules = Host().rules
    assert list(rules) == sorted(rules)
    assert {"A101", "T201", "S301", "X001", "X002", "X003", "X004"} <= rules.keys()


def test_a_file_that_the_configuration_names_is_a_plugin(tmp_path: Path) -> None:
    host = Host([plugin(tmp_path, RULE.format(code="ZZ101", name="county-rule"))])
    assert host.rules["ZZ101"].name == "county-rule"
    assert troubles(host) == []


def test_a_file_that_was_changed_a_moment_ago_is_loaded_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    first = plugin(tmp_path, RULE.format(code="ZZ101", name="county-rule"))
    moment = Path(first).stat()
    assert "ZZ101" in Host([first]).rules
    plugin(tmp_path, RULE.format(code="ZZ102", name="county-rule"))
    os.utime(first, ns=(moment.st_atime_ns, moment.st_mtime_ns))
    assert "ZZ102" in Host([first]).rules
    assert [path.name for path in tmp_path.iterdir()] == ["local.py"]


def test_a_module_that_the_configuration_names_is_a_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(tmp_path, RULE.format(code="ZZ102", name="module-rule"), "county_module.py")
    monkeypatch.syspath_prepend(tmp_path)
    assert "ZZ102" in Host(["county_module"]).rules


def installed(folder: Path, package: str, entry_points: str) -> None:
    """Make a folder look like one in which a package is installed."""
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")


def test_an_entry_point_is_a_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(tmp_path, RULE.format(code="ZZ103", name="packaged-rule"), "county_pack.py")
    installed(tmp_path, "county-pack", "[gouji]\ncounty = county_pack\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert "ZZ103" in Host().rules


def test_an_entry_point_that_cannot_be_loaded_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "broken-pack", "[gouji]\nbroken = no_such_module\n")
    monkeypatch.syspath_prepend(tmp_path)
    (trouble,) = troubles(Host())
    assert trouble.startswith("插件 broken (no_such_module) 无法加载：ModuleNotFoundError")


HOOK = "from gouji.api import Finding, Place, Rule, Severity, hookimpl, rule\n\n@hookimpl\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("value = 1\ndef broken(:", 2, "SyntaxError: invalid syntax。请改正这一行"),
        ("\nraise ValueError('坏了')", 2, "ValueError: 坏了"),
        ("import sys\nsys.exit(3)", 2, "SystemExit: 3。插件不能自己结束程序"),
        ("import pytest\npytest.fail('不行')", 2, "Failed: 不行"),
        (HOOK + "def gouji_rules():\n    raise BaseException('不行')", 5, "BaseException: 不行"),
        ("import nowhere_to_be_found", 1, "请安装 nowhere_to_be_found；它若是插件自己的文件，请放进有 __init__.py 的"),
        ("from gouji.api import hookimp", 1, "gouji.api 里没有 hookimp，是否想写 hookimpl？"),
        ("value = 1", None, "没有实现任何接口，函数前是否少了 @hookimpl？"),
        (HOOK + "def gouji_rulez(): return []", 3, "没有接口 gouji_rulez，是否想写 gouji_rules？"),
        (HOOK + "def gouji_rules(report): return []", 3, "接口 gouji_rules 的参数不对，应写作 def gouji_rules()"),
        (HOOK + "def gouji_rules(): return 3", 3, "应返回一列 Rule，如 [...]，而不是 int（3）"),
        (HOOK + "def gouji_rules(): return [3]", 3, "应返回一列 Rule，如 [...]，而不是 int（3）"),
        (HOOK + "def gouji_rules(): pass", 3, "而不是 什么都没有（None），是否少了 return 或 yield？"),
        (
            HOOK + "def gouji_rules(): return [print_it]\n\ndef print_it(report): ...",
            3,
            "函数 print_it，是否少了 @rule(…)？",
        ),
        (
            HOOK.replace("@hookimpl", "@hookimpl(wrapper=True)") + "def gouji_check(report, rules): return []",
            3,
            "接口 gouji_check 以 wrapper=True 标记，里面须有一处 yield",
        ),
        ("from .rules import one", 1, "单独一个 .py 文件不能用 from .… import …"),
        (HOOK + "def gouji_rules():\n    1 / 0", 5, "ZeroDivisionError: division by zero"),
        (HOOK + "def gouji_rules(): return [Rule('ZZ1', 'a', 1, *'标因据错对', print)]", None, "规则代码 ZZ1 不能用"),
        (HOOK + "def gouji_check(report): return []", None, "须以 @hookimpl(wrapper=True)"),
        (RULE.format(code="a1", name="fine"), 4, "规则代码 a1 不能用：应是两个以上大写字母加三位数字，如 QH001"),
        (RULE.format(code="N101", name="fine"), 4, "一个字母的前缀归 gouji 自带的规则，请用两个以上大写字母"),
        (RULE.format(code="ZZ201", name="Not Fine"), 4, "名称 Not Fine 不能用"),
        (RULE.replace("Severity.INFO", "'info'").format(code="ZZ201", name="fine"), 4, "应是 Severity.ERROR、"),
        (RULE.replace('title=""', "title=None").format(code="ZZ201", name="fine"), 4, "ZZ201 的 title 应是一段文字"),
    ],
)
def test_a_broken_plugin_is_named_with_its_line_and_the_others_still_work(
    tmp_path: Path, text: str, line: int | None, said: str
) -> None:
    broken = plugin(tmp_path, text, "broken.py")
    host = Host([broken, plugin(tmp_path, RULE.format(code="ZZ101", name="county-rule"))])
    trouble = "\n".join(troubles(host))
    assert f"插件 {broken} " in trouble
    assert said in trouble
    assert line is None or f"{broken}:{line}：" in trouble
    assert {"A101", "ZZ101"} <= host.rules.keys()
    assert {".txt", ".md"} <= host.readers.keys()
    assert {"text", "json", "junit"} <= host.reporters.keys()


def test_a_plugin_that_is_not_there_is_named(tmp_path: Path) -> None:
    (trouble,) = troubles(Host([str(tmp_path / "absent.py")]))
    assert "absent.py 无法加载：没有这个文件或文件夹。请看 plugins" in trouble
    assert "请看 plugins 或 --plugin 里的路径写得对不对" in trouble


def test_of_two_rules_with_one_name_the_first_is_used_and_both_are_named(tmp_path: Path) -> None:
    second = plugin(tmp_path, RULE.format(code="ZZ101", name="row-total"))
    host = Host([second])
    (trouble,) = troubles(host)
    assert trouble.startswith("row-total 由插件 gouji.plugins.arithmetic（")
    assert trouble.endswith(f"与插件 {second} 重复提供，只用前者；请给后者另取一个")
    assert host.rules["A101"].name == "row-total"
    assert "ZZ101" not in host.rules


def test_a_clash_of_packs_names_both_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = plugin(tmp_path, RULE.format(code="ZZ103", name="packaged-rule"), "clashing_pack.py")
    installed(tmp_path, "clashing-pack", "[gouji]\nclashing = clashing_pack\n")
    monkeypatch.syspath_prepend(tmp_path)
    named = plugin(tmp_path, RULE.format(code="ZZ103", name="named-rule"), "named.py")
    host = Host([named])
    said = f"ZZ103 由插件 clashing (clashing_pack)（{packaged}）与插件 {named} 重复提供，只用前者；请给后者另取一个"
    assert troubles(host) == [said]
    assert host.rules["ZZ103"].name == "packaged-rule"
    assert host.origins["ZZ103"] == "clashing (clashing_pack)"


def test_a_pack_that_is_installed_and_named_is_loaded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plugin(tmp_path, RULE.format(code="ZZ104", name="both-ways"), "both_ways.py")
    installed(tmp_path, "both-ways", "[gouji]\nboth = both_ways\n")
    monkeypatch.syspath_prepend(tmp_path)
    host = Host([path, "both_ways"])
    assert troubles(host) == []
    assert host.origins["ZZ104"] == "both (both_ways)"
    assert "ZZ104" not in Host(installed=False).rules


def test_a_pack_that_is_installed_as_a_copy_and_named_is_told_of_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = (("ZZ105", "one-rule"), ("ZZ106", "another-rule"))
    parts = "\n".join(
        RULE.format(code=code, name=name).replace("def check", f"def check_{code}").partition("@hookimpl")[0]
        for code, name in rules
    )
    text = parts + "\n@hookimpl\ndef gouji_rules():\n    return [check_ZZ105, check_ZZ106]\n"
    copy = plugin(tmp_path, text, "copied_pack.py")
    installed(tmp_path, "copied-pack", "[gouji]\ncopied = copied_pack\n")
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "source").mkdir()
    named = plugin(tmp_path / "source", text, "copied_pack.py")
    (trouble,) = troubles(Host([named]))
    said = f"插件 {named} 提供的（ZZ105、ZZ106），插件 copied (copied_pack)（{copy}）都已提供，只用前者；像是同一个插件"
    assert trouble.startswith(said)
    further = plugin(tmp_path / "source", RULE.format(code="ZZ107", name="one-rule"), "further.py")
    assert "one-rule 由插件" in "\n".join(troubles(Host([further])))


PACKAGE = {
    "__init__.py": "from gouji.api import hookimpl\nfrom .rules import check\n\n@hookimpl\n"
    "def gouji_rules():\n    return [check]\n",
    "rules.py": RULE.partition("@hookimpl")[0],
}


def package(folder: Path, code: str, **more: str) -> str:
    folder.mkdir()
    for name, text in (PACKAGE | more).items():
        plugin(folder, text.replace("{code}", code).replace("{name}", f"rule-{code.lower()}"), name)
    return str(folder)


def test_a_folder_with_relative_imports_is_a_plugin(tmp_path: Path) -> None:
    first = package(tmp_path / "json", "ZZ105")  # hides no module, and is not taken for one
    (tmp_path / "other").mkdir()
    second = package(tmp_path / "other" / "json", "ZZ106")
    host = Host([first, second])
    assert troubles(host) == []
    assert {"ZZ105", "ZZ106"} <= host.rules.keys()
    assert sys.modules.get("json") is None or "json" in (sys.modules["json"].__file__ or "")


def test_the_line_of_a_fault_is_the_innermost_one_of_the_pack(tmp_path: Path) -> None:
    rules = "import json\n\ndef load():\n    return json.loads('{')\n\ncheck = load()\n"
    folder = package(tmp_path / "county", "ZZ107", **{"rules.py": rules})
    (trouble,) = troubles(Host([folder]))
    assert f"{folder}/rules.py:4：JSONDecodeError" in trouble


def test_a_folder_that_is_no_package_is_named(tmp_path: Path) -> None:
    (trouble,) = troubles(Host([str(tmp_path)]))
    assert "文件夹里须有 __init__.py" in trouble


def test_two_hosts_are_alike_whatever_the_order_of_names(tmp_path: Path) -> None:
    names = [plugin(tmp_path, RULE.format(code="ZZ101", name=f"rule-{letter}"), f"{letter}.py") for letter in "ab"]
    forwards, backwards = Host(names), Host(names[::-1])
    assert forwards.rules["ZZ101"].name == backwards.rules["ZZ101"].name == "rule-a"
    assert forwards.findings == backwards.findings


RELATION = """
[[relations]]
code = "ZZ201"
name = "county-relation"
severity = "warning"
title = "示例"
table = "review"
each = "row"
holds = "upheld <= total"
at = "total"
basis = "示例"
why = "示例"
wrong = { upheld = 2, total = 1 }
right = { upheld = 1, total = 1 }
"""


def test_the_relations_of_a_ruleset_that_the_configuration_names_are_rules(tmp_path: Path) -> None:
    path = tmp_path / "county.toml"
    path.write_text(RELATION, encoding="utf-8")
    assert Host(rulesets=[path]).rules["ZZ201"].name == "county-relation"


@pytest.mark.parametrize("content", [None, b"[[relations", b"\xff\xfe", b"[[relations]]\ncode = 'ZZ201'"])
def test_a_ruleset_of_the_configuration_that_cannot_be_used_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "county.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=r"county\.toml"):
        Host(rulesets=[path])


def test_a_ruleset_of_a_plugin_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    text = """
from pathlib import Path
from gouji.api import hookimpl

@hookimpl
def gouji_rulesets():
    return [Path(__file__).with_name("absent.toml")]
"""
    (trouble,) = troubles(Host([plugin(tmp_path, text)]))
    assert "local.py 的接口 gouji_rulesets 出错：" in trouble
    assert "absent.toml：规则集读不了" in trouble


CARRIER = """
from pathlib import Path
from gouji.api import hookimpl

@hookimpl
def gouji_rulesets():
    return [Path(__file__).with_name({name!r})]
"""


def carrier(folder: Path, name: str, content: str) -> str:
    """A plugin that brings a ruleset with this content."""
    (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    return plugin(folder, CARRIER.format(name=f"{name}.toml"), f"{name}.py")


def test_a_ruleset_may_extend_the_one_that_a_plugin_brings(tmp_path: Path) -> None:
    province = carrier(tmp_path, "province", RELATION)
    city = tmp_path / "city.toml"
    city.write_text('extends = "./province.toml"\n[severity]\nZZ201 = "info"\n', encoding="utf-8")
    host = Host([province], [str(city)])
    assert troubles(host) == []
    assert host.origins["ZZ201"] == str(tmp_path / "province.toml")
    assert host.layer.severity == (("ZZ201", Severity.INFO),)


def test_a_ruleset_that_is_brought_and_named_counts_once(tmp_path: Path) -> None:
    assert troubles(Host([carrier(tmp_path, "province", RELATION)], [str(tmp_path / "province.toml")])) == []


def test_two_plugins_with_rulesets_that_clash_are_named_and_end_nothing(tmp_path: Path) -> None:
    host = Host([carrier(tmp_path, name, RELATION) for name in ("first", "second")])
    (trouble,) = troubles(host)
    assert "second.toml:3:" in trouble
    assert "first.toml" in trouble
    assert "ZZ201" in host.rules


@pytest.mark.parametrize("content", ['[severity]\nZZ999 = "info"\n', "[severity]\n= 3\n", "[severty]\n"])
def test_a_ruleset_of_a_plugin_with_a_fault_ends_nothing(tmp_path: Path, content: str) -> None:
    (trouble,) = troubles(Host([carrier(tmp_path, "broken", content)]))
    assert "broken.toml:" in trouble
    assert "\n" not in trouble


def test_all_faults_of_a_plugins_ruleset_are_told_in_one_line(tmp_path: Path) -> None:
    (trouble,) = troubles(Host([carrier(tmp_path, "broken", '[severity]\nT206 = "eror"\n[headings]\nproblem = 1\n')]))
    assert "broken.toml:2:8：severity.T206：“eror”不是info、warning、error、off之一，是否想写 error？；" in trouble
    assert trouble.endswith("broken.toml:4:1：headings.problem：没有这个键，是否想写 problems？")


def test_the_plugin_scan_imports_neither_lark_nor_metadata() -> None:
    code = (
        "import sys; from gouji.host import Host; Host();"
        "print(sorted({'lark', 'importlib.metadata', 'pathspec', 'concurrent.futures', 'json'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
