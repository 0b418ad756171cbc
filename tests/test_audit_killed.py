"""An audit that is killed at any moment goes on where it stopped, and ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from audits import content, write_all, write_roster

KILLS = int(os.environ.get("GOUJI_KILLS", "20"))
"""How many moments are tried; half of them while the reports are read, half after that."""
PROGRAM = """
import sys
import gouji.audit.auditing as auditing
from gouji.cache.stamp import Stamp
from gouji.cli.guard import run

auditing._BATCH = 3
Stamp._now = lambda stamp: bytes(32)  # the program is the same, even where somebody is working on it
Stamp.lasts = lambda stamp: True
settle = auditing.Audit.settle

def announced(audit):
    print("settling", file=sys.stderr, flush=True)
    settle(audit)

auditing.Audit.settle = announced
sys.exit(run(sys.argv[1:]))
"""


class Undisturbed:
    """What an audit makes of some reports, and how long that takes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_all(folder / "reports", years=(2023, 2024))
        write_roster(folder / "roster.csv", years=(2023, 2024))
        begun = time.monotonic()
        process = started(folder, "undisturbed.db")
        assert process.stderr is not None
        assert any("settling" in line for line in process.stderr)
        self.until_settling = time.monotonic() - begun
        self.status = process.wait()
        self.after = time.monotonic() - begun - self.until_settling
        self.content = content(folder / "undisturbed.db")


def started(folder: Path, ledger: str) -> subprocess.Popen[str]:
    command = ("audit", "reports", "--roster", "roster.csv", "--ledger", ledger, "--isolated", "--jobs", "1", "--quiet")
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return Undisturbed(tmp_path_factory.mktemp("killed"))


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_run_is_resumed(undisturbed: Undisturbed, number: int) -> None:
    chance = random.Random(number)
    ledger = undisturbed.folder / f"{number}.db"
    process = started(undisturbed.folder, ledger.name)
    assert process.stderr is not None
    if number % 2:
        next((line for line in process.stderr if "settling" in line), None)
    time.sleep(chance.random() * (undisturbed.after if number % 2 else undisturbed.until_settling))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    committed = numbers(ledger) if ledger.exists() else {}

    resumed = started(undisturbed.folder, ledger.name)
    _out, told = resumed.communicate()
    assert resumed.returncode == undisturbed.status, told
    assert content(ledger) == undisturbed.content
    assert committed.items() <= numbers(ledger).items(), "what had been committed was thrown away"


def numbers(ledger: Path) -> dict[str, Any]:
    """The numbers that the files have which need not be read again: a file that is read again gets a new one."""
    from audits import told

    return dict(told(ledger, "SELECT path, file FROM files WHERE key IS NOT NULL AND NOT again"))


def test_what_was_killed_left_nothing_behind(undisturbed: Undisturbed) -> None:
    ends = {path.suffix for path in undisturbed.folder.iterdir() if path.is_file()}
    assert ends <= {".db", ".csv"}
