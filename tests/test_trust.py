"""Code runs only where the user's own configuration or command names it, never because it lies among the reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import CLEAN, process

SPEAKS = """
from pathlib import Path
from gouji.api import Finding, Place, Severity, hookimpl, rule

Path({trace!r}).touch()

@rule("ZZ101", "always", Severity.ERROR, title="总是", reason="", basis="", wrong="", right="")
def always(report):
    yield Finding(Place(1, 1, 1, 1), "总是")

@hookimpl
def gouji_rules():
    return [always]
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, with the reports that somebody sent in a folder below it."""
    inbox = tmp_path / "desk" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "report.txt").write_text(CLEAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path / "desk"


def speaker(path: Path) -> Path:
    """Write a module that leaves a trace when it runs; gives the trace."""
    trace = path.with_suffix(".trace")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SPEAKS.format(trace=str(trace)), encoding="utf-8")
    return trace


def codes(*arguments: str) -> list[str]:
    ran = process("check", "--format", "json", *arguments)
    assert ran.stdout, ran.stderr.decode()
    return [finding["code"] for file in json.loads(ran.stdout)["files"] for finding in file["findings"]]


def test_a_configuration_that_was_sent_has_no_plugin_run(desk: Path) -> None:
    trace = speaker(desk / "inbox" / "sent.py")
    (desk / "inbox" / "gouji.toml").write_text('plugins = ["./sent.py"]\n', encoding="utf-8")
    assert codes("inbox") == []
    assert not trace.exists()


def test_nor_has_one_that_is_handed_over_by_its_path(desk: Path) -> None:
    trace = speaker(desk / "inbox" / "sent.py")
    (desk / "inbox" / "gouji.toml").write_text('plugins = ["./sent.py"]\n', encoding="utf-8")
    assert codes("inbox/report.txt") == []
    assert not trace.exists()


@pytest.mark.parametrize("name", ["json", "tomli", "sitecustomize", "usercustomize", "lxml", "concurrent"])
def test_a_module_in_the_current_folder_is_not_taken_for_one_of_ours(
    desk: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As ``python -m gouji`` would, if it were left to Python."""
    monkeypatch.chdir(desk / "inbox")
    trace = speaker(desk / "inbox" / f"{name}.py")
    assert codes(".") == []
    assert not trace.exists()


def test_nor_is_a_package_that_looks_installed_there(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk / "inbox")
    trace = speaker(desk / "inbox" / "sent.py")
    info = desk / "inbox" / "sent-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sent\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[gouji]\nsent = sent\n", encoding="utf-8")
    assert codes("report.txt") == []
    assert not trace.exists()


def test_the_configuration_of_the_current_folder_is_the_users_own(desk: Path) -> None:
    trace = speaker(desk / "own.py")
    (desk / "gouji.toml").write_text('plugins = ["./own.py"]\n', encoding="utf-8")
    assert codes("inbox") == ["ZZ101"]
    assert trace.exists()


@pytest.mark.parametrize("config", [(), ("--isolated",)])
def test_what_the_command_names_is_run(desk: Path, config: tuple[str, ...]) -> None:
    trace = speaker(desk / "packs" / "own.py")
    assert codes("inbox", "--plugin", "packs/own.py", *config) == ["ZZ101"]
    assert trace.exists()


def test_a_folder_that_the_command_names_is_run_whatever_its_name_looks_like(desk: Path) -> None:
    speaker(desk / "own" / "__init__.py")
    assert codes("inbox", "--plugin", "own") == ["ZZ101"]


def test_the_processes_of_a_large_run_have_what_the_command_names(desk: Path) -> None:
    speaker(desk / "own.py")
    (desk / "inbox" / "second.txt").write_text(CLEAN, encoding="utf-8")
    assert codes("inbox", "--plugin", "own.py", "--jobs", "2") == ["ZZ101", "ZZ101"]


def test_a_ruleset_that_the_command_names_counts_in_every_command(desk: Path) -> None:
    (desk / "own.toml").write_text('[severity]\nA101 = "info"\n', encoding="utf-8")
    for command in (("rules",), ("explain", "A101"), ("check", "inbox"), ("parse", "inbox/report.txt")):
        assert process(*command, "--ruleset", "own.toml").returncode == 0
        ran = process(*command, "--ruleset", "absent.toml")
        assert ran.returncode == 2
        assert "absent.toml" in ran.stderr.decode()
