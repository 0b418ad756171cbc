"""Dues (应报期限): which reports agencies on the roster have not filed, and which were filed after their last day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.collection import PLACE, Collection, place_of
from gouji.document import Place
from gouji.prose.dating.filer import statutory
from gouji.prose.dating.filing import DEPARTMENT, GOVERNMENT, UNSURE, Day

if TYPE_CHECKING:
    from datetime import date

_OUTSTANDING = """
SELECT agencies.agency, asked.year, agencies.kind, due_month, due_day
FROM agencies, (SELECT unnest(?::INTEGER[]) AS year) AS asked
WHERE asked.year BETWEEN coalesce(first_year, asked.year) AND coalesce(last_year, asked.year)
    AND NOT EXISTS (FROM filings WHERE filings.agency = agencies.agency AND filings.year = asked.year)
ORDER BY asked.year, agencies.agency
"""

_DATED = f"""
SELECT path, coalesce(agencies.kind, files.kind), due_month, due_day, local_due, agencies.agency IS NOT NULL,
    year, CASE WHEN year(published) = year + 1 THEN published WHEN year(signed) = year + 1 THEN signed END AS dated,
    year(published) IS NOT DISTINCT FROM year + 1 AS by_publication,
    CASE WHEN by_publication THEN published_at ELSE signed_at END, {", ".join(f"files.{column}" for column in PLACE)}
FROM files LEFT JOIN agencies USING (agency)
WHERE checked AND year IS NOT NULL AND dated IS NOT NULL
ORDER BY path
"""


class Due(NamedTuple):
    """A report that has not been filed (未报): whose, on which year, its last day, and whether that has passed."""

    agency: str
    year: int
    last: date
    overdue: bool


class Late(NamedTuple):
    """A report that was filed after its last day (迟报).

    place: of the date. dated: when. published: whether that is the day of publication, not that of the signature.
    last: the last day.
    source: who sets it: ``roster``, ``ruleset`` or ``law``. kind: of the filer. enrolled: whether the roster says that.
    """

    path: str
    place: Place
    dated: date
    published: bool
    last: date
    kind: str
    source: str
    enrolled: bool


def outstanding(collection: Collection) -> Iterator[Due]:
    """What has not been filed for the years that the audit is about, not yet due or overdue; by year and agency.

    A township without a day of its own has that of a department, with which it files.
    """
    for agency, year, kind, *own in collection.rows(_OUTSTANDING, list(collection.years)):
        last = _in(year, _own(own) or last_day(kind, year) or last_day(DEPARTMENT, year))
        if last is not None:
            yield Due(agency, year, last, collection.today > last.isoformat())


def filed_late(collection: Collection) -> Iterator[Late]:
    """The reports that were filed after their last day: the roster's, else that of a local ruleset, else the law's."""
    import json

    for path, kind, month, day, local, enrolled, year, dated, published, at, *start in collection.rows(_DATED):
        own = _in(year, _own((month, day)))
        last = own or local or _in(year, last_day(kind, year))
        if last is not None and dated > last:
            source = "roster" if own else "ruleset" if local else "law"
            place = place_of(start if at is None else json.loads(at))
            yield Late(path, place, dated, published, last, kind, source, enrolled)


def last_day(kind: str, year: int) -> Day | None:
    """The last day that the law sets for a kind of filer; for an unsure one the later of those that it may have."""
    days = statutory(year)
    if kind == UNSURE:
        return max(days[GOVERNMENT], days[DEPARTMENT])
    return days.get(kind)


def _own(day: Any) -> Day | None:
    month, number = day
    return None if month is None else (month, number)


def _in(year: int, day: Day | None) -> date | None:
    """A day in the year after; 29 February where there is none is the last of that month."""
    from calendar import monthrange
    from datetime import date

    if day is None:
        return None
    month, number = day
    return date(year + 1, month, min(number, monthrange(year + 1, month)[1]))
