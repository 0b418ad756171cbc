"""The census (概况): every agency with how it stands, year by year and rule by rule, and with all below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os.path import commonprefix
from typing import NamedTuple

from gouji.audit.standing import Standing, standings
from gouji.collection import Collection
from gouji.finding import Severity
from gouji.i18n import N_

STATES = {
    "clean": N_("未发现问题"),
    "info": N_("只有提示"),
    "warning": N_("有警告"),
    "error": N_("有错误"),
    "missing": N_("未报"),
}
"""How an agency can stand in a year: the gravest that was found in its reports, or that there are none."""


def state(standing: Standing) -> str:
    """One of :data:`STATES`."""
    found = {
        "missing": standing.missing,
        "error": standing.errors,
        "warning": standing.warnings,
        "info": standing.infos,
    }
    return next((key for key, number in found.items() if number), "clean")


@dataclass(slots=True)
class Member:
    """One agency (机关) and what was found in its reports of the years of the audit.

    listed: whether it is on the roster. standings: by year. found, severities: how often each rule, and each severity;
    all_found, all_severities: the same with all agencies below it. below: those directly below.
    """

    name: str
    kind: str | None = None
    level: str | None = None
    parent: str | None = None
    consolidates: bool = False
    listed: bool = False
    standings: dict[int, Standing] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    all_found: Counter[str] = field(default_factory=Counter)
    all_severities: Counter[str] = field(default_factory=Counter)
    below: list[Member] = field(default_factory=list)

    @property
    def weight(self) -> tuple[int, ...]:
        """What puts the worst first."""
        return _weight(self.severities)

    @property
    def all_weight(self) -> tuple[int, ...]:
        """What puts the worst first, counting those below."""
        return _weight(self.all_severities)


class YearSum(NamedTuple):
    """One year of all agencies (年度合计): how many filed, late, or stand in each of :data:`STATES`."""

    year: int
    filed: int
    late: int
    states: Mapping[str, int]


class Census:
    """All agencies of an audit.

    members: by name. top: those that nobody stands above. years: of the audit, latest first. gravest: the severity with
    which each rule was found at all. found: how often in these years, by rule and severity. has_roster: whether it is
    known who must file. strays: how many files are nobody's. folder: that all reports lie below,
    as their paths begin with it.
    """

    def __init__(self, collection: Collection) -> None:
        self.members = {each.name: each for each in _members(collection)}
        self.has_roster = any(each.listed for each in self.members.values())
        self.years = sorted(collection.years, reverse=True)
        for standing in standings(collection):
            if standing.agency in self.members:
                self.members[standing.agency].standings[standing.year] = standing
        self.gravest: dict[str, str] = {}
        self.found: Counter[tuple[str, str]] = Counter()
        self._count(collection)
        self.top = self._tree()
        ((self.strays,),) = collection.rows("SELECT count(*) FROM files WHERE agency IS NULL")
        ((first, last),) = collection.rows("SELECT min(path), max(path) FROM files")
        shared = commonprefix((first or "", last or ""))  # noqa: RUF071  # paths of archives and URLs are no paths to it
        self.folder = _UP_TO_SEPARATOR.match(shared)[0]  # type: ignore[index]

    def _count(self, collection: Collection) -> None:
        for agency, code, severity, counts, number in collection.rows(_FOUND, list(collection.years)):
            known = self.gravest.setdefault(code, severity)
            self.gravest[code] = max(known, severity, key=_RANKS.__getitem__)
            if counts:
                self.found[code, severity] += number
            if counts and (member := self.members.get(agency)) is not None:
                member.found[code] += number
                member.severities[severity] += number

    def _tree(self) -> list[Member]:
        top: list[Member] = []
        for each in self.members.values():
            above = self.members.get(each.parent or "")
            (top if above is None else above.below).append(each)
        for each in reversed(list(_downwards(top))):
            each.all_found, each.all_severities = Counter(each.found), Counter(each.severities)
            for below in each.below:
                each.all_found.update(below.all_found)
                each.all_severities.update(below.all_severities)
        return top

    def above(self, name: str) -> list[Member]:
        """The agencies above one, the topmost first."""
        chain: list[Member] = []
        at = self.members.get(self.members[name].parent or "")
        while at is not None:
            chain.insert(0, at)
            at = self.members.get(at.parent or "")
        return chain

    def year_sums(self) -> Iterator[YearSum]:
        """Each year, latest first."""
        for year in self.years:
            there = [each.standings[year] for each in self.members.values() if year in each.standings]
            filed = sum(each.files > 0 for each in there)
            yield YearSum(year, filed, sum(each.late for each in there), Counter(map(state, there)))

    def overdue(self) -> list[tuple[Member, Standing]]:
        """Who has not filed, or late (未报和迟报), for which year: the latest first, the missing before the late."""
        found = [
            (member, standing)
            for member in self.members.values()
            for standing in member.standings.values()
            if standing.missing or standing.late
        ]
        return sorted(found, key=lambda each: (-each[1].year, not each[1].missing))

    def worst(self, count: int) -> Sequence[Member]:
        """The agencies with most errors, then warnings."""
        found = [each for each in self.members.values() if each.severities]
        return sorted(found, key=lambda each: (each.weight, each.name), reverse=True)[:count]


def _downwards(members: Sequence[Member]) -> Iterator[Member]:
    """All agencies, each before those below it."""
    waiting = list(members)
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(each.below)


def _weight(severities: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(severities.get(severity.key, 0) for severity in sorted(Severity, reverse=True))


def _members(collection: Collection) -> Iterator[Member]:
    """Those on the roster in its order, then the others that filed, by name."""
    roster = "SELECT agency, kind, level, parent, consolidates FROM agencies ORDER BY rowid"
    names = set()
    for name, kind, level, parent, consolidates in collection.rows(roster):
        names.add(name)
        yield Member(name, kind, level, parent, consolidates, listed=True)
    for (agency,) in collection.rows("SELECT DISTINCT agency FROM files WHERE agency IS NOT NULL ORDER BY agency"):
        if agency not in names:
            yield Member(agency)


_UP_TO_SEPARATOR = re.compile(r"(?:.*[\\/])?", re.DOTALL)
_RANKS = {severity.key: int(severity) for severity in Severity}
_FOUND = """
    SELECT coalesce(files.agency, findings.agency) AS whose, code, severity,
           coalesce(coalesce(files.year, findings.year) IN (SELECT unnest(?)), FALSE) AS counts, count(*)
    FROM findings LEFT JOIN files USING (file) GROUP BY ALL"""
