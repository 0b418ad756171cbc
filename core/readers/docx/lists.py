"""Lists (自动编号): the numbers that Word puts before paragraphs and that stand nowhere in its text.

A paragraph names a list and a level, itself or by its style. Lists of one definition count on together, unless one of
them says that it starts anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.docx import names
from gouji.readers.docx.numerals import numeral
from gouji.readers.docx.styles import Styles, in_list, is_on, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_JOINED = "、）)．。】〕》」"
"""Behind these no gap is kept between number and text, whatever Word puts there: none would be typed."""
_LEVELS = 9
_MOST_LINKS = 16
_LONGEST_TEXT = 255
"""What Word allows around a number; more is cut off."""


class _Level(NamedTuple):
    """A level of a list: how it counts and what it prints, ``%1`` for the number of the first level and so on.

    restart: the level, counted from 1, that makes it begin anew; 0 for none, None for any above it.
    """

    start: int
    format: str
    text: str
    gap: str
    restart: int | None
    digits: bool
    style: str | None


class _List(NamedTuple):
    """A list: whose count it shares, its levels, and those that begin anew with it."""

    counts: str
    levels: dict[int, _Level]
    anew: tuple[int, ...]


class Lists:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        """root: the part with the lists, None if there is none."""
        self._styles = styles
        self._definitions: dict[str, _Element] = {}
        self._numbers: dict[str, _Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        for element in root if root is not None else ():
            if element.tag == names.NUM:
                self._numbers[element.get(names.NUM_ID, "")] = element
            elif element.tag == names.ABSTRACT_NUM:
                self._definitions[element.get(names.ABSTRACT_NUM_ID, "")] = element

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def label(self, style: str | None, numbered: _Element | None) -> str:
        """The number before the next paragraph, with the gap behind it; empty if it has none.

        style: the paragraph's style. numbered: its own numbering properties.
        """
        key, level = in_list(numbered) if numbered is not None else (None, None)
        if key is None:
            key, by_style = self._styles.numbering(style)
            found = self._list(key)
            if level is None and found is not None:
                linked = (at for at, each in found.levels.items() if style is not None and each.style == style)
                level = next(linked, by_style)
        found = self._list(key)
        if key is None or found is None or (level or 0) not in found.levels:
            return ""
        return self._counted(key, found, level or 0)

    def _counted(self, key: str, found: _List, level: int) -> str:
        """Count one on, and print it."""
        counts = self._counts.setdefault(found.counts, {})
        if key not in self._begun:
            self._begun.add(key)
            for at in found.anew:
                counts.pop(at, None)
        counts[level] = counts.get(level, found.levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or level < restart:
                del counts[deeper]
        return _printed(found.levels, counts, level)

    def _list(self, key: str | None) -> _List | None:
        if key is None or key not in self._numbers:
            return None
        if key not in self._lists:
            self._lists[key] = self._read(self._numbers[key])
        return self._lists[key]

    def _read(self, number: _Element) -> _List | None:
        counts, definition = self._definition(number)
        if definition is None:
            return None
        levels = _levels(definition)
        anew = []
        for override in number.iterchildren(names.LVL_OVERRIDE):
            at = whole(override.get(names.ILVL), 0)
            levels |= _levels(override)
            for start in override.iterchildren(names.START_OVERRIDE):
                if at in levels:
                    levels[at] = levels[at]._replace(start=whole(start.get(names.VAL), 1))
                    anew.append(at)
        return _List(counts, levels, tuple(anew))

    def _definition(self, number: _Element) -> tuple[str, _Element | None]:
        """The definition that a list has, by way of a style if it says so, and that definition's key."""
        for _ in range(_MOST_LINKS):
            key = next((each.get(names.VAL, "") for each in number.iterchildren(names.ABSTRACT_NUM_ID)), "")
            definition = self._definitions.get(key)
            if definition is None:
                break
            link = next((each.get(names.VAL) for each in definition.iterchildren(names.NUM_STYLE_LINK)), None)
            if link is None:
                return key, definition
            linked = self._numbers.get(self._styles.numbering(link)[0] or "")
            if linked is None:
                break
            number = linked
        return "", None


def _levels(parent: _Element) -> dict[int, _Level]:
    """The levels that a definition or an override of it gives, counted from 0."""
    found = ((whole(element.get(names.ILVL), 0), element) for element in parent.iterchildren(names.LVL))
    return {at: _level(element) for at, element in found if at < _LEVELS}


def _level(element: _Element) -> _Level:
    properties = {child.tag: child for child in element}

    def value(name: str, otherwise: str = "") -> str:
        return properties[name].get(names.VAL, otherwise) if name in properties else otherwise

    form = value(names.NUM_FMT, "decimal")
    if names.NUM_FMT not in properties and names.ALTERNATE in properties:
        plain = properties[names.ALTERNATE].iterfind(f"{names.FALLBACK}/{names.NUM_FMT}")
        form = next((each.get(names.VAL, form) for each in plain), form)
    return _Level(
        start=whole(value(names.START), 0),
        format=form,
        text="" if form == "bullet" else value(names.LVL_TEXT)[:_LONGEST_TEXT],
        gap="" if value(names.SUFF) == "nothing" else " ",
        restart=whole(value(names.LVL_RESTART), 0) if names.LVL_RESTART in properties else None,
        digits=names.IS_LGL in properties and is_on(properties[names.IS_LGL].get(names.VAL)),
        style=value(names.P_STYLE) or None,
    )


def _printed(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    """The number of a level as printed: a level above that has not been used yet counts as its first."""
    own = levels[level]

    def shown(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at not in levels:
            return ""
        number = counts.get(at, levels[at].start)
        return numeral(number, "decimal" if own.digits else levels[at].format)

    text = re.sub(r"%([1-9])", shown, own.text).strip()
    return text if not text or text[-1] in _JOINED else text + own.gap
