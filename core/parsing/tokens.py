"""Tokens (记号): what Lark's parser is fed, with the item that each stands for."""

from __future__ import annotations

from typing import NamedTuple

from gouji.document import Place
from gouji.parsing.items import Item

CELLS = frozenset({"NUMBER", "BLANK", "WORDS", "MISSING"})


class Token(NamedTuple):
    """A terminal of the grammar and the item behind it; a missing one has only the ``place`` where it should be."""

    type: str
    item: Item | None
    place: Place | None = None


def value_token(item: Item) -> Token:
    """The token for a value."""
    return Token(item.reading.content.terminal, item)


def missing(terminal: str, place: Place) -> Token:
    """The token for something that the table lacks."""
    return Token(terminal, None, place)
