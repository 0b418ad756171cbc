"""The result cache: what a result depends on, and that a change of any of it is seen."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from shutil import copytree

import pytest
from caching import PLUGIN, RULESET, put
from commandline import CLEAN, FAULTY, Ran, gouji
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouji.cache import stamp as stamps
from gouji.cache.stamp import Stamp, TooMuch, files
from gouji.discovery import Input, Search
from gouji.testing import clean_report

pytestmark = pytest.mark.usefixtures("cached")


# ── What a result depends on ─────────────────────────────────────────────────────────────────────


def change_the_name() -> None:
    Path("faulty.txt").rename("other.txt")


def change_a_plugin() -> None:
    put("packs/local.py", PLUGIN.format(message="乙"))


def change_what_lies_beside_a_plugin() -> None:
    put("packs/words.csv", "乙")


def change_a_hidden_file_beside_a_plugin() -> None:
    put("packs/.words.csv", "乙")


def change_what_lies_in_a_linked_folder_beside_a_plugin() -> None:
    put("shared/words.csv", "乙")


def change_a_ruleset() -> None:
    put("rules/qinghe.toml", RULESET.format(number=102))


def change_what_a_ruleset_extends() -> None:
    put("rules/base.toml", RULESET.format(number=302))


CHANGES = {
    "name": change_the_name,
    "plugin": change_a_plugin,
    "beside a plugin": change_what_lies_beside_a_plugin,
    "hidden beside a plugin": change_a_hidden_file_beside_a_plugin,
    "linked beside a plugin": change_what_lies_in_a_linked_folder_beside_a_plugin,
    "ruleset": change_a_ruleset,
    "what it extends": change_what_a_ruleset_extends,
    "configuration": lambda: put("gouji.toml", f"{SETTINGS}severity = {{A101 = 'info'}}"),
    "sidecar": lambda: put("faulty.txt.gouji.toml", '[[suppress]]\nrules = ["A101"]\n'),
}
SETTINGS = "plugins = ['packs/local.py']\nrulesets = ['rules/qinghe.toml']\n"


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_of_what_a_result_depends_on(change: Callable[[], None], checked: list[str]) -> None:
    put("packs/local.py", PLUGIN.format(message="甲"))
    put("packs/words.csv", "甲")
    put("packs/.words.csv", "甲")
    put("shared/words.csv", "甲")
    Path("packs/shared").symlink_to("../shared")
    Path("packs/again").symlink_to(".")
    put("rules/base.toml", RULESET.format(number=301))
    put("rules/qinghe.toml", "extends = './base.toml'\n" + RULESET.format(number=101))
    put("gouji.toml", SETTINGS)
    gouji("check", "faulty.txt", "clean.txt")
    checked.clear()
    gouji("check", "faulty.txt", "clean.txt")
    assert checked == []
    change()
    name = "faulty.txt" if Path("faulty.txt").exists() else "other.txt"
    ran = gouji("check", name)
    assert checked == [name]
    assert ran == gouji("check", name, "--no-cache")


@pytest.mark.parametrize(
    "options",
    [
        ("--select", "A"),
        ("--ignore", "A101"),
        ("--extend-select", "T209"),
        ("--year", "2022"),
        ("--edition", "2019"),
        ("--lang", "en"),
        ("--max-unpacked", "1MB"),
        ("--no-suppressions",),
        ("--format", "html"),
    ],
)
def test_an_option_that_a_result_depends_on(options: tuple[str, ...], checked: list[str]) -> None:
    gouji("check", "faulty.txt")
    ran = gouji("check", "faulty.txt", *options)
    assert len(checked) == 2
    assert gouji("check", "faulty.txt", *options) == ran
    assert len(checked) == 2


@pytest.mark.parametrize(
    "options", [("--quiet",), ("--statistics",), ("--fail-on", "never"), ("--jobs", "2"), ("--format", "json")]
)
def test_an_option_that_no_result_depends_on(options: tuple[str, ...], checked: list[str]) -> None:
    gouji("check", "faulty.txt")
    assert gouji("check", "faulty.txt", *options) == gouji("check", "faulty.txt", *options, "--no-cache")
    assert len(checked) == 2


def test_the_stamp_is_another_for_other_code_libraries_and_python(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def value() -> bytes:
        return Stamp((), []).value

    seen = {value()}
    assert {value()} == seen
    program = folder / "gouji"
    copytree(Path(sys.modules["gouji"].__file__ or "").parent / "config", program)
    monkeypatch.setattr(sys.modules["gouji"], "__file__", str(program / "__init__.py"))
    seen.add(value())
    put("gouji/settings.py", "")
    seen.add(value())
    (folder / "site" / "lxml-6.0.2.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(folder / "site")
    seen.add(value())
    (folder / "site" / "lxml-6.0.2.dist-info").rename(folder / "site" / "lxml-6.1.0.dist-info")
    seen.add(value())
    os.utime(folder / "site" / "lxml-6.1.0.dist-info", (1, 1))
    seen.add(value())
    monkeypatch.setattr(sys, "version", "3.99")
    seen.add(value())
    put("bin/soffice", "")
    Path("bin/soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"))
    seen.add(value())
    assert len(seen) == 8


def test_what_changes_during_a_run_leaves_nothing_behind(folder: Path) -> None:
    put("pack/words.csv", "甲")
    stamp = Stamp((), [str(folder / "pack")])
    assert stamp.lasts()
    put("pack/words.csv", "乙")
    assert not stamp.lasts()


def test_what_has_just_changed_may_have_been_loaded_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("pack/words.csv", "甲")
    monkeypatch.setattr(stamps, "_MARGIN", 0)
    begun = time.time_ns() - 60 * 10**9
    assert not Stamp((), [str(folder / "pack")], begun=begun).lasts()
    os.utime("pack/words.csv", (1, 1))  # as a copy that keeps dates does
    assert not Stamp((), [str(folder / "pack")], begun=begun).lasts()
    assert Stamp((), [str(folder / "pack")], begun=time.time_ns() + 10**9).lasts()


def test_a_plugin_that_changes_while_the_files_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_MARGIN", 0)
    put("packs/local.py", PLUGIN.format(message="旧话"))
    put("gouji.toml", "plugins = ['packs/local.py']")
    inputs = Search.inputs

    def slow(self: Search, names: Iterable[str]) -> list[Input]:
        time.sleep(0.05)  # the clock of a file system ticks more slowly than that of the program
        put("packs/local.py", PLUGIN.format(message="新话"))
        return inputs(self, names)

    with monkeypatch.context() as patch:
        patch.setattr(Search, "inputs", slow)
        assert "旧话" in gouji("check", "clean.txt").out
    assert "新话" in gouji("check", "clean.txt").out


def test_reports_beside_a_plugin_are_no_part_of_it(checked: list[str]) -> None:
    put("local.py", PLUGIN.format(message="甲"))
    put("gouji.toml", "plugins = ['local.py']")
    gouji("check")
    put("clean.txt", CLEAN + "\n")
    checked.clear()
    gouji("check")
    assert checked == ["clean.txt"]


def test_the_cache_beside_a_plugin_is_no_part_of_it(checked: list[str]) -> None:
    put("local.py", PLUGIN.format(message="甲"))
    put("gouji.toml", "plugins = ['local.py']")
    Path("kept").mkdir()
    for _time in range(2):
        gouji("check", "--cache-dir", "kept")
    assert len(checked) == 2


def test_where_too_much_lies_beside_a_plugin_nothing_is_kept(
    checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("local.py", PLUGIN.format(message="甲"))
    put("gouji.toml", "plugins = ['local.py']")
    for number in range(20):
        put(f"{number}.csv", "")
    monkeypatch.setattr(stamps, "_MOST_FILES", len(files(str(path) for path in Path().iterdir())))
    with pytest.raises(TooMuch):
        Stamp((), [os.curdir])
    assert gouji("check") == gouji("check")
    assert len(checked) == 4


def test_a_suppression_expires_though_nothing_changes(checked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    put("faulty.txt.gouji.toml", '[[suppress]]\nrules = ["A"]\nuntil = "2031-05-01"\n')
    for day, times in (("2031-04-30", 1), ("2031-05-01", 1), ("2031-05-02", 2), ("2031-05-03", 2)):
        monkeypatch.setattr("gouji.run.strftime", lambda _form, day=day: day)
        ran = gouji("check", "faulty.txt", "--format", "json")
        assert len(checked) == times
        assert ("X005" in ran.codes) == (times == 2)


def test_the_clock_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    put("faulty.txt.gouji.toml", '[[suppress]]\nrules = ["A"]\nuntil = "2031-05-01"\n')
    for day in ("2031-05-02", "2031-05-01", "2031-05-02"):
        monkeypatch.setattr("gouji.run.strftime", lambda _form, day=day: day)
        assert ("X005" in gouji("check", "faulty.txt", "--format", "json").codes) == (day == "2031-05-02")


# ── Any sequence of changes ──────────────────────────────────────────────────────────────────────

REPORTS = (CLEAN, FAULTY, clean_report(narrative="按期答复。"), "通知", "")
STEPS = st.one_of(
    st.tuples(st.just("report"), st.sampled_from(["a.txt", "b.md", "c/d.txt"]), st.integers(0, len(REPORTS) - 1)),
    st.tuples(st.just("removal"), st.sampled_from(["a.txt", "b.md", "c/d.txt"]), st.just(0)),
    st.tuples(st.just("configuration"), st.just("gouji.toml"), st.integers(0, 3)),
    st.tuples(st.just("plugin"), st.just("packs/local.py"), st.integers(0, 2)),
    st.tuples(st.just("ruleset"), st.just("packs/local.toml"), st.integers(101, 103)),
)
CONFIGURATIONS = (
    "",
    "ignore = ['A']",
    "plugins = ['packs/local.py']\nseverity = {A101 = 'info'}",
    "plugins = ['packs/local.py']\nrulesets = ['packs/local.toml']",
)


def take(step: tuple[str, str, int]) -> None:
    kind, name, which = step
    if kind == "report":
        put(name, REPORTS[which])
    elif kind == "removal":
        Path(name).unlink(missing_ok=True)
    elif kind == "configuration":
        put(name, CONFIGURATIONS[which])
    elif kind == "plugin":
        put(name, PLUGIN.format(message=f"第{which}种"))
    else:
        put(name, RULESET.format(number=which))


@settings(suppress_health_check=[*settings().suppress_health_check, HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=1, max_size=8), st.sampled_from(["text", "json", "junit"]))
def test_whatever_changes_the_output_is_that_of_a_run_without(
    cached: Path, steps: list[tuple[str, str, int]], form: str
) -> None:
    for report in ("a.txt", "b.md", "c/d.txt"):
        Path(report).unlink(missing_ok=True)
    put("packs/local.py", PLUGIN.format(message="甲"))
    put("packs/local.toml", RULESET.format(number=101))
    put("gouji.toml", "")
    for step in steps:
        take(step)
        expected: Ran = gouji("check", "--format", form, "--no-cache")
        assert gouji("check", "--format", form) == expected
        assert gouji("check", "--format", form) == expected
