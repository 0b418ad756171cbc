"""The collection (一批报告): all reports of an audit, as rules across reports see them.

They are asked in SQL, for there may be millions of figures; ``docs/ledger.md`` describes the tables and views.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol


class Collection(Protocol):
    """The reports of an audit.

    years: the report years that the audit is about, in order. today: as 2027-03-31.
    """

    years: Sequence[int]
    today: str

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives, ``?`` in it standing for ``values``; money and counts as ``Decimal``."""
