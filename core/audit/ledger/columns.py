"""The columns (栏目) that are filled from JSON, with the types by which it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from gouji.collection import PLACE

_PLACE = dict.fromkeys(PLACE, "INTEGER") | dict.fromkeys(("address", "box"), "VARCHAR")
_CELL = dict.fromkeys(("table_key", "row_key", "field_key"), "VARCHAR")
FILE = {
    **dict.fromkeys(("path", "digest"), "VARCHAR"),
    **dict.fromkeys(("checked", "again"), "BOOLEAN"),
    **dict.fromkeys(("expires", "expired"), "DATE"),
    "said_agency": "VARCHAR",
    "said_year": "INTEGER",
    **dict.fromkeys(("edition", "kind"), "VARCHAR"),
    **dict.fromkeys(("published", "signed", "local_due"), "DATE"),
    **dict.fromkeys(("published_at", "signed_at"), "VARCHAR"),
    **_PLACE,
    **dict.fromkeys(("remarks", "record"), "VARCHAR"),
}
CELLS = {**_CELL, "value": "DECIMAL(38,10)", "raw": "VARCHAR", **_PLACE}
FINDINGS = {
    "number": "INTEGER",
    **dict.fromkeys(("code", "severity"), "VARCHAR"),
    **_CELL,
    **dict.fromkeys(("line", "col"), "INTEGER"),
    **dict.fromkeys(("message", "expected", "actual"), "VARCHAR"),
}
ACROSS = {"path": "VARCHAR", "agency": "VARCHAR", "year": "INTEGER", "record": "VARCHAR", **FINDINGS}
PASSAGES = {"number": "INTEGER", "section": "VARCHAR", "text": "VARCHAR", "own": "VARCHAR", **_PLACE}
BANDS = {"band": "INTEGER", "hash": "UBIGINT"}
AGENCIES = {
    **dict.fromkeys(("agency", "kind", "level", "parent"), "VARCHAR"),
    "consolidates": "BOOLEAN",
    **dict.fromkeys(("first_year", "last_year"), "INTEGER"),
    "aliases": "VARCHAR[]",
    **dict.fromkeys(("due_month", "due_day"), "INTEGER"),
}
SETTLED = {"file": "INTEGER", "agency": "VARCHAR", "year": "INTEGER", "doubt": "VARCHAR"}


def rows_of(columns: Mapping[str, str], *, lists: bool = False) -> str:
    """What to select from, for JSON with objects that have these columns, or a list for each of them if ``lists``.

    Each row has the object in ``of`` and its ``number``. The JSON is the next value of the query.
    """
    shape = json.dumps(
        [{"number": "INTEGER", "of": {name: [kind] if lists else kind for name, kind in columns.items()}}]
    )
    return f"(SELECT each.number AS number, each.of AS of FROM (SELECT unnest(from_json(?, '{shape}')) AS each))"
