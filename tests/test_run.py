"""A run: which files are checked and in what order, what of those that cannot be, and several processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gouji.config.search import Configurations
from gouji.finding import Severity
from gouji.host import Host
from gouji.judge import Layer
from gouji.outcome import NEVER, FileResult, Outcome
from gouji.run import Order, Run
from gouji.testing import clean_report
from gouji.usage import UsageError

HOST = Host()
CLEAN = clean_report()
ROOT = os.name == "posix" and os.geteuid() == 0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(*names: str, text: str = CLEAN) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def prepared(*names: str, config: str | None = None, host: Host = HOST, **said: object) -> Run:
    if config is not None:
        Path("gouji.toml").write_text(config, encoding="utf-8")
    return Run(Order(names or (".",), **said), Configurations(), host)  # type: ignore[arg-type]


def paths(*names: str, config: str | None = None, **said: object) -> list[str]:
    return [task.path.replace(os.sep, "/") for task in prepared(*names, config=config, **said).tasks]


def outcome(*names: str, **said: object) -> Outcome:
    run = prepared(*names, **said)
    return run.outcome(run.results())


def only(*names: str, **said: object) -> FileResult:
    (result,) = outcome(*names, **said).files
    return result


def unchecked(result: FileResult) -> str:
    (finding,) = result.findings
    assert (result.checked, finding.code) == (False, "X001")
    return finding.message


# ── Finding files ────────────────────────────────────────────────────────────────────────────────


def test_a_folder_is_searched_for_what_readers_know_in_the_order_of_names() -> None:
    put("b.txt", "a/d.md", "a/c.TXT", "B/e.markdown", "x.docx", "y.csv", "z")
    assert paths() == ["b.txt", "x.docx", "B/e.markdown", "a/c.TXT", "a/d.md"]


def test_hidden_things_and_leftovers_are_not_searched() -> None:
    put(".git/a.txt", ".venv/b.txt", "node_modules/c.txt", "d/.e.txt", "d/~$f.txt", "d/g.txt")
    assert paths() == ["d/g.txt"]


def test_what_is_named_is_checked_whatever_its_ending_and_in_the_order_named() -> None:
    put("b.dat", "a.txt", ".hidden.txt")
    assert paths("b.dat", "a.txt", ".hidden.txt") == ["b.dat", "a.txt", ".hidden.txt"]


def test_each_file_is_checked_once() -> None:
    put("a/b.txt")
    assert paths("a/b.txt", ".", "./a/b.txt", "a/../a/b.txt", "a") == ["a/b.txt"]


def test_patterns_are_expanded_for_shells_that_do_not() -> None:
    put("2/b.txt", "1/a.txt", "1/c.md")
    assert paths("*/*.txt") == ["1/a.txt", "2/b.txt"]
    assert paths("**/*.md") == ["1/c.md"]
    put("[1].txt")
    assert paths("[1].txt") == ["[1].txt"]


@pytest.mark.parametrize("names", [(".",), ("archive/a.txt", "b.txt", "c.draft.txt"), ("archive", "*.txt")])
def test_exclude_holds_for_folders_and_for_files_named_one_by_one(names: tuple[str, ...]) -> None:
    put("archive/a.txt", "b.txt", "c.draft.txt")
    assert paths(*names, exclude=("archive/", "*.draft.txt")) == ["b.txt"]
    assert paths(*names, config='exclude = ["archive/", "*.draft.txt"]') == ["b.txt"]


def test_exclude_of_a_configuration_is_relative_to_it() -> None:
    put("county/2019/a.txt", "2019/b.txt")
    put("county/gouji.toml", text='exclude = ["/2019"]')
    assert paths() == ["2019/b.txt"]


def test_a_loop_of_links_ends_and_a_link_to_a_file_is_checked() -> None:
    put("a/b.txt")
    try:
        Path("a/loop").symlink_to(Path.cwd(), target_is_directory=True)
        Path("a/link.txt").symlink_to(Path("b.txt"))
        Path("a/nowhere.txt").symlink_to(Path("absent.txt"))
    except OSError:
        pytest.skip("this system does not allow links")
    assert paths() == ["a/b.txt", "a/link.txt", "a/nowhere.txt"]
    assert [result.checked for result in outcome().files] == [True, True, False]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_in_a_folder_is_not_waited_for() -> None:
    os.mkfifo("pipe.txt")
    assert paths() == []


# ── What cannot be checked ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["absent.txt", "absent/", "no*match.txt", "", "a" * 5000 + ".txt"])
def test_what_is_not_there_is_unchecked(name: str) -> None:
    assert unchecked(only(name))


@pytest.mark.skipif(ROOT or os.name != "posix", reason="permissions do not hold for root")
def test_what_may_not_be_read_is_unchecked() -> None:
    put("a.txt", "b/c.txt")
    Path("a.txt").chmod(0)
    Path("b").chmod(0)
    try:
        assert "没有读取权限" in unchecked(only("a.txt"))
        assert unchecked(only("b/c.txt"))
        assert [result.path for result in outcome().files] == ["a.txt", "b"]
    finally:
        Path("b").chmod(0o700)


def test_a_file_over_the_limit_is_unchecked() -> None:
    put("a.txt", text="年" * 1000)
    assert "3,000" not in unchecked(only("a.txt", max_size=2999))
    assert only("a.txt", max_size=3000).findings[0].code == "X002"
    assert unchecked(only("a.txt", config="max-size = '1KB'"))


def test_an_unchecked_file_makes_status_2_and_the_others_are_checked() -> None:
    put("a.txt")
    found = outcome("a.txt", "absent.txt")
    assert [result.checked for result in found.files] == [True, False]
    assert found.exit_status == 2


# ── What is wanted of a file ─────────────────────────────────────────────────────────────────────


def test_the_command_line_counts_for_more_than_the_overrides_and_these_than_the_rest() -> None:
    config = """
        year = 2022
        [[overrides]]
        files = ["old/*"]
        year = 2019
        edition = "2019"
        [[overrides]]
        files = ["old/later.txt"]
        year = 2020
    """
    put("old/a.txt", "old/later.txt", "b.txt")
    requests = {task.path.replace(os.sep, "/"): task.request for task in prepared(config=config).tasks}
    assert {name: (request.year, request.edition) for name, request in requests.items()} == {
        "b.txt": (2022, None),
        "old/a.txt": (2019, "2019"),
        "old/later.txt": (2020, "2019"),
    }
    (task,) = prepared("old/a.txt", year=2024).tasks
    assert (task.request.year, task.request.edition) == (2024, "2019")


def test_rules_of_configuration_override_and_command_line_are_layers() -> None:
    config = """
        select = ["A", "T"]
        [[overrides]]
        files = ["a.txt"]
        ignore = ["T"]
    """
    put("a.txt", "b.txt")
    first, second = (task.request.verdict.selected for task in prepared(config=config).tasks)
    assert "T201" in second - first
    (task,) = prepared("a.txt", config=config, layer=Layer(extend_select=("T201",))).tasks
    assert {"A101", "T201"} <= task.request.verdict.selected
    assert "T202" not in task.request.verdict.selected


def test_files_with_the_same_settings_share_them() -> None:
    put("a.txt", "b.txt")
    first, second = prepared().tasks
    assert first.request is second.request


def test_an_unknown_selector_is_an_error_before_anything_is_checked() -> None:
    put("a.txt")
    with pytest.raises(UsageError, match=r"gouji\.toml"):
        prepared(config='select = ["Q9"]')


@pytest.mark.parametrize(
    ("said", "configured", "severity"),
    [
        (None, "", Severity.ERROR),
        (None, "fail-on = 'warning'", Severity.WARNING),
        ("info", "fail-on = 'warning'", Severity.INFO),
        ("never", "", NEVER),
    ],
)
def test_what_a_run_fails_on(said: str | None, configured: str, severity: int) -> None:
    assert prepared(config=configured, fail_on=said).fail_on == severity


def test_standard_input_stands_alone() -> None:
    with pytest.raises(UsageError, match="标准输入"):
        prepared("-", "a.txt")


def test_the_name_of_standard_input_is_configured_and_excluded_like_any_other() -> None:
    assert paths("-") == ["-"]
    assert paths("-", stdin_filename="old/a.txt", exclude=("old/",)) == []
    (task,) = prepared("-", stdin_filename="a.txt", config="year = 2022").tasks
    assert (task.path, task.request.year, task.standard_input) == ("a.txt", 2022, True)


# ── Several processes ────────────────────────────────────────────────────────────────────────────


def test_a_small_run_has_one_process_and_a_large_one_has_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    put(*(f"{number}.txt" for number in range(100)))
    assert prepared("1.txt").jobs(1) == 1
    assert prepared().jobs(100) == 2
    assert prepared(jobs=5).jobs(100) == 5
    assert prepared(config="jobs = 4").jobs(100) == 4


def test_several_processes_give_the_same_results_in_the_same_order() -> None:
    put(*(f"{number:02}.txt" for number in range(40)))
    put("07.txt", text=clean_report(granted__total=99))
    put("23.txt", text="通知")
    put("31.txt", text="%PDF-1.7")
    assert outcome(jobs=3).files == outcome(jobs=1).files


DEADLY = """
import os
from gouji.api import hookimpl

@hookimpl(wrapper=True)
def gouji_check(report, rules):
    if "deadly" in report.path:
        os._exit(1)
    return (yield)
"""


def test_a_process_that_dies_costs_only_the_file_that_it_died_of() -> None:
    put(*(f"{number:02}.txt" for number in range(40)), "deadly-1.txt", "20-deadly.txt", "zz.txt")
    put("../deadly.py", text=DEADLY)
    host = Host([str(Path("../deadly.py").resolve())])
    found = outcome(config='plugins = ["../deadly.py"]', jobs=2, host=host).files
    assert len(found) == 43
    assert [result.path for result in found if not result.checked] == ["20-deadly.txt", "deadly-1.txt"]
    assert "意外中止" in unchecked(next(result for result in found if not result.checked))


def test_every_process_loads_the_plugins() -> None:
    plugin = """
from gouji.api import Finding, Place, Severity, _, hookimpl, rule

@rule("ZZ101", "always", Severity.INFO, title="", reason="", basis="", wrong="", right="")
def always(report):
    yield Finding(Place(1, 1, 1, 1), "甲")

@hookimpl
def gouji_rules():
    return [always]
"""
    put("local.py", text=plugin)
    put(*(f"{number:02}.txt" for number in range(4)))
    config = 'plugins = ["local.py"]\nselect = ["always"]'
    prepared_host = Host([str(Path("local.py").resolve())])
    found = outcome(config=config, jobs=2, host=prepared_host).files
    assert [[finding.code for finding in result.findings] for result in found] == [["ZZ101"]] * 4
