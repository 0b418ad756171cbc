"""The Lark grammars (语法) of the statutory forms and of the relation language."""

from __future__ import annotations

import os
import pickle
from functools import cache
from typing import TYPE_CHECKING

from gouji.readymade import ready_made

if TYPE_CHECKING:
    from lark import Lark

    from gouji.grammars.outline import Outline

FORM = ("disclosure", "applications", "review")
STARTS = {
    "edition-2019": FORM,
    "edition-2021": FORM,
    "relation": ("relation",),
    "period": ("stretch",),
    "citation": ("number", "reference", "definition", "title"),
}
"""The grammars by name, with their start rules."""


def build(name: str) -> Lark:
    """The parser for a grammar, built from its text. Raises KeyError for a name that is not in :data:`STARTS`."""
    from lark import Lark

    starts = list(STARTS[name])
    with open(os.path.join(os.path.dirname(__file__), f"{name}.lark"), encoding="utf-8") as stream:
        return Lark(stream.read(), start=starts, parser="lalr", lexer="basic", maybe_placeholders=False)


@cache
def load(name: str) -> Lark:
    """The parser for a grammar, ready-made if this is the Lark that it was made with."""
    import lark

    version, data = _saved(name)
    parser: Lark = pickle.loads(data) if version == lark.__version__ else build(name)
    return parser


@ready_made(("edition-2019",), ("edition-2021",))
def form(name: str) -> Outline:
    """The outline of an edition's grammar, without loading its parser."""
    from gouji.grammars.outline import outline

    return outline(build(name))


@ready_made(*((name,) for name in STARTS))
def _saved(name: str) -> tuple[str, bytes]:
    """The version of the Lark that made the parser, and the parser, pickled.

    Lark's own ``save`` leaves much to be done by ``load``: that takes five times as long.
    """
    import lark

    from gouji.grammars.saving import saved

    return lark.__version__, saved(build(name))
