"""``gouji init``: what it writes is valid, checks what it should, and never replaces what is there."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from commandline import CLEAN, FAULTY, gouji

from gouji.host import Host

ROOT = Path(__file__).parent.parent
EXAMPLE = "examples/pre-commit/.pre-commit-config.yaml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which the user stands."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_writes_a_configuration_and_the_hook(here: Path) -> None:
    ran = gouji("init")
    assert (ran.status, ran.out) == (0, "")
    assert "gouji.toml" in ran.err
    assert "pre-commit install" in ran.err
    assert tomllib.loads((here / "gouji.toml").read_text(encoding="utf-8"))["fail-on"] == "error"
    hook = hook_of(here)
    assert hook["entry"] == "gouji check"
    check_endings(hook["files"], "清棠县/")


@pytest.mark.parametrize(("file", "folder"), [(".pre-commit-hooks.yaml", ""), (EXAMPLE, "reports/")])
def test_the_other_hooks_take_the_same_files(file: str, folder: str) -> None:
    hooks = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    (hook,) = hooks if isinstance(hooks, list) else hooks["repos"][0]["hooks"]
    check_endings(hook["files"], folder)


def check_endings(pattern: str, folder: str) -> None:
    for suffix in Host().readers:
        assert re.search(pattern, f"{folder}报告{suffix}")
        assert re.search(pattern, f"{folder}报告{suffix.upper()}")
    assert not re.search(pattern, f"{folder}tool.py")


def test_what_it_writes_is_used_and_leaves_the_readme_alone(here: Path) -> None:
    gouji("init")
    (here / "README.md").write_text("# 报告\n", encoding="utf-8")
    (here / "report.txt").write_text(CLEAN, encoding="utf-8")
    assert gouji("check").status == 0
    (here / "report.txt").write_text(FAULTY, encoding="utf-8")
    assert gouji("check").status == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_suggestion_in_the_configuration_is_valid(here: Path, language: str) -> None:
    gouji("init", "--lang", language)
    file = here / "gouji.toml"
    for name in ("local.toml", "local.py"):
        (here / name).write_text("", encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    assert ("全部配置项" in text) == (language == "zh")
    lines = [re.sub(r"^# (?=\S+ = |\[\[)", "", line) for line in text.splitlines()]
    file.write_text("\n".join(lines), encoding="utf-8")
    (here / "report.txt").write_text(CLEAN, encoding="utf-8")
    assert tomllib.loads(file.read_text(encoding="utf-8"))["overrides"]
    assert "错误：" not in gouji("check").err


@pytest.mark.parametrize("folder", ["年报 (定稿)", "clerk's #1"])
def test_only_the_folder_of_the_reports_is_checked(here: Path, folder: str) -> None:
    (here / folder).mkdir()
    gouji("init", folder)
    pattern = hook_of(here)["files"]
    assert re.search(pattern, f"{folder}/a.docx")
    assert not re.search(pattern, "a.docx")


def test_the_hook_stands_at_the_top_of_the_repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "city" / "2024").mkdir(parents=True)
    monkeypatch.chdir(here / "city")
    gouji("init", "2024")
    assert (here / "city" / "gouji.toml").is_file()
    assert re.search(hook_of(here)["files"], "city/2024/a.txt")


def test_what_is_there_stays(here: Path) -> None:
    (here / "gouji.toml").write_text('lang = "zh"\n', encoding="utf-8")
    (here / ".pre-commit-config.yaml").write_text("repos: []  # ours\n", encoding="utf-8")
    ran = gouji("init")
    assert ran.status == 0
    assert "repo: local" in ran.err  # what to add
    assert (here / "gouji.toml").read_text(encoding="utf-8") == 'lang = "zh"\n'
    assert (here / ".pre-commit-config.yaml").read_text(encoding="utf-8") == "repos: []  # ours\n"


def test_twice_changes_nothing(here: Path) -> None:
    gouji("init")
    before = {path.name: path.read_bytes() for path in here.glob("*.*") if path.is_file()}
    ran = gouji("init")
    assert ran.err.count("没有改动") == 2
    assert before == {path.name: path.read_bytes() for path in here.glob("*.*") if path.is_file()}


def test_outside_of_a_repository_there_is_no_hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = gouji("init")
    assert "不是 Git 仓库" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["gouji.toml"]


@pytest.mark.parametrize("folder", ["..", "missing", "/"])
def test_a_folder_elsewhere_is_refused(here: Path, folder: str) -> None:
    ran = gouji("init", folder)
    assert (ran.status, [path.name for path in here.iterdir()]) == (2, [".git"])
    assert folder in ran.err


def hook_of(repository: Path) -> dict[str, str]:
    """The one hook in a repository, as pre-commit itself takes it."""
    file = repository / ".pre-commit-config.yaml"
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config", str(file)], check=True)
    hook: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))["repos"][0]["hooks"][0]
    return hook
