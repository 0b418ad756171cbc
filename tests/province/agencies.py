"""The agencies of the invented province: governments, their departments and townships, and who reports to whom."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, count, islice, product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

COUNTIES, DEPARTMENTS, TOWNSHIPS = 4, 12, 6
"""Of a city the counties, of a government the departments, of a county the townships."""
ONE_CITY = 400
"""With no more agencies than this, the province is a single city."""


class Agency(NamedTuple):
    """An agency as the roster has it (机关), and what its narrative speaks of.

    place: its area. first, last: the years for which it must file, None for no bound. deadline: month and day, of the
    year after; None for the statutory one.
    """

    name: str
    kind: str
    level: str
    parent: str | None
    place: str
    nouns: Sequence[str]
    consolidates: bool = False
    first: int | None = None
    last: int | None = None
    aliases: Sequence[str] = ()
    deadline: tuple[int, int] | None = None

    def files(self, year: int) -> bool:
        """Whether it must file for a year."""
        return (self.first or year) <= year <= (self.last or year)


@cache
def names() -> Mapping[str, Any]:
    """What ``names.toml`` says."""
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


def grown(number: int, seed: int) -> list[Agency]:
    """So many agencies, the governments before those under them. All governments consolidate but for one city in five
    and one county in five, which report for themselves alone."""
    growth = _Growth(Random(f"agencies {seed}"))
    every = growth.city(None, 0, counties=number) if number <= ONE_CITY else growth.province()
    agencies = list(islice(every, number))
    parents = {agency.parent for agency in agencies}
    return [each._replace(consolidates=each.consolidates and each.name in parents) for each in agencies]


class _Growth:
    """How a province grows: without end, each government followed by those under it."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._places = _places(rng)

    def province(self) -> Iterator[Agency]:
        """A province, its departments, and city after city."""
        top = _government(names()["province"], "province", None, True)
        yield top
        yield from self._departments(top)
        for number in count():
            yield from self.city(top.name, number)

    def city(self, top: str | None, number: int, counties: int = COUNTIES) -> Iterator[Agency]:
        """A city, its departments, and its counties."""
        city = _government(f"{next(self._places)}市", "city", top, number % 5 != 3)
        yield city
        yield from self._departments(city)
        for each in range(counties):
            yield from self._county(city.name, each)

    def _county(self, city: str, number: int) -> Iterator[Agency]:
        county = _government(f"{next(self._places)}县", "county", city, number % 5 != 2)
        yield county
        yield from self._departments(county)
        for _ in range(TOWNSHIPS):
            suffix, nouns = self._rng.choice(list(names()["townships"].items()))
            name = f"{county.place}{next(self._places)}{suffix}"
            yield Agency(name, "township", "township", county.name, name.removesuffix("人民政府"), nouns)

    def _departments(self, government: Agency) -> Iterator[Agency]:
        every = list(names()["departments"].items())
        for suffix, nouns in [every[0], *self._rng.sample(every[1:], DEPARTMENTS - 1)]:
            name = government.place + (_of_province(suffix) if government.level == "province" else suffix)
            yield Agency(name, "department", government.level, government.name, government.place, nouns)


def _places(rng: Random) -> Iterator[str]:
    """Names of two characters, and longer ones when those are used up."""
    first, second = names()["first"], names()["second"]
    short = ["".join(each) for each in product(first, second) if each[0] != each[1]]
    rng.shuffle(short)
    return chain(short, ("".join(each) for each in product(first, second, "乔霖穆")))


def _government(place: str, level: str, parent: str | None, consolidates: bool) -> Agency:
    nouns = names()["governments"]["nouns"]
    return Agency(f"{place}人民政府", "government", level, parent, place, nouns, consolidates)


def _of_province(suffix: str) -> str:
    if suffix.endswith("办公室"):
        return suffix.replace("办公室", "办公厅")
    return suffix.removesuffix("局") + "厅" if suffix.endswith("局") else suffix
