"""The Lark grammars (语法) and their ready-made parse tables.

Building an LALR table takes a tenth of a second, so the tables ship beside the grammars; ``make grammars`` renews them.
They are read from this package only, never from a folder that others could write to.
"""

from __future__ import annotations

import pickle
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark

    from gouji.grammars.outline import Outline

FOLDER = Path(__file__).parent

FORM = ("disclosure", "applications", "review")
STARTS = {"edition-2019": FORM, "edition-2021": FORM, "relation": ("relation",)}
"""The grammars by name, with their start rules."""


def build(name: str) -> Lark:
    """The parser for a grammar, built from its text."""
    from lark import Lark

    text = (FOLDER / f"{name}.lark").read_text(encoding="utf-8")
    return Lark(text, start=list(STARTS[name]), parser="lalr", lexer="basic", maybe_placeholders=False)


@cache
def load(name: str) -> Lark:
    """The parser for a grammar, from its ready-made table; from its text if the table was made by another Lark.

    Raises KeyError for a name that is not in :data:`STARTS`.
    """
    import lark

    with (FOLDER / f"{name}.lalr").open("rb") as stream:
        version, _ = _preamble(stream)
        return lark.Lark.load(stream) if version == lark.__version__ else build(name)


@cache
def form(name: str) -> Outline:
    """The outline of an edition's grammar, without loading its parser."""
    with (FOLDER / f"{name}.lalr").open("rb") as stream:
        _, found = _preamble(stream)
    assert found is not None, f"{name} is no form"
    return found


def _preamble(stream: IO[bytes]) -> tuple[str, Outline | None]:
    """What stands before Lark's own table: the version of the Lark that made it, and the outline of a form."""
    version, found = pickle.load(stream)
    return version, found
