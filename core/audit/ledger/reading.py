"""Reading (读账本): the reports in a ledger as a collection, when there is nothing new to audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from time import strftime
from typing import TYPE_CHECKING, Any

from gouji.audit.ledger.opening import fetched, opened_to_read, telling
from gouji.collection import Collection

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ASKED = "SELECT unnest(string_split(value, ' '))::INTEGER FROM state WHERE name = 'years' AND value <> ''"
_FILED = "SELECT DISTINCT year FROM filings ORDER BY year"


class Kept(Collection):
    """The reports in a ledger (账本里的报告), on the years of the last audit."""

    def __init__(self, path: str, database: DuckDBPyConnection) -> None:
        self._path = path
        self._database = database
        self.today = strftime("%Y-%m-%d")
        self.years: Sequence[int] = [year for (year,) in self.rows(_ASKED)] or [year for (year,) in self.rows(_FILED)]

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives."""
        with telling(self._path):
            yield from fetched(self._database.cursor().execute(query, values))


@contextmanager
def reading(path: str) -> Iterator[Kept]:
    """What is in the ledger at ``path``, while it is open. Raises UsageError if it cannot be opened."""
    with closing(opened_to_read(path)) as database:
        yield Kept(path, database)
