"""Audits whose files are read by a real Dask cluster: a scheduler and workers that are processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from audits import audit_into, auditing, content
from commandline import gouji
from processes import moments

from gouji.audit import cluster
from gouji.audit.auditing import Wanted
from gouji.usage import UsageError

pytest.importorskip("distributed", reason="the extra gouji[dask] is not installed")

pytestmark = pytest.mark.usefixtures("shared_out")

DEADLY = """
import os, signal
from gouji.api import hookimpl

@hookimpl(wrapper=True)
def gouji_check(report, rules):
    if "教育局" in report.path:
        os.kill(os.getpid(), signal.SIGKILL)
    return (yield)
"""
OWN_RULE = """
import os
from gouji.api import Finding, Place, Severity, hookimpl, rule

if os.environ.get("ON_A_WORKER"):
    raise OSError("there is no such thing here")

@rule("ZZ101", "always", Severity.INFO, title="", reason="", basis="", wrong="", right="")
def always(report):
    yield Finding(Place(1, 1, 1, 1), "甲")

@hookimpl
def gouji_rules():
    return [always]
"""


class Process:
    """A scheduler or a worker, started and heard of."""

    def __init__(self, log: Path, announces: str, *arguments: str) -> None:
        self._log = log
        environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", "ON_A_WORKER": "1"}
        with log.open("wb") as stream:
            command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
            self._process = subprocess.Popen(
                command, stdout=stream, stderr=stream, cwd=log.parent, env=environment, start_new_session=True
            )
        self.announced = self._heard(announces)

    def _heard(self, announces: str) -> str:
        for _ in moments(60):
            if found := re.search(announces, self._log.read_text("utf-8", "replace")):
                return found[1]
        raise AssertionError(self._log.read_text("utf-8", "replace"))

    def kill(self) -> None:
        """End it, and what it has started, at once."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@contextmanager
def scheduling(folder: Path) -> Iterator[tuple[Process, str]]:
    folder.mkdir()
    process = Process(
        folder / "scheduler.log", r"Scheduler at:\s+(\S+)", "scheduler", "--host", "127.0.0.1", "--port", "0"
    )
    try:
        yield process, process.announced
    finally:
        process.kill()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler."""
    with scheduling(tmp_path_factory.mktemp("dask") / "scheduler") as (_process, address):
        yield address


@contextmanager
def workers(address: str, folder: Path, count: int = 2, *, restarted: bool = False) -> Iterator[list[Process]]:
    """Workers, each of them in a folder of its own, started again when they die if that is wanted."""
    folder.mkdir()
    options = ("--nthreads", "1", "--local-directory", str(folder), "--nanny" if restarted else "--no-nanny")
    started: list[Process] = []
    try:
        for number in range(count):
            log = folder / f"{number}.log"
            started.append(Process(log, r"(Registered to)", "worker", address, *options))
        yield started
    finally:
        for each in started:
            each.kill()


def test_a_worker_that_is_killed_changes_nothing(scheduler: str, shared_out: Path) -> None:
    alone = audit_into("alone.db", "--jobs", "1")
    with workers(scheduler, shared_out / "workers") as (one, _other):
        with auditing("cluster.db", "reports", wanted=Wanted(scheduler=scheduler)) as running:
            pending = running.pending
            for number, _harvest in enumerate(running.collect(pending)):
                if number == 5:
                    one.kill()
            running.conclude()
        assert number == len(pending) - 1
    assert content("cluster.db") == content("alone.db")
    again = audit_into("cluster.db")
    assert again == alone


def test_a_file_that_kills_workers_is_quarantined(scheduler: str, shared_out: Path) -> None:
    (shared_out / "deadly.py").write_text(DEADLY, encoding="utf-8")
    options = ("--plugin", "deadly.py", "--jobs", "2")
    alone = audit_into("alone.db", *options)
    assert alone.status == 2
    assert alone.codes.count("X001") == 4  # three years of one office, and the file that is broken anyway
    with workers(scheduler, shared_out / "workers", restarted=True):
        assert audit_into("cluster.db", *options, "--scheduler", scheduler) == alone
    assert content("cluster.db") == content("alone.db")


def test_plugins_must_be_the_same_on_workers(scheduler: str, shared_out: Path) -> None:
    (shared_out / "own.py").write_text(OWN_RULE, encoding="utf-8")
    with workers(scheduler, shared_out / "workers", 1):
        ran = audit_into("cluster.db", "--plugin", "own.py", "--scheduler", scheduler)
    assert ran.status == 2
    assert "own.py" in ran.err
    assert "there is no such thing here" in ran.err


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no path that leads somewhere else in another process")
def test_workers_must_see_the_files(scheduler: str, shared_out: Path) -> None:
    with workers(scheduler, shared_out / "workers", 1):
        ran = gouji("audit", "/proc/self/cwd/reports", "--isolated", "--scheduler", scheduler)
    assert ran.status == 2
    assert "读不到 /proc/self/cwd/reports/" in ran.err


@pytest.mark.parametrize(
    ("address", "message"),
    [("127.0.0.1:9", "127.0.0.1:9 连不上"), ("foo://a", "foo://a 连不上"), ("nowhere.json", "nowhere.json 连不上")],
)
def test_an_address_without_a_scheduler(address: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    ran = audit_into("cluster.db", "--scheduler", address)
    assert ran.status == 2
    assert message in ran.err


def test_a_scheduler_without_workers(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    ran = audit_into("cluster.db", "--scheduler", scheduler)
    assert ran.status == 2
    assert "没有可用的 worker" in ran.err


def test_workers_that_are_all_gone(scheduler: str, shared_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 2)
    with (
        workers(scheduler, shared_out / "workers") as started,
        auditing("cluster.db", "reports", wanted=Wanted(scheduler=scheduler)) as running,
    ):
        with pytest.raises(UsageError, match="没有可用的 worker"):
            for _harvest in running.collect(running.pending):
                for each in started:
                    each.kill()
                started.clear()
        assert running.pending  # and what was read by then is known


def test_a_scheduler_that_is_killed(shared_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 2)
    with (
        scheduling(shared_out / "scheduler") as (process, address),
        workers(address, shared_out / "workers", 1),
        auditing("cluster.db", "reports", wanted=Wanted(scheduler=address)) as running,
        pytest.raises(UsageError, match="调度器"),
    ):
        for number, _harvest in enumerate(running.collect(running.pending)):
            if number == 0:
                process.kill()


class Versions:
    """A client that tells of the versions on a worker."""

    def __init__(self, **there: str | None) -> None:
        self._there = there

    def get_versions(self, packages: tuple[str, ...]) -> dict[str, Any]:
        own = dict.fromkeys(packages) | {"gouji": "1.2", "lxml": "6.0"}
        return {
            "client": {"packages": own},
            "workers": {"tcp://a:1": {"packages": dict.fromkeys(packages) | self._there}},
        }


@pytest.mark.parametrize(
    ("there", "message"),
    [
        ({"gouji": "1.1", "lxml": "6.0"}, "gouji 应为 1.2，实为 1.1"),
        ({"gouji": "1.2", "lxml": None}, "lxml 应为 6.0，实为 没有"),
    ],
)
def test_versions_must_be_the_same_on_workers(there: dict[str, str | None], message: str) -> None:
    with pytest.raises(UsageError, match="tcp://a:1 .*" + message):
        cluster.check_packages(Versions(**there))
    cluster.check_packages(Versions(gouji="1.2", lxml="6.0"))
