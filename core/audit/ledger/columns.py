"""The columns (栏目) that a harvest fills, with the types by which its JSON is read."""

from __future__ import annotations

import json
from collections.abc import Mapping

_PLACE = dict.fromkeys(("line", "col", "end_line", "end_col", "page"), "INTEGER") | dict.fromkeys(
    ("address", "box"), "VARCHAR"
)
_CELL = dict.fromkeys(("table_key", "row_key", "field_key"), "VARCHAR")
FILE = {
    **dict.fromkeys(("path", "digest"), "VARCHAR"),
    "checked": "BOOLEAN",
    "said_agency": "VARCHAR",
    "said_year": "INTEGER",
    **dict.fromkeys(("edition", "kind"), "VARCHAR"),
    **dict.fromkeys(("published", "signed"), "DATE"),
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
PASSAGES = {"number": "INTEGER", "section": "VARCHAR", "text": "VARCHAR", "own": "VARCHAR", **_PLACE}
BANDS = {"band": "INTEGER", "hash": "UBIGINT"}


def shape(columns: Mapping[str, str], *, lists: bool = False) -> str:
    """The shape of an array of such objects, as DuckDB's from_json wants it."""
    return json.dumps([{"file": "INTEGER", "of": {name: [kind] if lists else kind for name, kind in columns.items()}}])
