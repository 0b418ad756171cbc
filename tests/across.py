"""Audits through the command line, and what they find across reports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from commandline import gouji
from province.corpus import Expected

ACROSS = ("Y", "G")
ALSO = ("X007", "D404")
"""What a roster judges in single reports."""


class Found(NamedTuple):
    """A finding as it is compared: its code and cell, the file, or whose report on which year if there is no file."""

    code: str
    path: str | None
    agency: str | None
    year: int | None
    table: str | None = None
    row: str | None = None
    field: str | None = None


def audit(*arguments: str | Path) -> dict[str, Any]:
    """The JSON of an audit that could do its work."""
    ran = gouji("audit", *map(str, arguments), "--format", "json")
    assert ran.status in (0, 1), ran.err
    told: dict[str, Any] = json.loads(ran.out)
    broken = [each["message"] for each in found_in(told) if each["code"] == "X004"]
    assert not broken, broken
    return told


def found_in(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Every finding of an audit, those without a file last."""
    return [each for file in told["files"] for each in file["findings"]] + told.get("findings", [])


def across(told: dict[str, Any]) -> Counter[Found]:
    """What an audit found across reports, and what a roster judges."""
    found = []
    for file in told["files"]:
        for finding in file["findings"]:
            at = finding["location"]
            found.append(Found(finding["code"], file["path"], None, None, at["table"], at["row"], at["field"]))
    found += [Found(each["code"], None, each["agency"], each["year"]) for each in told.get("findings", ())]
    return Counter(each for each in found if each.code[0] in ACROSS or each.code in ALSO)


def wanted(expected: Iterable[Expected], reports: Path | str) -> Counter[Found]:
    """What must be found across reports, the files being named from ``reports``."""
    return Counter(
        Found(each.code, f"{reports}/{each.path}", None, None, each.table, each.row, each.field)
        if each.path
        else Found(each.code, None, each.agency, each.year)
        for each in expected
        if each.code[0] in ACROSS or each.code in ALSO
    )
