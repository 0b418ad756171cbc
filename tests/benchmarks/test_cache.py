"""How much sooner a check ends when the results are known. Nothing here is asserted: ``make bench`` shows it.

Compare ``cold`` and ``warm`` with each other: a thousand small reports, a fifth of them faulty, each run a process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.reports import seeded
from pytest_benchmark.fixture import BenchmarkFixture

from gouji.testing import clean_report

REPORTS = 1000
NAMES = ("tabs", "line-each-spaced", "columns")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports."""
    folder = tmp_path_factory.mktemp("reports")
    for number in range(REPORTS):
        if number % 5 == 0:
            text = clean_report(granted__total=100 + number)
        else:
            text = render(seeded(number), BY_NAME[NAMES[number % len(NAMES)]], 0, Noise())
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return folder


def check(folder: Path, form: str, *options: str, cache: Path) -> bytes:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"GOUJI_CACHE_DIR": str(cache), "GOUJI_NO_CACHE": ""}
    command = [sys.executable, "-m", "gouji", "check", "--format", form, *options, str(folder)]
    return subprocess.run(command, capture_output=True, env=environment, check=False).stdout


@pytest.mark.benchmark(group="a thousand reports", warmup=False, min_rounds=3, max_time=1)
@pytest.mark.parametrize("form", ["text", "json", "junit"])
@pytest.mark.parametrize("kind", ["cold", "warm"])
def test_thousand_reports(kind: str, form: str, reports: Path, tmp_path: Path, benchmark: BenchmarkFixture) -> None:
    cold = check(reports, form, cache=tmp_path / "cache")
    options = ["--no-cache"] if kind == "cold" else []
    assert benchmark(check, reports, form, *options, cache=tmp_path / "cache") == cold
