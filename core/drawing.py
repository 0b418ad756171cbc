"""Drawings (表格图): the statutory tables as the form prints them, merged headings and all, with the report's own text.

The form's grammar gives rows and headings in the order in which they are printed. What is merged over which of them,
it leaves out: in 表三 the numbering of the labels says it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from gouji import grammars
from gouji.form import Edition, RowForm
from gouji.model import CellKind, Report, Table
from gouji.outcome import Drawing, DrawnCell
from gouji.prose.words.personal import hidden, personal_digits

_LONGEST = 200
"""Characters of a cell that are shown; what is longer is no figure but a part of the report that went astray."""
_LEVELS = (r"[一二三四]、", r"（[一二三四五六七]）", r"\d\.")
"""How the labels of 表三 are numbered, from the outermost to the innermost; each level has a column of its own."""
_FIRST = ("（一）", "1.")

Row = tuple[DrawnCell, ...]


def drawings(report: Report) -> tuple[Drawing, ...]:
    """The tables that the report has. Personal numbers are hidden, as in all that is shown of a report."""
    numbers = personal_digits(report)
    return tuple(
        _Sheet(table, table.edition, numbers).drawing() for table in report.tables if table.edition is not None
    )


class _Sheet:
    """Draws one table."""

    def __init__(self, table: Table, edition: Edition, numbers: frozenset[str]) -> None:
        form = grammars.form(f"edition-{edition.key}")
        self._table, self._edition, self._numbers = table, edition, numbers
        self._form = edition.tables[table.key]
        self._outline = form.tables[table.key]
        self._labels, self._merged = form.labels, form.merged
        self._printed: dict[str, deque[str]] = {}
        for label in table.labels:
            self._printed.setdefault(label.key, deque()).append(label.printed)

    def drawing(self) -> Drawing:
        """The whole table."""
        draw: dict[str, Callable[[], Iterator[Row]]] = {
            "disclosure": self._disclosure,
            "applications": self._applications,
            "review": self._review,
        }
        section = next(each for each in self._edition.sections if each.table == self._table.key)
        return Drawing(self._table.key, section.heading, tuple(draw[self._table.key]()))

    # ── the three tables ─────────────────────────────────────────────────────────────────────────

    def _disclosure(self) -> Iterator[Row]:
        """表二: groups of rows, each under the article that asks for them and headings of its own."""
        rows = {row.key: row for row in self._form.rows}
        width = 1 + max(len(row.fields) for row in self._form.rows)
        for group in self._outline.groups:
            article, content, *_fields = group.headings
            fields = rows[group.rows[0]].fields
            yield (self._merged_over(article, columns=width),)
            yield _wide((self._merged_over(content), *(self._heading(field) for field in fields)), width)
            for key in group.rows:
                yield _wide((self._label(rows[key]), *self._cells(rows[key])), width)

    def _applications(self) -> Iterator[Row]:
        """表三: three rows of headings, and on the left the numbered labels, a column for each level of them."""
        first, *organisations, total = map(self._heading, self._form.rows[0].fields)
        levels = len(_LEVELS)
        width = len(self._form.rows[0].fields)
        yield self._merged_over("BALANCE", rows=3, columns=levels), self._merged_over("APPLICANTS", columns=width)
        yield (
            first._replace(rows=2),
            self._merged_over("ORGANISATIONS", columns=len(organisations)),
            total._replace(rows=2),
        )
        yield tuple(organisations)
        merged: list[DrawnCell] = []
        for level, rows, entry in self._outlined():
            if isinstance(entry, str):
                merged.append(DrawnCell(entry, rows=rows, head=True))
            else:
                yield (*merged, self._label(entry)._replace(columns=levels - level), *self._cells(entry))
                merged = []

    def _outlined(self) -> Iterator[tuple[int, int, RowForm | str]]:
        """The labels of 表三 from top to bottom, merged ones as text, each with its level and the rows it spans."""
        labels = [self._labels[terminal] for terminal in self._merged]
        merged = deque(sorted((label for label in labels if _level(label) is not None), key=_rank))
        entries: list[tuple[int, RowForm | str]] = []
        for row in self._form.rows:
            if row.label.startswith(_FIRST):
                entries.append((_level(merged[0]) or 0, merged.popleft()))
            entries.append((_level(row.label) or 0, row))
        for index, (level, entry) in enumerate(entries):
            yield level, _rows_below(entries[index + 1 :], level) if isinstance(entry, str) else 1, entry

    def _review(self) -> Iterator[Row]:
        """表四: one row of figures under three of headings."""
        review, *litigation = self._form.rows
        width = len(review.fields)
        over = self._label(review)._replace(columns=width)
        yield over, self._merged_over("LITIGATION", columns=width * len(litigation))
        yield (
            *(self._heading(field)._replace(rows=2) for field in review.fields),
            *(self._label(row)._replace(columns=width) for row in litigation),
        )
        yield tuple(self._heading(field) for row in litigation for field in row.fields)
        yield tuple(cell for row in self._form.rows for cell in self._cells(row))

    # ── cells ────────────────────────────────────────────────────────────────────────────────────

    def _label(self, row: RowForm) -> DrawnCell:
        terminal = row.terminal or row.key.upper()
        return DrawnCell(self._words(terminal), row=row.key, head=True, absent=self._all_missing(row=row.key))

    def _heading(self, field: str) -> DrawnCell:
        terminal = next(name for row in self._outline.rows for key, name in row.fields if key == field)
        return DrawnCell(self._words(terminal), field=field, head=True, absent=self._all_missing(field=field))

    def _merged_over(self, terminal: str, rows: int = 1, columns: int = 1) -> DrawnCell:
        return DrawnCell(self._words(terminal), rows=rows, columns=columns, head=True)

    def _cells(self, row: RowForm) -> Iterator[DrawnCell]:
        for field in row.fields:
            cell = self._table.cell(row.key, field)
            text = self._shown(cell.raw) if cell else ""
            yield DrawnCell(text, row.key, field, absent=cell is None or cell.kind is CellKind.MISSING)

    def _words(self, terminal: str) -> str:
        """The next of the labels that the report prints for a terminal, else the form's own wording."""
        printed = self._printed.get(terminal)
        return self._shown("".join(printed.popleft().split())) if printed else self._labels[terminal]

    def _shown(self, text: str) -> str:
        text = hidden(" ".join(text.split()), self._numbers)
        return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"

    def _all_missing(self, row: str | None = None, field: str | None = None) -> bool:
        """Whether the report lacks a whole row or column of the form."""
        return all(
            cell.kind is CellKind.MISSING
            for (each_row, each_field), cell in self._table.cells.items()
            if row in (None, each_row) and field in (None, each_field)
        )


def _level(label: str) -> int | None:
    return next((level for level, number in enumerate(_LEVELS) if re.match(number, label)), None)


def _rank(label: str) -> tuple[int, int]:
    """The place of a merged label among the others: by its level, then by the number that it begins with."""
    return _level(label) or 0, "一二三四五六七".index(label.lstrip("（")[0])


def _rows_below(entries: Sequence[tuple[int, RowForm | str]], level: int) -> int:
    """How many rows stand under a merged label of this level, which the entries follow."""
    count = 0
    for each, entry in entries:
        if each <= level:
            break
        count += not isinstance(entry, str)
    return count


def _wide(row: Row, width: int) -> Row:
    """The row, its last cell as wide as it takes to fill the table."""
    missing = width - sum(cell.columns for cell in row)
    return (*row[:-1], row[-1]._replace(columns=row[-1].columns + missing))
