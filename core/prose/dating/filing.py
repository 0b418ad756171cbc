"""What the rulesets say of filers (报告机关): which names belong to which kind, when each must have published."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from gouji.i18n import _
from gouji.model import Additions
from gouji.prose.dating.dates import exists
from gouji.readymade import ready_made
from gouji.ruleset import RulesetError, load

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


@cache
def calendar(additions: Additions) -> Mapping[str, Day]:
    """The deadlines that local rulesets set, by kind; none by default. Raises RulesetError for one that is wrong.

    additions: a ruleset's ``[calendar]`` may name government, department and township, each with a day as ``"02-20"``.
    """
    days: dict[str, Day] = {}
    for file, entry in additions.entries("calendar"):
        days |= _calendar(file, entry)
    return days


def _calendar(file: str, entry: Any) -> dict[str, Day]:
    from gouji.usage import unknown

    if not isinstance(entry, Mapping):
        raise RulesetError(file, "calendar", _('应是机关类别与日期的对照，如 government = "02-20"'))
    days = {}
    for kind, text in entry.items():
        key = f"calendar.{kind}"
        if kind not in KINDS:
            raise RulesetError(file, key, str(unknown(_("没有这个键"), kind, KINDS, listed=True)))
        if not (isinstance(text, str) and len(text) == 5 and text[2] == "-" and text.replace("-", "", 1).isdecimal()):
            raise RulesetError(file, key, _('应写作月-日，如"02-20"'))
        if not exists(None, *_day(text)):
            raise RulesetError(file, key, _("没有{day}这一天").format(day=text))
        days[kind] = _day(text)
    return days


def _day(text: str) -> Day:
    month, day = text.split("-")
    return int(month), int(day)
