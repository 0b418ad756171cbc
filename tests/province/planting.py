"""Where what is planted goes: agencies and years chosen so that nothing planted hides anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from random import Random
from typing import NamedTuple

from province import defects, near_misses
from province.agencies import Agency
from province.plantings import Planting

SHARE = 60
"""So many agencies for each round of plantings."""
Fits = Callable[[Agency], bool]


class Plan(NamedTuple):
    """The roster with what is peculiar to some agencies, and what is planted, by agency and year."""

    agencies: list[Agency]
    plantings: Mapping[tuple[str, int], Planting]


def plan(agencies: Sequence[Agency], years: Sequence[int], seed: int) -> Plan:
    """Plant every defect and near miss that the years allow, once for every sixty agencies."""
    choice = _Choice(agencies, Random(f"plantings {seed}"))
    found = [planting for _ in range(0, len(agencies), SHARE) for planting in _round(choice, list(years))]
    return Plan(list(choice.agencies.values()), {(each.agency, each.year): each for each in found})


def _round(choice: _Choice, years: list[int]) -> Iterator[Planting]:
    """One round. Sums are made wrong in years other than the last, in which reports are missing or differ: a sum with a
    part that is not known is not judged."""
    later, clear, unclear = years[1:], years[:-1] or years, years[-1:]
    middle = later[:-1] or later
    same_form = [year for year in later if year != 2021]
    yield from choice.one(defects.overstated, clear, _sums, alone=True)
    yield from choice.one(defects.recoded, middle, _busy, alone=True)
    yield from choice.one(defects.carried_over, middle, alone=True)
    yield from choice.one(defects.uncounted, clear, alone=True, above=True)
    yield from choice.one(defects.wrong_total, clear, alone=True)
    yield from choice.one(defects.wrong_case_total, clear, alone=True)
    yield from choice.one(defects.lost_documents, [year for year in later if year >= 2022])
    yield from choice.one(defects.other_items, [year for year in later if year == 2020])
    yield from choice.one(defects.missing, unclear)
    yield from choice.one(defects.refiled, unclear)
    yield from choice.one(defects.repeated, same_form)
    yield from choice.one(lambda *at: defects.copied(*at, choice.model()), years)
    yield from choice.one(lambda *at: defects.late(*at, (2, 20)), years, _department)
    yield from choice.one(lambda *at: defects.late(*at, (4, 10)), years, _government)
    yield from choice.one(lambda *at: defects.late(*at, (1, 25)), years, deadline=(1, 12))
    yield from choice.one(lambda *at: defects.nameless(*at, choice.number()), years)
    yield from choice.one(lambda *at: defects.unlisted(*at, f"岚屿县第{choice.number()}地震局"), years)
    yield from choice.one(defects.misstated, years)
    yield from choice.one(defects.residue, years)
    yield from choice.one(near_misses.refiled_alike, years)
    yield from choice.one(near_misses.blank, years[-2:-1] or years)
    yield from choice.one(near_misses.in_short, years, _government)
    yield from choice.one(lambda *at: near_misses.in_another_folder(*at, choice.number()), years)
    yield from choice.one(near_misses.partly_alike, same_form)
    yield from choice.one(lambda *at: near_misses.later_by_roster(*at, (2, 10)), years, deadline=(2, 28))
    yield from choice.one(lambda *at: near_misses.by_alias(*at, choice.alias(at[0])), years, _department)
    choice.bound(years)


def _subordinate(agency: Agency) -> bool:
    return agency.kind != "government"


def _department(agency: Agency) -> bool:
    return agency.kind == "department"


def _government(agency: Agency) -> bool:
    return agency.kind == "government"


def _sums(agency: Agency) -> bool:
    return agency.consolidates


def _busy(agency: Agency) -> bool:
    """Whether there is never a year in which it carries nothing over."""
    return _department(agency) and agency.level in ("province", "city")


class _Choice:
    """The agencies at which nothing has been planted yet, and the governments' sums that nothing has been done to."""

    def __init__(self, agencies: Sequence[Agency], rng: Random) -> None:
        self.agencies = {agency.name: agency for agency in agencies}
        self._rng = rng
        self._free = rng.sample(list(self.agencies), len(self.agencies))
        self._touched: set[tuple[str, int]] = set()
        self._numbered = 0

    def one(
        self,
        make: Callable[..., Planting],
        years: Sequence[int],
        fits: Fits = _subordinate,
        *,
        alone: bool = False,
        above: bool = False,
        deadline: tuple[int, int] | None = None,
    ) -> Iterator[Planting]:
        """One planting at a free agency in one of these years, if there is any such.

        alone: no other planting may change the same government's sums in that year. above: whether ``make`` is told
        which government that is. deadline: what the roster says of the agency.
        """
        for name, year in product(self._free, self._rng.sample(years, len(years))):
            agency = self.agencies[name]
            sums = {(self._above(agency), year), *([(name, year)] if agency.consolidates else [])}
            if fits(agency) and not (alone and sums & self._touched):
                self._free.remove(name)
                self.agencies[name] = agency._replace(deadline=deadline)
                if alone:
                    self._touched |= sums
                yield make(name, year, *((self._above(agency),) if above else ()))
                return

    def model(self) -> str:
        """An agency whose text another one copies."""
        return self._taken()

    def number(self) -> int:
        """A number that nothing else has."""
        self._numbered += 1
        return self._numbered

    def alias(self, name: str) -> str:
        """A former name of an agency, which the roster then has."""
        agency = self.agencies[name]
        alias = f"{agency.place}{agency.nouns[0]}局"
        self.agencies[name] = agency._replace(aliases=(alias,))
        return alias

    def bound(self, years: Sequence[int]) -> None:
        """Found one agency in the third year, and dissolve another after the second."""
        if len(years) > 2:
            founded, dissolved = {"first": years[2]}, {"last": years[1]}
            for bounds in (founded, dissolved):
                name = self._taken()
                self.agencies[name] = self.agencies[name]._replace(**bounds)

    def _taken(self) -> str:
        name = next(name for name in self._free if _subordinate(self.agencies[name]))
        self._free.remove(name)
        return name

    def _above(self, agency: Agency) -> str:
        while agency.parent is not None:
            agency = self.agencies[agency.parent]
            if agency.consolidates:
                return agency.name
        return ""
