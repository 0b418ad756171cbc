"""Whether a relation can hold (勾稽关系的判断): exact arithmetic over what is known of each cell.

What is known of a cell is an interval. A readable number is a point; a blank or unreadable cell may hold any number of
its kind. A relation is broken only when no choice from the intervals satisfies it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from math import gcd
from typing import NamedTuple

from gouji.measures import MONEY, Measures
from gouji.model import Cell, CellKind, Number, Table
from gouji.relations.expansion import Instance, Operand


class Interval(NamedTuple):
    """The numbers from ``low`` to ``high``, both included; None: without end."""

    low: Number | None
    high: Number | None

    @property
    def value(self) -> Number | None:
        """The only number in it, None if there are more, or none."""
        return self.low if self.low == self.high else None

    @property
    def empty(self) -> bool:
        """Whether there is no number in it."""
        return self.low is not None and self.high is not None and self.low > self.high

    def within(self, other: Interval) -> Interval:
        """The numbers that are in both."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        return Interval(max(lows, default=None), min(highs, default=None))

    def times(self, factor: Number) -> Interval:
        """Every number multiplied."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high) if factor >= 0 else Interval(high, low)

    def plus(self, other: Interval) -> Interval:
        """Every number of one added to every number of the other."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high)


ANY, NOT_NEGATIVE = Interval(None, None), Interval(0, None)

Bounds = Mapping[Operand, Interval]
"""What is known of each cell."""


def domain(operand: Operand) -> Interval:
    """What the form allows in a cell."""
    return ANY if operand.signed else NOT_NEGATIVE


def bounds(operands: Iterable[Operand], tables: Mapping[str, Table], measures: Measures) -> dict[Operand, Interval]:
    """What a report's tables say of these cells. Cells of tables that it does not have are left out."""
    found = {}
    for operand in operands:
        table = tables.get(operand.table)
        if table is not None and table.present:
            cell = table.cells.get((operand.row, operand.field))
            units = measures.amounts.get(operand.field, ("",))
            value = None if cell is None else known(cell, operand, units)
            found[operand] = domain(operand) if value is None else Interval(value, value)
    return found


def known(cell: Cell, operand: Operand, units: tuple[str, ...]) -> Number | None:
    """The number in a cell, money in 万元; None if there is none or it is not of the kind that belongs there."""
    value = cell.value
    if cell.kind is not CellKind.NUMBER or value is None or (value < 0 and not operand.signed):
        return None
    if cell.unit not in units and (cell.unit or value):  # nothing is nothing in any unit
        return None
    if not operand.whole:
        return _money(value, cell.unit)
    return int(value) if value == int(value) else None


def _money(value: Number, unit: str) -> Number | None:
    amount = Decimal(value).scaleb(MONEY.get(unit, 0))
    exponent = amount.as_tuple().exponent
    # Decimal is exact to 28 digits, and a sum of numbers within these bounds stays below that.
    return amount if isinstance(exponent, int) and exponent >= -10 and amount.adjusted() < 14 else None


def applies(instance: Instance, bounds: Bounds) -> bool:
    """Whether the report has all tables that the instance is about, and its condition is met beyond doubt."""
    if instance.at not in bounds or not all(operand in bounds for operand, _ in instance.balance):
        return False
    return instance.when is None or (applies(instance.when, bounds) and certain(instance.when, bounds))


def certain(instance: Instance, bounds: Bounds) -> bool:
    """Whether every choice of numbers satisfies the instance."""
    low, high = reach(instance, bounds)
    match instance.ordering:
        case "==":
            return low == high == 0
        case "!=":
            return (low is not None and low > 0) or (high is not None and high < 0)
        case "<=":
            return high is not None and high <= 0
    return high is not None and high < 0


def satisfiable(instance: Instance, bounds: Bounds) -> bool:
    """Whether some choice of numbers satisfies the instance.

    Always right when it says no. A yes is exact too unless an equation has several unknown cells whose coefficients
    all have one sign, with none of them equal to their greatest common divisor (``3 * a + 5 * b == 7``).
    """
    low, high = reach(instance, bounds)
    match instance.ordering:
        case "==":
            return (low is None or low <= 0) and (high is None or high >= 0) and _divisible(instance, bounds)
        case "!=":
            return not low == high == 0
        case "<=":
            return low is None or low <= 0
    return low is None or low < 0


def reach(instance: Instance, bounds: Bounds) -> Interval:
    """The interval of the instance's balance."""
    low: Number | None = instance.constant
    high: Number | None = instance.constant
    for operand, coefficient in instance.balance:
        least, most = bounds[operand] if coefficient > 0 else reversed(bounds[operand])
        low = None if low is None or least is None else low + least * coefficient
        high = None if high is None or most is None else high + most * coefficient
    return Interval(low, high)


def _divisible(instance: Instance, bounds: Bounds) -> bool:
    """Whether whole numbers can make up what the known cells leave over."""
    rest: Number = instance.constant
    divisor = 0
    for operand, coefficient in instance.balance:
        value = bounds[operand].value
        if value is not None:
            rest += value * coefficient
        elif operand.whole:
            divisor = gcd(divisor, coefficient)
        else:
            return True
    return divisor == 0 or rest % divisor == 0


def limits(instance: Instance, bounds: Bounds, cells: Container[Operand]) -> Iterator[tuple[Operand, Interval]]:
    """The numbers that an instance allows in each of these cells, if it has them, given what is known of the others.

    Exact for whole numbers. For money it may be too wide, never too narrow.
    """
    if instance.ordering == "!=":
        return
    lows = _Sum(instance.constant)
    highs = _Sum(instance.constant)
    for operand, coefficient in instance.balance:
        least, most = bounds[operand] if coefficient > 0 else reversed(bounds[operand])
        lows.add(least, coefficient)
        highs.add(most, coefficient)
    for operand, coefficient in instance.balance:
        if operand in cells:
            least, most = bounds[operand] if coefficient > 0 else reversed(bounds[operand])
            rest = Interval(lows.without(least, coefficient), highs.without(most, coefficient))
            yield operand, _solved(instance.ordering, rest, coefficient, operand.whole)


class _Sum:
    """A sum of bounds, some of which may be missing, from which one can be taken out again."""

    def __init__(self, start: Number) -> None:
        self.total = start
        self.missing = 0

    def add(self, bound: Number | None, coefficient: int) -> None:
        if bound is None:
            self.missing += 1
        else:
            self.total += bound * coefficient

    def without(self, bound: Number | None, coefficient: int) -> Number | None:
        if self.missing > (bound is None):
            return None
        return self.total if bound is None else self.total - bound * coefficient


def _solved(ordering: str, rest: Interval, coefficient: int, whole: bool) -> Interval:
    """The numbers x for which ``coefficient * x + rest`` can compare with 0 as it should."""
    strict = ordering == "<" and whole and isinstance(rest.low, int)
    most = None if rest.low is None else -rest.low - strict
    least = -rest.high if ordering == "==" and rest.high is not None else None
    if coefficient < 0:
        least, most = None if most is None else -most, None if least is None else -least
    divisor = abs(coefficient)
    if divisor == 1 and not whole:
        return Interval(least, most)
    if not whole:
        return ANY  # a third of an amount need not be a decimal number
    return Interval(
        None if least is None else -_floor(-least, divisor), None if most is None else _floor(most, divisor)
    )


def _floor(number: Number, divisor: int) -> int:
    """The quotient, rounded down."""
    if isinstance(number, int):
        return number // divisor
    numerator, denominator = number.as_integer_ratio()
    return numerator // (denominator * divisor)
