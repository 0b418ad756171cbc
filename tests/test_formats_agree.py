"""One report has the same findings whatever its container: every format and layout against plain text.

GOUJI_FORMATS=20 compares so many reports of each kind instead of one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from itertools import islice
from types import ModuleType

import pytest
from answers import spot
from generation import docx_files, html_files, pdf_files, workbook_files
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.reports import Sample, seeded
from test_planted_defects import SECTION_DEFECTS, TABLE_DEFECTS

from gouji.testing import check

REPORTS = int(os.environ.get("GOUJI_FORMATS", "1"))
DEFECTS: dict[str, Callable[[Sample], Sample]] = {
    "sound": lambda sample: sample,
    **{name: defect.change for name, defect in (TABLE_DEFECTS | SECTION_DEFECTS).items()},
}
CONTAINERS = [
    pytest.param(files, layout, id=f"{files.__name__.removeprefix('generation.')}-{layout}")
    for files in (docx_files, html_files, pdf_files, workbook_files)
    for layout in files.LAYOUTS
]


@cache
def samples(defect: str) -> tuple[Sample, ...]:
    """Reports with a defect, of the edition that all defects are made for; sound ones of both."""
    first = 0 if defect == "sound" else list(DEFECTS).index(defect)
    found = (sample for sample in map(seeded, range(first, first + 40 * REPORTS)))
    wanted = (sample for sample in found if defect == "sound" or sample.edition == "2021")
    return tuple(DEFECTS[defect](sample) for sample in islice(wanted, REPORTS * (4 if defect == "sound" else 1)))


def spots(source: str | bytes) -> list[str]:
    """What is found, without the path's help in telling what the content is.

    H705 is left out: the furniture around a report is what only web pages have.
    """
    return sorted({spot(finding) for finding in check(source, path="report").findings if finding.code != "H705"})


@cache
def in_text(defect: str) -> list[list[str]]:
    return [spots(render(sample, BY_NAME["|blank"], 0, Noise())) for sample in samples(defect)]


@pytest.mark.parametrize(("files", "layout"), CONTAINERS)
def test_same_findings_as_in_text(files: ModuleType, layout: str) -> None:
    differ = {}
    for defect in DEFECTS:
        for seed, (sample, expected) in enumerate(zip(samples(defect), in_text(defect), strict=True)):
            found = spots(files.write(sample, layout, seed))
            if found != expected:
                differ[f"{defect} {seed}"] = (found, expected)
    assert differ == {}


def test_what_is_compared_has_findings() -> None:
    """The texts that all is compared with have the defects' findings, and none without a defect."""
    assert in_text("sound") == [[]] * len(samples("sound"))
    assert all(all(found) for defect in DEFECTS for found in in_text(defect) if defect != "sound")
