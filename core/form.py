"""The statutory form (法定格式): rows, fields and labels of an edition, as its grammar and ruleset give them."""

from collections.abc import Mapping
from typing import NamedTuple

TABLES = ("disclosure", "applications", "review")
"""The keys of the statutory tables, in the form's order."""


class RowForm(NamedTuple):
    """A row of a table (行): its key, the terminal and wording of its label, and the fields to fill in."""

    key: str
    terminal: str | None
    label: str
    fields: tuple[str, ...]


class TableForm(NamedTuple):
    """A statutory table (表): its rows in printed order, and the wording of the heading over each field."""

    key: str
    rows: tuple[RowForm, ...]
    columns: Mapping[str, str]


class SectionForm(NamedTuple):
    """A statutory section (章节): key, printed number, title, the table in it, and what a heading may say instead.

    accepted: other wordings that are not reported. keywords: words that tell a reworded heading apart.
    """

    key: str
    number: str
    title: str
    table: str | None
    accepted: tuple[str, ...]
    keywords: tuple[str, ...]

    @property
    def heading(self) -> str:
        """Number and title as the form prints them (``一、总体情况``)."""
        return f"{self.number}、{self.title}"


class Edition(NamedTuple):
    """An edition of the form (版本).

    key: ``2019`` or ``2021``. years: the first and last report year that it governs (last None: still in force).
    """

    key: str
    instrument: str
    years: tuple[int, int | None]
    tables: Mapping[str, TableForm]
    sections: tuple[SectionForm, ...]

    def governs(self, year: int) -> bool:
        """Whether this edition is the form for reports on ``year``."""
        first, last = self.years
        return first <= year and (last is None or year <= last)

    @property
    def row_labels(self) -> Mapping[tuple[str, str], str]:
        """The printed label of each row by (table, row)."""
        return {(table.key, row.key): row.label for table in self.tables.values() for row in table.rows}
