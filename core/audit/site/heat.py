"""The heat map (热力表): how often each rule was broken by each agency, the more the deeper the colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gouji.audit.site.census import Member
from gouji.outcome import Outcome
from gouji.reporters.wording import title

_LEVELS = 4

Row = tuple[Member, bool]
"""An agency, and whether it is shown by itself, without those below it."""


def of_page(rows: Sequence[Row], outcome: Outcome) -> dict[str, Any]:
    """What a template needs for the map of these agencies; only rules that some of them broke have a column."""
    counts = [member.found if own else member.all_found for member, own in rows]
    codes = sorted({code for found in counts for code in found})
    most = max((number for found in counts for number in found.values()), default=0)
    return {"rows": rows, "codes": [(code, title(outcome, code)) for code in codes], "most": most}


def heat(severity: str, number: int, most: int) -> str:
    """The class of a cell: the severity, and how deep its colour is, doubling from step to step.

    >>> [heat("error", number, 200) for number in (1, 5, 40, 200)]
    ['error1', 'error2', 'error3', 'error4']
    """
    return f"{severity}{1 + number.bit_length() * (_LEVELS - 1) // most.bit_length() if number < most else _LEVELS}"
