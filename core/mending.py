"""Mending (修改): the fewest edits by which a place of a report comes to read as it should."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gouji.document import Place
from gouji.finding import Edit, Fix

if TYPE_CHECKING:
    from gouji.model import Report

Spot = tuple[str, int, int]
"""A character with its line and column."""


def mending(report: Report, *changes: tuple[Place, str], safe: bool = True) -> Fix | None:
    """The fix by which each place comes to read as wanted (改法); None if it is not known what stands at one of them.

    Only the characters that differ are touched: blanks and line breaks between those that remain stay as they are. So
    what is wanted is said without blanks.

    >>> from gouji.api import passages
    >>> from gouji.testing import report
    >>> found = report("按照清交发[2023] 5号部署。")
    >>> passage = next(each for each in passages(found) if "清交发" in each.text)
    >>> fix = mending(found, (passage.place(2, 13), "清交发〔2023〕5号"))
    >>> [edit.text for edit in fix.edits]
    ['〔', '〕']
    """
    edits: list[Edit] = []
    for place, wanted in changes:
        characters = report.document.characters(place)
        if characters is None:
            return None
        seen = [spot for spot in characters if not _is_unseen(spot[0])]
        made = _edits(seen, wanted) if seen else [Edit(place, wanted)]
        if made is None:
            return None
        edits += made
    return Fix(tuple(edits), safe) if edits else None


def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"


def _edits(seen: Sequence[Spot], wanted: str) -> list[Edit] | None:
    """The edits from what is seen to what is wanted; None if one of them would run over the end of a line."""
    from difflib import SequenceMatcher

    text = "".join(character for character, _line, _column in seen)
    found = []
    for kind, start, end, first, last in SequenceMatcher(None, text, wanted, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        _character, line, column = seen[start] if start < end or not start else seen[start - 1]
        if start == end:
            column += bool(start)  # behind the character before
            place = Place(line, column, line, column)
        else:
            _character, end_line, end_column = seen[end - 1]
            if end_line != line:
                return None
            place = Place(line, column, line, end_column + 1)
        found.append(Edit(place, wanted[first:last]))
    return found
