"""Audits of real reports where they are at hand: successive ones agree, and one changed figure is found at its cell."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from across import Found, across, audit
from real import SHARED, pdf_text, read_bytes

from gouji import testing

YEARS = (2023, 2024)


def written(name: str, ending: str, reports: Sequence[bytes], folder: Path) -> list[Path]:
    """The two reports of a filer in a folder, with a roster on which it stands under both names that they give it."""
    paths = [folder / f"{name}-{year}{ending}" for year in YEARS]
    for path, report in zip(paths, reports, strict=True):
        path.write_bytes(report)
    called = sorted({str(testing.read(data, path=paths[0].name).agency) for data in reports}, key=len)
    agency = {"agency": called[-1], "kind": "government", "consolidates": "no", "aliases": "、".join(called[:-1])}
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["agency", "kind", "level", "parent", "consolidates", "from", "to", "aliases"])
        writer.writeheader()
        writer.writerow(agency)
    return paths


def audited(folder: Path) -> dict[str, Any]:
    reports = sorted(path for path in folder.iterdir() if path.name != "roster.csv")
    return audit(*reports, "--roster", folder / "roster.csv", "--ledger", folder / "ledger.duckdb")


@pytest.mark.parametrize(("name", "ending"), [("hongze", ".pdf"), ("suqian", ".txt"), ("suqian", ".html")])
def test_successive_reports_agree(name: str, ending: str, tmp_path: Path) -> None:
    written(name, ending, [read_bytes("real", f"{name}-{year}", ending) for year in YEARS], tmp_path)
    told = audited(tmp_path)
    assert len(told["files"]) == 2
    assert {file["year"] for file in told["files"]} == {2023, 2024}
    assert len({file["agency"] for file in told["files"]}) == 1
    assert across(told) == Counter()


@pytest.mark.parametrize("column", ["natural_person", "total"])
@pytest.mark.parametrize("name", ["hongze", "suqian"])
def test_one_changed_figure_is_found_at_its_cell(name: str, column: str, tmp_path: Path) -> None:
    texts = [pdf_text(f"{name}-{y}") if name == "hongze" else read_bytes("real", f"{name}-{y}") for y in YEARS]
    paths = written(name, ".txt", [texts[0], changed(texts[1], "carried_in", column)], tmp_path)
    told = audited(tmp_path)
    at = ("applications", "carried_in", column)
    assert across(told) == Counter([Found("Y801", str(paths[1]), None, None, *at)])
    (finding,) = (each for file in told["files"] for each in file["findings"] if each["code"] == "Y801")
    assert [(each["path"], each["year"]) for each in finding["related"]] == [(str(paths[0]), 2023)]
    assert finding["severity"] == ("error" if column == "total" else "warning")


def changed(data: bytes, row: str, column: str) -> bytes:
    """The text with one more in a cell of table 三."""
    report = testing.read(data)
    cell = next(table.cells[row, column] for table in report.tables if (row, column) in table.cells)
    place = report.document.in_file(cell.place)
    lines = data.decode().split("\n")
    line = lines[place.line - 1]
    number = str(int(cell.raw) + 1)
    lines[place.line - 1] = line[: place.column - 1] + number + line[place.column - 1 + len(cell.raw) :]
    return "\n".join(lines).encode()


def test_the_samples_have_nothing_across_them(tmp_path: Path) -> None:
    """Five reports of five agencies: there is nothing to compare, and no two are alike."""
    read_bytes("seeds", "000")
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        shutil.copy(path, tmp_path)
    found = across(audit(tmp_path, "--ledger", tmp_path / "ledger.duckdb"))
    assert {each.code for each in found} <= {"X007", "D404"}
