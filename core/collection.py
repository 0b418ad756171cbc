"""The collection (一批报告): all reports of an audit, as rules across reports see them.

They are asked in SQL, for there may be millions of figures; ``docs/ledger.md`` describes the tables and views.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from gouji.document import Place

PLACE = ("line", "col", "end_line", "end_col", "page", "address", "box")
"""The columns with a place (位置各栏) in every table of the ledger that has places."""


def placed(place: Place) -> dict[str, Any]:
    """What the columns of :data:`PLACE` hold for a place; :func:`place_of` makes it of them again."""
    import json

    values = (*place[:6], None if place.box is None else json.dumps(place.box))
    return dict(zip(PLACE, values, strict=True))


def place_of(values: Sequence[Any]) -> Place:
    """The place that the columns of :data:`PLACE` hold.

    >>> place_of((3, 1, 3, 5, None, "Sheet1!C5", None)).cell
    'Sheet1!C5'
    """
    import json

    line, column, end_line, end_column, page, cell, box = values
    return Place(line, column, end_line, end_column, page, cell, None if box is None else tuple(json.loads(box)))


class Collection(Protocol):
    """The reports of an audit.

    years: the report years that the audit is about, in order. today: as 2027-03-31.
    """

    years: Sequence[int]
    today: str

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives, ``?`` in it standing for ``values``; money and counts as ``Decimal``."""
        ...

    def answers(self, question: str) -> Mapping[str, int]:
        """What :meth:`note` was told last of a question, in this audit or an earlier one of the same ledger.

        There is nothing once the program, its packs or its settings have changed.
        """
        return {}

    def note(self, question: str, answers: Mapping[str, int]) -> None:
        """Keep what comparisons came to, in the place of what was kept of this question before.

        answers: by what was compared. The number of a file will do for that: no other file ever gets it.
        """
        return
