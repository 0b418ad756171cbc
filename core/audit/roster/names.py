"""What agencies are called (机关的叫法): full names, former ones, and short ones that only the context makes clear."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gouji.audit.roster import Agency, Roster, bare
from gouji.prose.dating.filing import kind_by_name
from gouji.ruleset import load

_LONGEST_PLACE = 12
_SHARED = 2
"""How many names must begin alike for the beginning to be a place that has no government on the roster."""


class Called(NamedTuple):
    """The agencies that a name may mean (所指机关); short: whether it leaves out where they are."""

    names: tuple[str, ...]
    short: bool = False


class Names:
    """The names of a roster's agencies, indexed, so that no name is compared with all others.

    full: an agency by its name and its aliases. alike: agencies by names that differ in how they end only. short: by
    what is left of a name without the places that it begins with (清棠县财政局: 县财政局, 财政局).
    within: the places that each agency lies in, its own and those of the agencies above it. home: the nearest of them.
    """

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.full: Mapping[str, str] = {name: agency.name for name, agency in roster.named.items()}
        self.places = frozenset(_places(roster.agencies.values()))
        alike: dict[str, dict[str, None]] = {}
        short: dict[str, dict[str, None]] = {}
        own: dict[str, list[str]] = {}
        for agency in roster.agencies.values():
            own[agency.name] = []
            for name in (agency.name, *agency.aliases):
                base = core(name)
                alike.setdefault(base, {})[agency.name] = None
                for form in self._shortened(base, agency):
                    short.setdefault(form, {})[agency.name] = None
                own[agency.name] += (place for place, _rest in self._cut(base))
                own[agency.name] += [base] if base in self.places else []
        self.alike = {form: tuple(names) for form, names in alike.items()}
        self.short = {form: tuple(names) for form, names in short.items()}
        self.within = {name: self._within(name, own) for name in roster.agencies}
        self.home = {name: (own[name] or [core(each.name) for each in roster.above(name)] or [""])[-1] for name in own}

    def called(self, said: str) -> Called:
        """The agencies that a name in a report may mean; none if the roster has none of that name."""
        name = bare(said)
        for form in dict.fromkeys((name, name.partition("(")[0])):
            if form in self.full:
                return Called((self.full[form],))
            if found := self.alike.get(core(form)):
                return Called(found)
            for places, rest in _leading(form):
                known = (self.full[rest],) if rest in self.full else self.alike.get(core(rest), ())
                if fitting := tuple(each for each in known if self._may_lie_in(places, each)):
                    return Called(fitting)
            if found := self.short.get(core(form)):
                return Called(found, short=True)
        return Called(())

    def narrowed(self, names: Sequence[str], places: Iterable[str]) -> Sequence[str]:
        """Those of the agencies that lie at the places, of which the first is the nearest."""
        for place in places:
            inside = [name for name in names if place in self.within[name]]
            names = [name for name in inside if self.home[name] == place] or inside or names
        return names

    def _shortened(self, base: str, agency: Agency) -> Iterator[str]:
        """The short forms of a name."""
        cuts = list(self._cut(base))
        for place, rest in cuts:
            yield from (rest, _ending(place) + rest)
        if base in self.places:
            yield _ending(base)
        elif not cuts and agency.parent is not None:
            yield _ending(core(agency.parent)) + base

    def _cut(self, base: str) -> Iterator[tuple[str, str]]:
        """The places that a name begins with, from left to right, each with what is left behind it."""
        rest = base
        while True:
            lengths = range(min(_LONGEST_PLACE, len(rest) - 1), 1, -1)
            place = next((rest[:length] for length in lengths if rest[:length] in self.places), "")
            if not place:
                return
            rest = rest[len(place) :]
            yield place, rest

    def _within(self, name: str, own: Mapping[str, Sequence[str]]) -> frozenset[str]:
        above = list(self.roster.above(name))
        return frozenset([*own[name], *(place for each in above for place in (core(each.name), *own[each.name]))])

    def _may_lie_in(self, places: Iterable[str], name: str) -> bool:
        """Whether nothing on the roster says that an agency does not lie at these places."""
        within = self.within[name]
        endings = {_ending(place) for place in within}
        return all(place in within or (place not in self.places and _ending(place) not in endings) for place in places)


@lru_cache(maxsize=4)
def names_of(roster: Roster) -> Names:
    """The names of a roster, indexed once."""
    return Names(roster)


@lru_cache(maxsize=1 << 16)
def core(name: str) -> str:
    """A name without what tells no agency from another at its end.

    >>> core("清棠县人民政府"), core("柳溪街道办事处"), core("清棠县政府办公室") == core("清棠县人民政府办公室")
    ('清棠县', '柳溪街道', True)
    """
    name = bare(name)
    endings: Mapping[str, str] = load("roster")["endings"]
    longest = max((ending for ending in endings if name.endswith(ending)), key=len, default="")
    return (name.removesuffix(longest) + endings[longest] if longest else "") or name


def implied(said: Iterable[str]) -> Roster:
    """The agencies that reports say they are of, for want of a roster.

    Names are one agency's if they differ only in how they end, or in the places that a place stands in: 清棠县 and
    南岫市清棠县人民政府. What several may be meant by stays an agency of its own. The fullest name is the agency's.
    """
    variants: dict[str, set[str]] = {}
    for name in filter(None, map(bare, said)):
        variants.setdefault(core(name), set()).add(name)
    fuller: dict[str, set[str]] = {}
    for base in variants:
        for _above, rest in _leading(base):
            if rest in variants and (_ending(rest) or any(_leading(rest))):
                fuller.setdefault(rest, set()).add(base)
    agencies: dict[str, set[str]] = {}
    for base, names in variants.items():
        whole = [each for each in fuller.get(base, ()) if each not in fuller]
        agencies.setdefault(whole[0] if len(whole) == 1 else base, set()).update(names)
    return Roster((_agency(names) for _base, names in sorted(agencies.items())), implied=True)


def _agency(names: Iterable[str]) -> Agency:
    name, *aliases = sorted(names, key=lambda each: (-len(each), each))
    return Agency(name, kind_by_name(core(name)) or "", aliases=tuple(aliases))


def _places(agencies: Iterable[Agency]) -> Iterator[str]:
    """The places of the roster: those that governments and townships are named after, and those that names share."""
    shared: Counter[str] = Counter()
    for agency in agencies:
        base = core(agency.name)
        if agency.kind != "department" and _ending(base):
            yield base
        shared.update(place for places, _rest in list(_leading(base))[:1] for place in places)
    yield from (place for place, number in shared.items() if number >= _SHARED)


def _leading(name: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The places that a name seems to begin with, first one, then two and so on, with what is left behind them."""
    places: list[str] = []
    rest = name
    while (match := _place().match(rest)) and match[0] not in load("roster")["places"]["others"]:
        places.append(match[0])
        rest = rest[match.end() :]
        if not rest:
            return
        yield tuple(places), rest


def _ending(place: str) -> str:
    """The word at the end of a place's name; empty for what is no place."""
    return next((ending for ending in _endings() if place.endswith(ending) and place != ending), "")


@cache
def _place() -> re.Pattern[str]:
    more = load("roster")["places"]["more"]
    return re.compile(rf".{{1,{_LONGEST_PLACE}}}?(?:{'|'.join(_endings())}){more}")


@cache
def _endings() -> tuple[str, ...]:
    """The endings of places' names, the longest first."""
    return tuple(sorted(load("roster")["places"]["endings"], key=lambda ending: -len(ending)))
