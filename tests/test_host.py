"""The plugin host: what is found where, and that a broken plugin is named and ends nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import gouji.plugins
from gouji.host import BUNDLED, Host
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
    host = Host([plugin(tmp_path, RULE.format(code="Z101", name="county-rule"))])
    assert host.rules["Z101"].name == "county-rule"
    assert troubles(host) == []


def test_a_module_that_the_configuration_names_is_a_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(tmp_path, RULE.format(code="Z102", name="module-rule"), "county_module.py")
    monkeypatch.syspath_prepend(tmp_path)
    assert "Z102" in Host(["county_module"]).rules


def installed(folder: Path, package: str, entry_points: str) -> None:
    """Make a folder look like one in which a package is installed."""
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")


def test_an_entry_point_is_a_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(tmp_path, RULE.format(code="Z103", name="packaged-rule"), "county_pack.py")
    installed(tmp_path, "county-pack", "[gouji]\ncounty = county_pack\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert "Z103" in Host().rules


def test_an_entry_point_that_cannot_be_loaded_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "broken-pack", "[gouji]\nbroken = no_such_module\n")
    monkeypatch.syspath_prepend(tmp_path)
    (trouble,) = troubles(Host())
    assert trouble.startswith("插件 broken (no_such_module) 无法加载：ModuleNotFoundError")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def broken(:", "无法加载：SyntaxError"),
        ("raise ValueError('坏了')", "无法加载：ValueError: 坏了"),
        ("raise SystemExit(3)", "无法加载：SystemExit: 3"),
        ("from gouji.api import no_such_name", "无法加载：ImportError"),
        ("value = 1", "没有实现任何接口"),
        ("from gouji.api import hookimpl\n@hookimpl\ndef gouji_rulez(): return []", "不存在的接口 gouji_rulez"),
        ("from gouji.api import hookimpl\n@hookimpl\ndef gouji_rules(report): return []", "无法加载：PluginValidation"),
        ("from gouji.api import hookimpl\n@hookimpl\ndef gouji_rules(): return 3", "接口 gouji_rules 出错：TypeError"),
        ("from gouji.api import hookimpl\n@hookimpl\ndef gouji_rules(): return [3]", "int instead of Rule"),
        ("from gouji.api import hookimpl\n@hookimpl\ndef gouji_rules(): 1 / 0", "出错：ZeroDivisionError"),
        (
            "from gouji.api import hookimpl\n@hookimpl\ndef gouji_check(report): return []",
            "须以 @hookimpl(wrapper=True)",
        ),
    ],
)
def test_a_broken_plugin_is_named_and_the_others_still_work(tmp_path: Path, text: str, said: str) -> None:
    broken = plugin(tmp_path, text, "broken.py")
    host = Host([broken, plugin(tmp_path, RULE.format(code="Z101", name="county-rule"))])
    (trouble,) = troubles(host)
    assert broken in trouble
    assert said in trouble
    assert {"A101", "Z101"} <= host.rules.keys()
    assert {".txt", ".md"} <= host.readers.keys()
    assert {"text", "json", "junit"} <= host.reporters.keys()


def test_a_plugin_that_is_not_there_is_named(tmp_path: Path) -> None:
    (trouble,) = troubles(Host([str(tmp_path / "absent.py")]))
    assert "absent.py 无法加载：FileNotFoundError" in trouble


@pytest.mark.parametrize(
    ("code", "name", "taken"), [("A101", "fresh-name", "A101"), ("Z101", "row-total", "row-total")]
)
def test_of_two_rules_with_one_code_or_name_the_first_is_used_and_both_are_named(
    tmp_path: Path, code: str, name: str, taken: str
) -> None:
    second = plugin(tmp_path, RULE.format(code=code, name=name))
    host = Host([second])
    assert troubles(host) == [f"{taken} 由插件 gouji.plugins.arithmetic 与 {second} 重复提供，只用前者"]
    assert host.rules["A101"].name == "row-total"


def test_two_hosts_are_alike_whatever_the_order_of_names(tmp_path: Path) -> None:
    names = [plugin(tmp_path, RULE.format(code="Z101", name=f"rule-{letter}"), f"{letter}.py") for letter in "ab"]
    forwards, backwards = Host(names), Host(names[::-1])
    assert forwards.rules["Z101"].name == backwards.rules["Z101"].name == "rule-a"
    assert forwards.findings == backwards.findings


RELATION = """
[[relations]]
code = "Z201"
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
    assert Host(rulesets=[path]).rules["Z201"].name == "county-relation"


@pytest.mark.parametrize("content", [None, b"[[relations", b"\xff\xfe", b"[[relations]]\ncode = 'Z201'"])
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
    assert "local.py 的接口 gouji_rulesets 出错：RulesetError: absent.toml" in trouble


def test_the_plugin_scan_imports_neither_lark_nor_metadata() -> None:
    code = (
        "import sys; from gouji.host import Host; Host();"
        "print(sorted({'lark', 'importlib.metadata', 'pathspec', 'concurrent.futures', 'json'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
