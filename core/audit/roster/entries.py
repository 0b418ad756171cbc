"""From rows to a roster (名册各行的核对): every fault at once, so that nobody goes from one error to the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from unicodedata import normalize

from gouji.audit.roster import Agency, Roster, bare
from gouji.audit.roster.names import core
from gouji.audit.roster.sources import Fault, Row, Source
from gouji.i18n import _
from gouji.prose.dating.dates import exists
from gouji.ruleset import load
from gouji.usage import UsageError, nearest

_MOST_SHOWN = 50
_LONGEST_CIRCLE = 20
_YEAR = re.compile(r"(20[0-9]{2})年?度?")
_DAY = re.compile(r"(?:20[0-9]{2}[-/.年])?([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
"""A spreadsheet makes a day of a year out of 2-20; the year tells nothing."""
_ALIASES = re.compile(r"[、，,;；|\n]")


def roster(source: Source) -> Roster:
    """The roster that the rows of a source make. Raises UsageError with everything that is wrong in them."""
    if not source.rows and not source.faults:
        raise UsageError(_("名册 {path} 里没有机关").format(path=source.file))
    if any(fault.row is None for fault in source.faults):  # with a wrong head, every row is wrong
        raise UsageError(_message(source, source.faults))
    entries = [_Entry(row) for row in source.rows]
    agencies = {row.number: each.agency for row, each in zip(source.rows, entries, strict=True) if each.agency.name}
    named, twice = _names(agencies)
    alike = {core(name): agency for name, agency in named.items()} | named
    placed = {number: _under(agency, alike) for number, agency in agencies.items()}
    wrong = (fault for entry in entries for fault in entry.faults)
    if faults := [*source.faults, *wrong, *twice, *_misplaced(placed, named)]:
        raise UsageError(_message(source, faults))
    result = Roster(placed.values())
    return Roster(result.agencies.values(), tuple(_notes(result)))


def _message(source: Source, faults: list[Fault]) -> str:
    said = list(source.told(faults[:_MOST_SHOWN]))
    rest = len(faults) - len(said)
    return "\n".join([*said, *([_("另外还有{rest}处").format(rest=rest)] if rest > 0 else [])])


# ── one row ──────────────────────────────────────────────────────────────────────────────────────


class _Entry:
    """One row being understood: the agency, as far as it can be, and what is wrong."""

    def __init__(self, row: Row) -> None:
        self.faults: list[Fault] = []
        self._row = row
        first, last = self._taken("from", _year), self._taken("to", _year)
        if first and last and first > last:
            reason = _("终止年度{last}早于起始年度{first}").format(first=first, last=last)
            self.faults.append(Fault(row.number, "to", reason))
        self.agency = Agency(
            name=bare(self._needed("agency")),
            kind=self._taken("kind", _kind) or "",
            level=row.values.get("level"),
            parent=row.values.get("parent"),
            consolidates=self._taken("consolidates", _truth) or False,
            first_year=first,
            last_year=last,
            aliases=self._taken("aliases", _aliases) or (),
            deadline=self._taken("deadline", _day),
        )
        self._needed("kind")

    def _needed(self, column: str) -> str:
        if column not in self._row.values:
            self.faults.append(Fault(self._row.number, column, _("没有填")))
        return self._row.values.get(column, "")

    def _taken(self, column: str, take: Callable[[str], Any]) -> Any:
        """What a column says, None if it is blank or wrong."""
        if column not in self._row.values:
            return None
        try:
            return take(self._row.values[column])
        except ValueError as error:
            self.faults.append(Fault(self._row.number, column, str(error)))
            return None


def _kind(text: str) -> str:
    if (found := _words("kinds").get(_folded(text))) is not None:
        return found
    message = _("没有“{text}”这一类，应是政府（government）、部门（department）或乡镇（township）")
    raise ValueError(message.format(text=text))


def _truth(text: str) -> bool:
    if (found := _words("truth").get(_folded(text))) is not None:
        return found == "yes"
    raise ValueError(_("“{text}”应写作是（yes）或否（no）").format(text=text))


def _year(text: str) -> int:
    if match := _YEAR.fullmatch(_folded(text)):
        return int(match[1])
    raise ValueError(_("“{text}”不是年度，应写作四位年份，如 2021").format(text=text))


def _day(text: str) -> tuple[int, int]:
    match = _DAY.fullmatch(_folded(text))
    if match is None:
        raise ValueError(_("“{text}”不是期限，应写作月-日，如 02-20").format(text=text))
    month, day = int(match[1]), int(match[2])
    if not exists(None, month, day):
        raise ValueError(_("没有{day}这一天").format(day=text))
    return month, day


def _aliases(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(bare, _ALIASES.split(text)))))


@cache
def _words(section: str) -> Mapping[str, str]:
    """What each word for a value means."""
    return {_folded(word): key for key, words in load("roster")[section].items() for word in (key, *words)}


def _folded(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split())


# ── all rows together ────────────────────────────────────────────────────────────────────────────


def _names(agencies: Mapping[int, Agency]) -> tuple[dict[str, str], list[Fault]]:
    """The agencies' names by all that they are called, and the names that two of them have."""
    owners: dict[str, str] = {}
    faults = []
    for number, agency in agencies.items():
        if agency.name in owners:
            faults.append(Fault(number, "agency", _("“{name}”前面已经有了").format(name=agency.name)))
        owners.setdefault(agency.name, agency.name)
    for number, agency in agencies.items():
        for alias in agency.aliases:
            owner = owners.setdefault(alias, agency.name)
            if owner != agency.name:
                message = _("别名“{alias}”也是{owner}的名称，分不清是哪一个，请写全称或删去")
                faults.append(Fault(number, "aliases", message.format(alias=alias, owner=owner)))
    return owners, faults


def _under(agency: Agency, named: Mapping[str, str]) -> Agency:
    """The agency with its parent's name as the roster has it."""
    if agency.parent is None:
        return agency
    parent = bare(agency.parent)
    return agency._replace(parent=named.get(parent) or named.get(core(parent), agency.parent))


def _misplaced(agencies: Mapping[int, Agency], named: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with who stands above whom."""
    parents = {agency.name: agency.parent for agency in agencies.values()}
    settled: set[str | None] = {None}
    unlisted: dict[str, str] = {}
    for number, agency in agencies.items():
        if agency.parent is not None and agency.parent not in parents:
            if agency.parent not in unlisted:  # to look for the nearest name takes long
                unlisted[agency.parent] = _unlisted(agency.parent, named if len(unlisted) < _MOST_SHOWN else {})
            yield Fault(number, "parent", unlisted[agency.parent])
            settled.add(agency.parent)
        way: dict[str, None] = {}
        at: str | None = agency.name
        while at not in settled and at is not None and at not in way:
            way[at] = None
            at = parents.get(at)
        if at in way:
            names = list(way)
            circle = [*names[names.index(at) :], at]
            if len(circle) > _LONGEST_CIRCLE:
                circle[_LONGEST_CIRCLE // 2 : -_LONGEST_CIRCLE // 2] = ["……"]
            message = _("上级关系成了一个圈：{circle}").format(circle=" → ".join(circle))
            yield Fault(number, "parent", message)
        settled.update(way)


def _unlisted(parent: str, named: Mapping[str, str]) -> str:
    message = _("上级“{name}”不在名册上").format(name=parent)
    near = nearest(parent, named)
    hint = _("是否想写 {near}？").format(near=near) if near else _("请给它加一行；最上级的机关这一列空着")
    return _("，").join((message, hint))


def _notes(roster: Roster) -> Iterator[str]:
    """What is no fault, but perhaps not meant."""
    for agency in roster.agencies.values():
        if agency.consolidates and not roster.children[agency.name]:
            message = _("名册写明{name}的报告汇总下级，却没有机关以它为上级，汇总关系无从核对")
            yield message.format(name=agency.name)
