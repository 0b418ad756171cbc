"""How much memory a folder takes, and how long: it should not grow with the number of reports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from generation.layouts import LAYOUTS, render
from generation.reports import seeded
from pytest_benchmark.fixture import BenchmarkFixture

MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "gouji", *sys.argv[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Prints the largest resident set of any process that the command started, in KiB."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Folders of 1, 100 and 1,000 reports in all layouts."""
    found = {}
    for count in (1, 100, 1000):
        found[count] = tmp_path_factory.mktemp(f"reports-{count}")
        for number in range(count):
            text = render(seeded(number % 100), LAYOUTS[number % len(LAYOUTS)], number)
            (found[count] / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return found


@pytest.mark.benchmark(group="folder")
@pytest.mark.parametrize("jobs", ["1", "4"])
@pytest.mark.parametrize("count", [1, 100, 1000])
def test_folder(
    count: int, jobs: str, folders: dict[int, Path], benchmark: BenchmarkFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", MEASURED, "check", "--jobs", jobs, "--format", "json", str(folders[count])]
    result = benchmark.pedantic(subprocess.run, (command,), {"capture_output": True, "text": True}, rounds=1)
    peak = benchmark.extra_info["peak MiB"] = round(int(result.stdout) / 1024, 1)
    with capsys.disabled():
        sys.stdout.write(f"\n{count} reports, {jobs} jobs: peak {peak} MiB\n")
