"""Statutory tables built cell by cell, without a file."""

from __future__ import annotations

from collections.abc import Mapping

from gouji.api import Cell, Place, Table
from gouji.parsing.cells import read_cell
from gouji.ruleset import edition


def table(key: str, form: str = "2021", values: Mapping[tuple[str, str], object] | None = None) -> Table:
    """A table of an edition with these texts or numbers by row and field, 0 elsewhere, each in a place of its own."""
    given = values or {}
    cells = {}
    for line, row in enumerate(edition(form).tables[key].rows, 1):
        for column, field in enumerate(row.fields, 1):
            text = str(given.get((row.key, field), 0))
            content = read_cell(text)
            place = Place(line, column, line, column + 1)
            cells[row.key, field] = Cell(text, content.value, content.kind, place, content.unit)
    assert given.keys() <= cells.keys(), given.keys() - cells.keys()
    return Table(key, edition(form), Place(1, 1, 1, 1), cells)
