"""What the rulesets say of filers (报告机关): which names belong to which kind, when each must have published."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from gouji.entries import Fault, Path, Shape, checked, one_of, refuse, table_of, text, texts
from gouji.i18n import _
from gouji.model import Additions
from gouji.prose.dating.dates import exists
from gouji.readymade import ready_made
from gouji.ruleset import load

GOVERNMENT, DEPARTMENT, TOWNSHIP, UNSURE = "government", "department", "township", "unsure"
KINDS = (GOVERNMENT, DEPARTMENT, TOWNSHIP)

_LONGEST_ENDING = 8

Day = tuple[int, int]
"""Month and day."""


class Filing(NamedTuple):
    """What the bundled ruleset says (报告规定).

    endings: the kind of filer by how its name ends. offices: endings of those that sign for a government.
    words: what a text calls its own by kind (``own_department`` …), and what says that it gathers others' reports.
    deadlines, deadlines_to_2018: the last day by kind, in the year after. accountability: what a government must report
    besides, each with the words that pass for it. hollow: a pattern of the words that say nothing in section 五.
    """

    endings: Mapping[str, str]
    offices: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    deadlines: Mapping[str, Day]
    deadlines_to_2018: Mapping[str, Day]
    accountability: Mapping[str, tuple[str, ...]]
    hollow: str


@ready_made(())
def filing() -> Filing:
    """The bundled ruleset on filers."""
    data = load("filing")
    endings = {ending: kind for kind in (*KINDS, UNSURE) for ending in data["endings"][kind]}
    return Filing(
        endings,
        tuple(data["endings"]["offices"]),
        {key: tuple(words) for key, words in data["words"].items() if key != "hollow"},
        {kind: _day(text) for kind, text in data["deadlines"].items()},
        {kind: _day(text) for kind, text in data["deadlines_to_2018"].items()},
        {name: tuple(words) for name, words in data["accountability"].items()},
        "|".join(data["words"]["hollow"]),
    )


def kind_by_name(name: str) -> str | None:
    """The kind that an agency's name tells, the longest ending counting; None for a name that ends otherwise.

    >>> kind_by_name("清棠县"), kind_by_name("清棠县人民政府办公室"), kind_by_name("柳溪镇"), kind_by_name("清棠高新区")
    ('government', 'department', 'township', 'unsure')
    """
    endings = filing().endings
    starts = range(max(len(name) - _LONGEST_ENDING, 0), len(name))
    return next((endings[name[start:]] for start in starts if name[start:] in endings), None)


def is_office(name: str) -> bool:
    """Whether the name is that of a government's office (政府办公厅、办公室), which often signs for the government."""
    return name.endswith(filing().offices)


# ── What local rulesets say ──────────────────────────────────────────────────────────────────────


class Term(NamedTuple):
    """A deadline that a local ruleset sets (本地期限): the day, and where that is laid down, if it says so."""

    day: Day
    basis: str


class Calendar(NamedTuple):
    """The deadlines that local rulesets set (本地报送日程), by kind of filer and by the name of the agency."""

    kinds: Mapping[str, Term]
    agencies: Mapping[str, Term]


class Agency(NamedTuple):
    """An agency that a local ruleset names (机关): its full name and its kind."""

    name: str
    kind: str


@cache
def calendar(additions: Additions) -> Calendar:
    """The deadlines that local rulesets set; none by default. Raises RulesetError for one that is wrong.

    additions: a ruleset's ``[deadlines]`` names government, department and township, each with a day as ``"02-20"``,
    the ``basis`` of these, and single ``agencies``; ``[calendar]`` holds the days alone.
    """
    kinds: dict[str, Term] = {}
    agencies: dict[str, Term] = {}
    for section, shape in _SECTIONS.items():
        for file, entry in additions.entries(section):
            refuse(file, shape.faults(entry, (section,)))
            basis = entry.get("basis", "")
            kinds |= {kind: Term(_day(entry[kind]), basis) for kind in KINDS if kind in entry}
            named = entry.get("agencies", {})
            agencies |= {bare_name(name): Term(_day(day), basis) for name, day in named.items()}
    return Calendar(kinds, agencies)


@cache
def agencies(additions: Additions) -> Mapping[str, Agency]:
    """The agencies that local rulesets name, by each of their names. Raises RulesetError for an entry of no use."""
    found: dict[str, Agency] = {}
    for file, entries in additions.entries("agencies"):
        for entry in checked(file, "agencies", entries, _AGENCY):
            agency = Agency(bare_name(entry["name"]), entry["kind"])
            found |= dict.fromkeys(map(bare_name, (entry["name"], *entry.get("aliases", ()))), agency)
    return found


def bare_name(name: str) -> str:
    """A name without white space."""
    return "".join(name.split())


def _is_day(value: Any, at: Path) -> Iterator[Fault]:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}-[0-9]{2}", value):
        yield Fault(at, _('应写作月-日，如"02-20"'))
    elif not exists(None, *_day(value)):
        yield Fault(at, _("没有{day}这一天").format(day=value))


def _day(text: str) -> Day:
    month, day = text.split("-")
    return int(month), int(day)


_DAYS = dict.fromkeys(KINDS, _is_day)
_SECTIONS = {
    "calendar": Shape(_DAYS),
    "deadlines": Shape({**_DAYS, "agencies": table_of(_is_day), "basis": text}, ("basis",)),
}
_AGENCY = Shape({"name": text, "kind": one_of(KINDS), "aliases": texts}, ("name", "kind"))
