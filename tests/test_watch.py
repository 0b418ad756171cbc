"""``gouji check --watch``: real files are changed while a process watches them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from caching import PLUGIN, RULESET
from commandline import CLEAN, FAULTY, gouji

pytest.importorskip("watchfiles")
if os.name != "posix":
    pytest.skip("Ctrl-C cannot be sent to one process here", allow_module_level=True)

PATIENCE = 60
WAITING = "等待改动"


class Watching:
    """A process that watches, and what it has said so far."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "gouji", "check", "--watch", *arguments]
        environment = {**os.environ, "GOUJI_CACHE_DIR": str(Path("kept").resolve())}
        environment.pop("GOUJI_NO_CACHE", None)
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, start_new_session=True
        )
        self._said = ""
        self._more = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()
        self.at = 0

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._more:
                self._said += line.decode()
                self._more.notify()

    def next(self) -> str:
        """What is said until it waits once more."""
        with self._more:
            found = self._more.wait_for(lambda: WAITING in self._said[self.at :], PATIENCE)
            assert found, self._said
            end = self._said.index("\n", self._said.index(WAITING, self.at)) + 1
            said, self.at = self._said[self.at : end], end
            return said

    def end(self) -> int:
        """Press Ctrl-C."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE)

    @property
    def rest(self) -> str:
        """What was said after it last waited."""
        return self._said[self.at :]


@pytest.fixture
def watching(folder: Path) -> Iterator[Callable[..., Watching]]:
    """Starts watching in a folder with a clean and a faulty report."""
    started: list[Watching] = []

    def start(*arguments: str) -> Watching:
        started.append(Watching(*arguments))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()


def put(name: str, text: str) -> None:
    """Write a file as most editors do: another beside it, which then takes its place."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def test_changed_new_and_removed_reports_are_checked_again(watching: Callable[..., Watching]) -> None:
    watch = watching("-q")
    assert "faulty.txt:" in watch.next()
    put("faulty.txt", CLEAN)
    said = watch.next()
    assert "已改动：faulty.txt\n" in said
    assert "A101" not in said
    put("below/new.md", FAULTY)
    said = watch.next()
    assert str(Path("below/new.md")) in said
    assert "A101" in said
    Path("below/new.md").unlink()
    assert "A101" not in watch.next()
    assert watch.end() == 0
    assert watch.rest.strip() == ""


def test_the_output_is_that_of_a_check(watching: Callable[..., Watching]) -> None:
    said = watching().next()
    assert said.removesuffix(said.splitlines(keepends=True)[-1]) == gouji("check").out


def test_a_report_that_is_named_is_watched_however_it_is_saved(watching: Callable[..., Watching]) -> None:
    watch = watching("-q", "faulty.txt")
    watch.next()
    put("clean.txt", FAULTY)  # it is not named
    for text, found in ((CLEAN, False), (FAULTY, True), (CLEAN, False)):
        put("faulty.txt", text)
        said = watch.next()
        assert "clean.txt" not in said
        assert ("A101" in said) == found


def test_configuration_rulesets_and_packs_are_loaded_again(watching: Callable[..., Watching]) -> None:
    Path("reports").mkdir()
    watch = watching("-q", "reports")
    watch.next()
    put("reports/a.txt", FAULTY)
    assert "A101" in watch.next()
    put("gouji.toml", "ignore = ['A', 'T', 'S']")
    said = watch.next()
    assert "gouji.toml" in said
    assert "A101" not in said
    put("packs/local.py", PLUGIN.format(message="头一句"))
    put("gouji.toml", "plugins = ['packs/local.py']\nselect = ['QH']")
    assert "头一句" in watch.next()
    put("packs/local.py", PLUGIN.format(message="第二句"))
    said = watch.next()
    assert "第二句" in said
    assert "头一句" not in said


def test_an_error_in_the_configuration_is_shown_and_can_be_put_right(watching: Callable[..., Watching]) -> None:
    put("gouji.toml", "selct = ['A']")
    watch = watching("-q")
    assert "gouji.toml:1" in watch.next()
    put("gouji.toml", "select = ['A']")
    assert "A101" in watch.next()
    put("gouji.toml", "select = [")
    assert "gouji.toml:1" in watch.next()


def test_a_ruleset_can_be_put_right_wherever_it_is_wrong(watching: Callable[..., Watching]) -> None:
    put("gouji.toml", "rulesets = ['rules/town.toml']")
    watch = watching("-q", "clean.txt")
    assert "读不了" in watch.next()
    Path("rules").mkdir()
    put("rules/town.toml", "extends = './county.toml'")
    assert "county.toml" in watch.next()
    put("rules/county.toml", "severity = ")
    assert "county.toml:1" in watch.next()
    put("rules/county.toml", RULESET.format(number=301).replace("政府信息", "本年度"))
    assert "QH301" in watch.next()
    put("rules/county.toml", "severity = ")
    assert "county.toml:1" in watch.next()
    put("rules/county.toml", RULESET.format(number=302).replace("政府信息", "本年度"))
    assert "QH302" in watch.next()


def test_what_programs_leave_while_they_write_is_no_change(watching: Callable[..., Watching]) -> None:
    watch = watching("-q")
    watch.next()
    for name in ("~$faulty.docx", ".faulty.txt.swp", "~WRD0001.tmp", "faulty.txt~"):
        Path(name).write_text("", encoding="utf-8")
    time.sleep(1)  # there is nothing to wait for, as nothing must come
    put("faulty.txt", CLEAN)
    assert re.findall("已改动：.*", watch.next()) == ["已改动：faulty.txt"]


def test_what_it_writes_itself_is_no_change(watching: Callable[..., Watching]) -> None:
    put("local.py", PLUGIN.format(message="甲"))
    put("gouji.toml", "plugins = ['local.py']")  # so that all that lies here counts
    watch = watching("-q", "--format", "text:found.txt", "clean.txt", ".")
    watch.next()
    put("faulty.txt", CLEAN)
    assert re.findall("已改动：.*", watch.next()) == ["已改动：faulty.txt"]


@pytest.mark.parametrize("arguments", [("-",), ("nowhere/a.txt",)])
def test_what_cannot_be_watched_is_an_error(arguments: tuple[str, ...], folder: Path) -> None:
    assert gouji("check", "--watch", *arguments).status == 2


def test_without_the_library_one_is_told_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    ran = gouji("check", "--watch")
    assert ran.status == 2
    assert "gouji[watch]" in ran.err
