"""Grouping (归并): cells with one and the same breach, as few findings as a reader would make of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

MANY = 3
"""From this many on, cells of one row or column are one finding with a count."""

Key = tuple[str, str]
"""Row and field of a cell."""


def grouped(cells: Sequence[Key]) -> Iterator[list[Key]]:
    """The cells in groups: whole patterns of columns, then rows, of many; then one by one. Each keeps the given order.

    >>> list(grouped([("a", "x"), ("b", "x"), ("c", "x"), ("c", "y")]))
    [[('a', 'x'), ('b', 'x'), ('c', 'x')], [('c', 'y')]]
    """
    columns: dict[str, list[str]] = {}
    for row, field in cells:
        columns.setdefault(field, []).append(row)
    patterns: dict[tuple[str, ...], list[Key]] = {}
    rows: dict[str, list[Key]] = {}
    for row, field in cells:
        alike = tuple(columns[field])
        if len(alike) >= MANY:
            patterns.setdefault(alike, []).append((row, field))
        else:
            rows.setdefault(row, []).append((row, field))
    yield from patterns.values()
    for line in rows.values():
        yield from [line] if len(line) >= MANY else ([cell] for cell in line)
