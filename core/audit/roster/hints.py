"""Hints (线索): whose report a file may be, and on which year, by the names of the file and of its folders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from gouji.audit.roster.names import Names, core
from gouji.prose.dating.filing import is_office
from gouji.ruleset import load

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_SHORTEST = 3
"""Fewer characters tell nothing in the name of a file."""
_FOLDERS_REMEMBERED = 1 << 12
_BREAKS = re.compile(r"[/\\]")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_DAY = re.compile(r"20[0-9]{2}(?:年[0-9]{1,2}月(?:[0-9]{1,2}日)?|[-_.][0-9]{1,2}[-_.][0-9]{1,2}(?![0-9]))")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_REPORT = "信息公开|政务公开|年报|工作年度报告|年度报告|工作报告"
_REPORT_YEAR = re.compile(rf"(?<![0-9])(20[0-9]{{2}})年?度?(?:政府)?(?:{_REPORT})")


class Mention(NamedTuple):
    """A name within a name (所含名称): the agencies that it may mean, and where it stands."""

    form: str
    names: tuple[str, ...]
    start: int
    end: int


class Hints(NamedTuple):
    """What the path of a file tells (路径线索).

    file: agencies that the file's own name means. folders: those that its folders' names mean, the nearest first,
    only such as nobody is subordinate to: the folder of a county holds its departments' reports as well, and that of
    its government's office those that the office gathers.
    places: those that lie in them, the nearest first.
    """

    file: tuple[str, ...]
    folders: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        """All agencies that it means."""
        return tuple(dict.fromkeys((*self.file, *self.folders)))


class Years(NamedTuple):
    """The year in a path (路径中的年份), None without: that of a report (2023年度报告), or any other single one.

    in_file: whether the file's own name says it.
    """

    report: int | None = None
    other: int | None = None
    in_file: bool = True


class Hinting:
    """Finds the names of a roster's agencies in the names of files and folders."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._around = lru_cache(maxsize=_FOLDERS_REMEMBERED)(self._of_folders)

    def of(self, path: str) -> Hints:
        """What a path tells."""
        *folders, file = parts(path)
        in_folders, around = self._around(tuple(folders))
        found = self._mentions(file)
        here = [*self._places(found), *around]
        in_file = [
            name
            for name in self._agencies(found, here)
            if not self._is_place(name) or self._says_nothing_else(file, found)
        ]
        return Hints(tuple(in_file), in_folders, tuple(dict.fromkeys(here)))

    def _of_folders(self, folders: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The agencies and the places that folders mean, those of the innermost first."""
        agencies: list[str] = []
        places: list[str] = []
        for folder in folders:
            mentions = self._mentions(folder)
            places = [*self._places(mentions), *places]
            meant = self._agencies(mentions, places)
            own = [name for name in meant if not self._names.roster.children[name] and not is_office(name)]
            agencies = [*own, *agencies]
        return tuple(agencies), tuple(places)

    @cached_property
    def _forms(self) -> dict[str, tuple[str, ...]]:
        """All names by which agencies can be found in a path."""
        full = {name: (agency,) for name, agency in self._names.full.items()}
        known = {**self._names.short, **self._names.alike, **full}
        forms = {_letters(form): agencies for form, agencies in known.items()}
        return {form: agencies for form, agencies in forms.items() if len(form) >= _SHORTEST}

    @cached_property
    def _automaton(self) -> tuple[list[str], AhoCorasick]:
        from ahocorasick_rs import AhoCorasick, MatchKind

        forms = list(self._forms)
        return forms, AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest)

    def _mentions(self, part: str) -> tuple[Mention, ...]:
        forms, automaton = self._automaton
        matches = automaton.find_matches_as_indexes(_letters(part))
        return tuple(Mention(forms[index], self._forms[forms[index]], start, end) for index, start, end in matches)

    def _places(self, mentions: Sequence[Mention]) -> Iterator[str]:
        """The places that are mentioned, the last first: the nearest."""
        for mention in reversed(mentions):
            if len(mention.names) == 1:
                yield from (place for place in [self._own_place(mention.names[0])] if place)

    def _own_place(self, name: str) -> str:
        """The place that an agency is the government of."""
        base = core(name)
        return base if base in self._names.places else ""

    def _is_place(self, name: str) -> bool:
        return bool(self._own_place(name))

    def _agencies(self, mentions: Sequence[Mention], places: Sequence[str]) -> Iterator[str]:
        """The agencies that are meant beyond doubt, without those that only say where another one lies."""
        sure = [tuple(self._names.narrowed(mention.names, places)) for mention in mentions]
        meant = [names[0] for names in sure if len(names) == 1]
        for name in dict.fromkeys(meant):
            place = self._own_place(name)
            if not any(place and other != name and place in self._names.within[other] for other in meant):
                yield name

    def _says_nothing_else(self, part: str, mentions: Sequence[Mention]) -> bool:
        """Whether a file's name consists of names, years, and words for the report."""
        text = _letters(part)
        for mention in reversed(mentions):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        return _is_plain(text)


def years(path: str) -> Years:
    """The year in a path: that of the file's name, else of the nearest folder that is named after a year only.

    >>> years("2024年收文/清棠县2023年政府信息公开工作年度报告.docx")
    Years(report=2023, other=None, in_file=True)
    >>> years("2023年度/清棠县20240118.txt")
    Years(report=None, other=2023, in_file=False)
    """
    *folders, file = parts(path)
    return _year_in(file, in_file=True) or _year_around(tuple(folders))


@lru_cache(maxsize=_FOLDERS_REMEMBERED)
def _year_around(folders: tuple[str, ...]) -> Years:
    found = (_year_in(folder, in_file=False) for folder in reversed(folders))
    return next(filter(None, found), Years())


def _year_in(part: str, *, in_file: bool) -> Years | None:
    """The year in one name of a path; in a folder's, only if that says nothing else. None if there is none at all."""
    text = "".join(_DAY.sub("_", normalize("NFKC", part)).split())
    if named := set(map(int, _REPORT_YEAR.findall(text))):
        return Years(named.pop() if len(named) == 1 else None, None, in_file)
    if (found := set(map(int, _YEAR.findall(text)))) and (in_file or _is_plain(_letters(part))):
        return Years(None, found.pop() if len(found) == 1 else None, in_file)
    return None


def _is_plain(text: str) -> bool:
    """Whether a name says no more than a year, and that this is a report."""
    return not _plain().sub("", text)


@cache
def _plain() -> re.Pattern[str]:
    words = sorted(load("roster")["file_names"]["words"], key=lambda word: -len(word))
    return re.compile(rf"{'|'.join(words)}|[0-9A-Za-z]|\s")


def parts(path: str) -> list[str]:
    """The names of the folders and of the file, without what tells its format."""
    *folders, file = [part for part in _BREAKS.split(path) if part] or [""]
    return [*folders, _ENDING.sub("", file)]


def _letters(text: str) -> str:
    """A name without blanks, signs and brackets."""
    return "".join(character for character in normalize("NFKC", text) if character.isalnum())


@lru_cache(maxsize=4)
def hinting_of(names: Names) -> Hinting:
    """What finds the names of a roster, made once."""
    return Hinting(names)
