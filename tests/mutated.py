"""What is wrong with the results of checking mutated files; for a process whose memory holds nothing else."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random

from generation.file_mutations import damaged
from generation.reports import seeded

from gouji.readers import confined
from gouji.testing import check

LONGEST = 5.0
"""Seconds for one small file, whatever is in it."""
LARGEST = 500
"""Megabytes that this process or that for readers may ever take up."""
SUFFIXES = {"docx": ".docx", "workbook": ".xlsx", "html": ".html", "pdf": ".pdf", "office": ".odt"}


def troubles(kind: str, seeds: Iterable[int]) -> list[str]:
    """What is wrong with the results of checking a file of a format for each of these seeds."""
    os.environ.pop("GOUJI_DEBUG", None)
    found = []
    for seed in seeds:
        rng = Random(seed)
        data, suffix = rng.choice(originals(kind))
        found += [f"{kind} {seed}: {trouble}" for trouble in troubles_with(damaged(data, rng), f"r{suffix}")]
    return found


@cache
def originals(kind: str) -> tuple[tuple[bytes, str], ...]:
    """A report in every layout of a format, with the suffix of each."""
    generator = import_module(f"generation.{kind}_files")
    suffixes = getattr(generator, "SUFFIXES", {})
    layouts = [layout for layout in generator.LAYOUTS if layout != "doc"]
    return tuple(
        (generator.write(seeded(number), layout, number), suffixes.get(layout, SUFFIXES[kind]))
        for number, layout in enumerate(layouts)
    )


def troubles_with(data: bytes, path: str) -> Iterator[str]:
    """What is wrong with the result of checking a file, whatever it holds."""
    start = time.perf_counter()
    try:
        result = check(data, path=path)
    except Exception as error:
        yield f"raised {error!r}"
        return
    if (taken := time.perf_counter() - start) > LONGEST:
        yield f"took {taken:.1f} seconds"
    codes = {finding.code for finding in result.findings}
    if not result.checked and codes not in ({"X001"}, {"X002"}, {"X003"}):
        yield f"unchecked for {codes}"
    for finding in result.findings:
        if finding.code == "X004" or "出错" in finding.message:
            yield f"{finding.code} {finding.message}"
        line, column, end_line, end_column, *_ = finding.place
        if not (1 <= line <= end_line and column >= 1 and end_column >= 1):
            yield f"{finding.code} at {finding.place}"
    for process, peak in peaks():
        if peak > LARGEST:
            yield f"{process} took {peak} MB"


def peaks() -> Iterator[tuple[str, int]]:
    """The peak memory so far of this process and of that for readers, where the system tells."""
    if sys.platform == "linux":
        readers = [("the process for readers", str(worker.number)) for worker in confined._workers]
        for name, number in [("this process", "self"), *readers]:
            status = Path(f"/proc/{number}/status").read_text(encoding="utf-8").splitlines()
            yield from ((name, int(line.split()[1]) // 1024) for line in status if line.startswith("VmHWM"))
