"""The roster (名册): which agencies must file, which of them stands above which, and by when each must have filed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from unicodedata import normalize


class Agency(NamedTuple):
    """One agency of the roster (机关).

    kind: ``government``, ``department`` or ``township``. level: as the roster says it, None if it does not.
    parent: the name of the agency above it, None for the topmost. consolidates: whether its report sums those of its
    subordinates. first_year, last_year: the first and the last year that it must report on; None: no bound.
    deadline: month and day in the year after, if it has one of its own. aliases: further names, former ones among them.
    """

    name: str
    kind: str
    level: str | None = None
    parent: str | None = None
    consolidates: bool = False
    first_year: int | None = None
    last_year: int | None = None
    aliases: tuple[str, ...] = ()
    deadline: tuple[int, int] | None = None


class Roster:
    """All agencies that must file (名册).

    agencies: by name, in the order of the roster; each parent is one of them. notes: what its reader should know.
    implied: whether, for want of a roster, these are the agencies that the reports say they are of.
    """

    def __init__(self, agencies: Iterable[Agency], notes: Sequence[str] = (), *, implied: bool = False) -> None:
        self.agencies: Mapping[str, Agency] = {agency.name: agency for agency in agencies}
        self.notes = tuple(notes)
        self.implied = implied

    @cached_property
    def named(self) -> Mapping[str, Agency]:
        """The agencies by every name that they have, as :func:`bare` gives it."""
        return {bare(name): each for each in self.agencies.values() for name in (*each.aliases, each.name)}

    @cached_property
    def children(self) -> Mapping[str, tuple[Agency, ...]]:
        """The agencies directly below each, by its name."""
        below: dict[str, list[Agency]] = {name: [] for name in self.agencies}
        for agency in self.agencies.values():
            if agency.parent is not None:
                below[agency.parent].append(agency)
        return {name: tuple(agencies) for name, agencies in below.items()}

    def above(self, name: str) -> Iterator[Agency]:
        """The agencies above one, the nearest first."""
        agency = self.agencies[name]
        while agency.parent is not None:
            agency = self.agencies[agency.parent]
            yield agency


def bare(name: str) -> str:
    """A name as names are compared: full-width characters made half-width, without white space.

    >>> bare("清棠县 水务局（河长办）")
    '清棠县水务局(河长办)'
    """
    return "".join(normalize("NFKC", name).split())


def read(path: str) -> Roster:
    """The roster in a file: CSV, a workbook, or TOML. Raises UsageError with everything that is wrong in it."""
    from gouji.audit.roster.entries import roster
    from gouji.audit.roster.sources import source

    return roster(source(path))
