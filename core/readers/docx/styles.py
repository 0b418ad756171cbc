"""Styles (样式): what a paragraph or run is by its style alone: numbered, or hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.docx import names

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 32
"""Styles are based on one another; longer chains than this, and rings, are taken to end here."""


class _Style(NamedTuple):
    """What a style says itself; None where it leaves that to the style that it is based on."""

    based_on: str | None
    list: str | None
    level: int | None
    hidden: bool | None


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: _Element | None = None) -> None:
        """root: the part with the styles, None if nothing in it matters."""
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        for element in root.iterchildren(names.STYLE) if root is not None else ():
            key = element.get(names.STYLE_ID, "")
            self._styles[key] = _read(element)
            if element.get(names.TYPE) == "paragraph" and is_on(element.get(names.DEFAULT, "0")):
                self._default = key
        self.hide = any(style.hidden for style in self._styles.values())
        self.number = any(style.list is not None for style in self._styles.values())

    def numbering(self, key: str | None) -> tuple[str | None, int | None]:
        """The list that a paragraph's style puts it in, and the level; without a style it has the default one."""
        found, level = None, None
        for style in self._chain(key or self._default):
            level = style.level if level is None else level
            if style.list is not None:
                found = style.list
                break
        return found, level

    def hidden(self, key: str | None) -> bool:
        """Whether a style hides what is set in it."""
        return next((style.hidden for style in self._chain(key) if style.hidden is not None), False)

    def hides(self, properties: _Element) -> bool:
        """Whether a run with these properties is hidden, by them or by its style."""
        style = None
        for child in properties.iterchildren(names.VANISH, names.R_STYLE):
            if child.tag == names.VANISH:
                return is_on(child.get(names.VAL))
            style = child.get(names.VAL)
        return self.hidden(style)

    def _chain(self, key: str | None) -> list[_Style]:
        """A style and those that it is based on."""
        chain: list[_Style] = []
        while key in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[key])
            key = chain[-1].based_on
        return chain


def _read(element: _Element) -> _Style:
    based_on = found = level = hidden = None
    for child in element.iterchildren(names.BASED_ON, names.PPR, names.RPR):
        if child.tag == names.BASED_ON:
            based_on = child.get(names.VAL)
        elif child.tag == names.PPR:
            numbered = next(child.iterchildren(names.NUM_PR), None)
            found, level = in_list(numbered) if numbered is not None else (None, None)
        else:
            hidden = next((is_on(each.get(names.VAL)) for each in child.iterchildren(names.VANISH)), None)
    return _Style(based_on, found, level, hidden)


def in_list(element: _Element) -> tuple[str | None, int | None]:
    """The list and the level that numbering properties name, None for what they leave to the style."""
    found = level = None
    for child in element.iterchildren(names.NUM_ID, names.ILVL):
        if child.tag == names.NUM_ID:
            found = child.get(names.VAL)
        else:
            level = whole(child.get(names.VAL), 0)
    return found, level


def is_on(value: str | None) -> bool:
    """Whether a property that is given, with this value or none, holds."""
    return value is None or value.lower() not in ("0", "false", "off", "none")


def whole(text: str | None, otherwise: int) -> int:
    """The whole number that an attribute gives, or another value where it gives none that can be meant.

    >>> whole("3", 1), whole(None, 1), whole("1" * 5000, 1), whole("-2", 1)
    (3, 1, 1, 1)
    """
    return int(text) if text is not None and len(text) < 10 and text.isascii() and text.isdigit() else otherwise
