"""What an audit of thousands of reports takes: ``cd tests && python -m benchmarks.audit_scale [FOLDER]``.

It makes an invented province of 1,000 and one of 10,000 reports in the folder, audits them, each time in a new process,
and prints rate and peak memory: with one process and with two, again with nothing changed, and with one report in a
hundred changed. Nothing else should be going on on the machine. Linux only: the peak is what the kernel says it was.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from province.corpus import Province

YEARS = range(2019, 2026)


class Measured(NamedTuple):
    """What a run took: the whole of it, and the largest memory of the process that the user started."""

    seconds: float
    megabytes: float


def audit(corpus: Path, ledger: Path, jobs: int) -> Measured:
    """Audit a corpus as a user would, but for the output, which goes nowhere."""
    options = ("--roster", corpus / "roster.csv", "--ledger", ledger, "--jobs", jobs, "--isolated")
    command = [sys.executable, "-m", "gouji", "audit", corpus / "reports", *options]
    begun = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        time.sleep(0.02)
    assert process.returncode in (0, 1), process.returncode
    return Measured(time.monotonic() - begun, peak / 1024)


def _peak(process: int) -> int:
    """The largest memory of a process so far, in KB."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


def change(corpus: Path) -> int:
    """Change one report in a hundred, and give their number."""
    changed = sorted((corpus / "reports").rglob("*.txt"))[::100]
    for path in changed:
        path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")
    return len(changed)


def made(folder: Path, reports: int) -> tuple[Path, int]:
    """A corpus of about so many reports, and their number."""
    corpus = folder / str(reports)
    if not corpus.exists():
        Province(-(-reports // len(YEARS)), YEARS, seed=1).write(corpus)
    return corpus, sum(path.is_file() for path in (corpus / "reports").rglob("*"))


def measure(folder: Path) -> None:
    """Make everything, measure it, and print it."""
    rows = []
    for reports in (1000, 10000):
        corpus, count = made(folder, reports)
        for jobs in (1, 2):
            ledger = folder / f"{reports}-{jobs}.db"
            ledger.unlink(missing_ok=True)
            rows.append((count, f"--jobs {jobs}", audit(corpus, ledger, jobs)))
        rows.append((count, "nothing changed", audit(corpus, ledger, 2)))
        rows.append((count, f"{change(corpus)} changed", audit(corpus, ledger, 2)))
    print(f"{os.cpu_count()} cores")  # noqa: T201
    for count, name, (seconds, megabytes) in rows:
        print(f"{count:>6} reports  {name:<16} {seconds:8.1f} s {count / seconds:8.1f}/s {megabytes:6.0f} MB")  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        with TemporaryDirectory() as temporary:
            measure(Path(temporary))
