"""Defects of tables and sections, planted before a report is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from generation import form
from generation.form import Box, Matrix, row_of
from generation.reports import Paragraphs, Sample

Change = Callable[[Sample], Sample]


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────


def drop_row(table: str, key: str) -> Change:
    """The row with this key is not there."""

    def change(matrix: Matrix) -> Matrix:
        at = row_of(matrix, key)
        return matrix[:at] + matrix[at + 1 :]

    return lambda sample: sample.with_rows(table, change)


def double_row(table: str, key: str) -> Change:
    """The row stands there twice, with the same figures."""

    def change(matrix: Matrix) -> Matrix:
        at = row_of(matrix, key)
        again = [box if box.group else Box(box.text, box.key) for box in matrix[at]]
        label = next(box for box in again if box.key is None and not box.group)
        again = [label if old.text == label.text else new for old, new in zip(matrix[at], again, strict=True)]
        return [*matrix[: at + 1], again, *matrix[at + 1 :]]

    return lambda sample: sample.with_rows(table, change)


def swap_rows(table: str, first: str, second: str) -> Change:
    """Two rows have changed places, labels and figures."""

    def change(matrix: Matrix) -> Matrix:
        matrix = list(matrix)
        one, other = row_of(matrix, first), row_of(matrix, second)
        matrix[one], matrix[other] = matrix[other], matrix[one]
        return matrix

    return lambda sample: sample.with_rows(table, change)


def add_row(table: str, after: str, label: str) -> Change:
    """A row that the form does not have stands below this row, with zeros in all cells."""

    def change(matrix: Matrix) -> Matrix:
        at = row_of(matrix, after)
        foreign = Box(label)
        row = [Box("0") if box.key else foreign for box in matrix[at]]
        return [*matrix[: at + 1], row, *matrix[at + 1 :]]

    return lambda sample: sample.with_rows(table, change)


def reword(table: str, old: str, new: str) -> Change:
    """The label that reads ``old`` reads ``new``."""

    def change(sample: Sample) -> Sample:
        renamed: dict[int, Box] = {}
        matrix = [
            [renamed.setdefault(id(box), Box(new, box.key, box.group)) if box.text == old else box for box in row]
            for row in sample.tables[table]
        ]
        return replace(sample, tables={**sample.tables, table: matrix})

    return change


# ── Columns of the applications table ────────────────────────────────────────────────────────────


def drop_column(place: int) -> Change:
    """A column of the applications table is gone, heading and figures."""
    return lambda sample: sample.with_rows(
        "applications", lambda matrix: [row[:place] + row[place + 1 :] for row in matrix]
    )


def swap_columns(first: int, second: int) -> Change:
    """Two columns of the applications table have changed places, headings and figures."""

    def swapped(row: list[Box]) -> list[Box]:
        row = list(row)
        row[first], row[second] = row[second], row[first]
        return row

    return lambda sample: sample.with_rows("applications", lambda matrix: [swapped(row) for row in matrix])


def add_column(place: int, head: str) -> Change:
    """A column that the form does not have stands before this place, with zeros in it."""

    def change(matrix: Matrix) -> Matrix:
        heading = Box(head)
        widened = []
        for index, row in enumerate(matrix):
            inside = row[place] is row[place - 1]
            new = row[place] if inside else heading if index < 3 else Box("0")
            widened.append([*row[:place], new, *row[place:]])
        return widened

    return lambda sample: sample.with_rows("applications", change)


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────


def fill(table: str, row: str, field: str, text: str) -> Change:
    """Another text in a cell."""
    return lambda sample: sample.with_value((table, row, field), text)


def extra_value(table: str, key: str, text: str) -> Change:
    """One cell too many at the end of a row."""

    def change(matrix: Matrix) -> Matrix:
        at = row_of(matrix, key)
        return [*matrix[:at], [*matrix[at], Box(text)], *matrix[at + 1 :]]

    return lambda sample: sample.with_rows(table, change)


# ── Sections ─────────────────────────────────────────────────────────────────────────────────────


def edit(change: Callable[[list[Paragraphs]], list[Paragraphs]]) -> Change:
    """The sections changed."""
    return lambda sample: replace(sample, edit=change)


def drop_section(index: int) -> Change:
    """No heading, no text, no table."""
    return edit(lambda sections: sections[:index] + sections[index + 1 :])


def move_section(index: int, to: int) -> Change:
    """The section stands elsewhere."""

    def change(sections: list[Paragraphs]) -> list[Paragraphs]:
        rest = sections[:index] + sections[index + 1 :]
        return [*rest[:to], sections[index], *rest[to:]]

    return edit(change)


def double_section(index: int) -> Change:
    """The section stands there twice."""
    return edit(lambda sections: [*sections[: index + 1], *sections[index:]])


def empty_section(index: int) -> Change:
    """Nothing below the heading."""
    return edit(lambda sections: [s._replace(text=(), table=None) if i == index else s for i, s in enumerate(sections)])


def head_section(index: int, heading: str) -> Change:
    """Another heading."""
    return edit(lambda sections: [s._replace(heading=heading) if i == index else s for i, s in enumerate(sections)])


def without_table(index: int, *text: str) -> Change:
    """Words instead of the table."""
    return edit(
        lambda sections: [s._replace(text=text, table=None) if i == index else s for i, s in enumerate(sections)]
    )


def further_section(heading: str, text: str) -> Change:
    """A section more, after the last."""
    return edit(lambda sections: [*sections, Paragraphs(heading, (text,))])


def headline(text: str) -> Change:
    """Another title; empty for none."""
    return lambda sample: replace(sample, headline=text.format(agency=sample.agency, year=sample.year))


def in_year(year: int) -> Change:
    """The same tables, reported for another year."""
    return lambda sample: replace(sample, year=year)


def with_tables_of(edition: str) -> Change:
    """The cells of the other edition, filled with zeros, in a report of the same year."""

    def change(sample: Sample) -> Sample:
        tables = form.tables(edition)
        keys = [(name, *box.key) for name, matrix in tables.items() for box in form.boxes(matrix) if box.key]
        return replace(sample, tables=tables, values=dict.fromkeys(keys, "0"))

    return change
