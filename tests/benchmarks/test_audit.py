"""How long an audit of a thousand reports takes: to read them, and to look across them. ``make bench`` shows it.

Compare ``cold`` (everything is read) and ``warm`` (nothing has changed) with each other.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from province.corpus import Province
from pytest_benchmark.fixture import BenchmarkFixture

YEARS = range(2022, 2026)
AGENCIES = 250


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand reports with their roster."""
    folder = tmp_path_factory.mktemp("province")
    Province(AGENCIES, YEARS, 1).write(folder)
    return folder


def audit(folder: Path, ledger: Path, jobs: str) -> bytes:
    command = [sys.executable, "-m", "gouji", "audit", "--roster", "roster.csv", "--ledger", str(ledger)]
    command += ["--jobs", jobs, "--format", "json", "reports"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout


@pytest.mark.benchmark(group="an audit of a thousand reports", warmup=False)
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("kind", ["cold", "warm"])
def test_audit(kind: str, jobs: str, folder: Path, tmp_path: Path, benchmark: BenchmarkFixture) -> None:
    ledger = tmp_path / "ledger.duckdb"
    first = audit(folder, ledger, jobs)

    def forgotten() -> None:
        if kind == "cold":
            ledger.unlink()

    again = benchmark.pedantic(audit, (folder, ledger, jobs), setup=forgotten, rounds=2)
    assert again == first


@pytest.mark.benchmark(group="a thousand reports made", warmup=False)
def test_province(tmp_path: Path, benchmark: BenchmarkFixture) -> None:
    assert benchmark.pedantic(Province(AGENCIES, YEARS, 1).write, (tmp_path,), rounds=1)
