"""What the columns of the form hold (计量): counts, unless the ruleset says that it is changes or money."""

from collections.abc import Mapping
from typing import NamedTuple

from gouji.readymade import ready_made
from gouji.ruleset import EDITIONS, load

MONEY = {"元": -4, "万元": 0, "亿元": 4}
"""The units of money that a report may use, as powers of ten of 万元."""


class Measures(NamedTuple):
    """What the fields of an edition hold. A field that is not named here holds a whole number not below 0.

    signed: fields that hold a change: a whole number that may be below 0.
    amounts: fields that hold money, not below 0, each with the units that a cell may carry; ``""``: it needs none.
    """

    signed: frozenset[str]
    amounts: Mapping[str, tuple[str, ...]]


@ready_made(*((key,) for key in EDITIONS))
def measures(edition: str) -> Measures:
    """What the fields of the edition with this key hold.

    >>> measures("2021").amounts["procurement_amount"]
    ('元', '万元', '亿元')
    """
    columns = load(f"edition-{edition}").get("columns", {})
    amounts = {field: tuple(units) for field, units in columns.get("amounts", {}).items()}
    return Measures(frozenset(columns.get("signed", ())), amounts)
