"""Audits of many files: several processes, one of which may die, in order; how far they are; being broken off."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from audits import audit_into, audited, content
from hypothesis import given
from hypothesis import strategies as st
from processes import ends, moments

from gouji import sharing
from gouji.audit import scheduling
from gouji.audit.harvest import Harvest
from gouji.cli import progress
from gouji.engine import Engine, Request
from gouji.host import Host
from gouji.judge import decide
from gouji.outcome import FileResult
from gouji.sharing import Submit, share
from gouji.work import Task, Work

pytestmark = pytest.mark.usefixtures("shared_out")

HOST = Host()
REQUEST = Request(decide([], HOST.rules))
DEADLY = """
import os
from gouji.api import hookimpl

@hookimpl(wrapper=True)
def gouji_check(report, rules):
    if "教育局" in report.path:
        os._exit(1)
    return (yield)
"""
SLOW = """
import os, time
from gouji.api import hookimpl

@hookimpl(wrapper=True)
def gouji_check(report, rules):
    with open("begun", "a") as stream:
        stream.write(f"{os.getpid()}\\n")
    time.sleep(0.2)
    return (yield)
"""


def test_several_processes_find_what_one_finds() -> None:
    assert audit_into("one.db", "--jobs", "1") == audit_into("three.db", "--jobs", "3")
    assert content("one.db") == content("three.db")


def test_a_file_that_kills_its_process_is_quarantined(shared_out: Path) -> None:
    (shared_out / "deadly.py").write_text(DEADLY, encoding="utf-8")
    ran = audit_into("l.db", "--jobs", "2", "--plugin", "deadly.py")
    assert ran.status == 2
    assert ran.out.count("意外中止") == 3
    sound = audit_into("sound.db", "--jobs", "2", "--exclude", "*教育局*")
    lost = {path for path in content("l.db")["files"] if "教育局" in path[0]}
    assert len(lost) == 3
    assert [each for each in content("l.db")["files"] if each not in lost] == content("sound.db")["files"]
    assert sound.status == 2  # one file is broken anyway


def test_a_file_that_killed_its_process_is_tried_again(shared_out: Path) -> None:
    (shared_out / "deadly.py").write_text(DEADLY, encoding="utf-8")
    audit_into("l.db", "--jobs", "2", "--plugin", "deadly.py")
    assert len([path for path in audited("l.db", "reports") if "教育局" in path]) == 3


def test_a_file_whose_name_is_no_text_is_audited_like_any_other(shared_out: Path) -> None:
    text = (shared_out / "reports/2024/清棠县教育局.txt").read_text("utf-8")
    comment = "<!-- gouji: ignore-file Y801 -->\n"
    (shared_out / "reports/2024/清棠县教育局.txt").write_text(comment + text, encoding="utf-8")
    (shared_out / os.fsdecode(b"reports/\xb9\xab.txt")).write_text(comment + text, encoding="utf-8")
    ran = audit_into("l.db", "--jobs", "1", "--worklist", "w.xlsx", "--site", "site")
    assert ran.status == 2  # as one file is broken
    found = {file["path"]: file for file in json.loads(ran.out)["files"]}["reports/\\udcb9\\udcab.txt"]
    assert not {"Y801", "X005", "X004"} & {each["code"] for each in found["findings"]}
    assert audited("l.db", "reports") == ["reports/broken.docx"]


def test_a_ledger_that_is_deleted_meanwhile_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    def deleted(engine: Engine, task: Task) -> Harvest:
        Path("l.db").unlink(missing_ok=True)
        return scheduling.harvest(engine, task)

    monkeypatch.setattr(scheduling, "HARVESTING", scheduling.HARVESTING._replace(perform=deleted))
    ran = audit_into("l.db", "--jobs", "1")
    assert "l.db 在运行中被移走或删除" in ran.err
    assert ran.out == audit_into("fresh.db", "--jobs", "1").out


# ── A crew of any kind ───────────────────────────────────────────────────────────────────────────


class Died(Exception):
    """A process is gone."""


class Mortal:
    """A crew in this process that dies of some files, and with it whatever is under way."""

    died = Died

    def __init__(self, size: int, deadly: Sequence[int]) -> None:
        self.size = size
        self.most = 0
        self._deadly = {str(number) for number in deadly}
        self._dead = False

    @contextmanager
    def working(self) -> Iterator[Submit[str]]:
        self._dead = False
        waiting = 0

        def submit(tasks: Sequence[Task]) -> Callable[[], list[str]]:
            nonlocal waiting
            waiting += 1
            self.most = max(self.most, waiting)

            def wait() -> list[str]:
                nonlocal waiting
                waiting -= 1
                self._dead = self._dead or any(task.path in self._deadly for task in tasks)
                if self._dead:
                    raise Died
                return [task.path for task in tasks]

            return wait

        yield submit


@given(st.integers(0, 30), st.integers(1, 4), st.sets(st.integers(0, 29), max_size=4))
def test_each_file_is_done_once_and_in_order_whoever_dies(count: int, size: int, deadly: set[int]) -> None:
    def done(_engine: Engine, task: Task) -> str:
        return task.path

    def given_up(result: FileResult) -> str:
        return f"{result.path}: {result.findings[0].code}"

    crew = Mortal(size, sorted(deadly))
    tasks = [Task(str(number), REQUEST) for number in range(count)]
    found = list(share(Work(done, given_up), tasks, crew, Engine(HOST)))
    assert found == [f"{number}: X001" if number in deadly else str(number) for number in range(count)]
    assert crew.most <= sharing._AHEAD * size


# ── Progress ─────────────────────────────────────────────────────────────────────────────────────


def test_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter(range(1000))
    monkeypatch.setattr(progress, "_EVERY", 3)
    assert list(progress.lines(range(7), 7, lambda: next(seconds))) == list(range(7))
    said = capsys.readouterr().err.splitlines()
    assert said == [progress.line(3, 7, 3), progress.line(6, 7, 6), progress.line(7, 7, 7)]


def test_nothing_is_said_of_a_short_run_or_if_it_is_to_be_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(progress.with_progress(range(7), 7)) == list(range(7))
    monkeypatch.setattr(progress, "_EVERY", 0)
    assert list(progress.with_progress(range(7), 7, quiet=True)) == list(range(7))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("done", "count", "seconds", "told"),
    [(1, 4, 2, ("25%", "0.5", "0:06")), (5, 7205, 5, ("0%", "1.0", "2:00:00")), (7, 7, 70, ("100%", "0.1", "0:00"))],
)
def test_what_a_line_tells(done: int, count: int, seconds: float, told: tuple[str, str, str]) -> None:
    for each in (f"{done}/{count}", *told):
        assert each in progress.line(done, count, seconds)


# ── Broken off ───────────────────────────────────────────────────────────────────────────────────


def test_what_was_read_when_the_user_breaks_off_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(_engine: Engine, task: Task) -> Harvest:
        if "水务局" in task.path:
            raise KeyboardInterrupt
        return scheduling.harvest(_engine, task)

    with monkeypatch.context() as first:
        first.setattr(scheduling, "HARVESTING", scheduling.HARVESTING._replace(perform=broken_off))
        ran = audit_into("l.db", "--jobs", "1")
    assert ran.status == 130
    assert "再次运行同一命令" in ran.err
    names = sorted(Path("reports/2022").iterdir())
    read = [f"reports/2022/{path.name}" for path in names[: [path.stem for path in names].index("清棠县水务局")]]
    assert read
    assert not set(read) & set(audited("l.db", "reports"))
    assert audit_into("l.db") == audit_into("fresh.db")


def begun(folder: Path) -> subprocess.Popen[str]:
    """An audit by two processes, each of which is at its first file, and has its number in ``begun``."""
    (folder / "slow.py").write_text(SLOW, encoding="utf-8")
    command = ("audit", "reports", "--isolated", "--plugin", "slow.py", "--jobs", "2")
    process = subprocess.Popen(
        [sys.executable, "-m", "gouji", *command], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    for _ in moments(60):
        if Path("begun").exists() and len(set(Path("begun").read_text().split())) == 2:
            return process
        assert process.poll() is None
    raise AssertionError


def test_processes_end_when_the_one_that_started_them_is_killed(shared_out: Path) -> None:
    process = begun(shared_out)
    process.kill()
    process.communicate()
    assert all(ends(int(each)) for each in set(Path("begun").read_text().split()))


def test_ctrl_c_ends_all_processes(shared_out: Path) -> None:
    process = begun(shared_out)
    os.killpg(process.pid, signal.SIGINT)
    _out, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert "再次运行同一命令" in told
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
