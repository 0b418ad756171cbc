"""Screens (速验): a quick look at one relation over an edition. Most reports are sound, and plain sums show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gouji.model import Table
    from gouji.relations.expansion import Instance


class Screen:
    """All instances of a relation that are plain sums of whole numbers, several cells of one table each.

    It may call sound only what holds; whatever it does not call sound is looked at properly.
    """

    def __init__(self, table: str, instances: Iterable[Instance]) -> None:
        self._table = table
        balances = [instance.balance for instance in instances]
        operands = dict.fromkeys(operand for balance in balances for operand, _ in balance)
        places = {operand: place for place, operand in enumerate(operands)}
        self._pick = itemgetter(*((operand.row, operand.field) for operand in operands))
        self._sums = [
            (
                _picker([places[operand] for operand, coefficient in balance if coefficient > 0]),
                _picker([places[operand] for operand, coefficient in balance if coefficient < 0]),
            )
            for balance in balances
        ]

    @classmethod
    def of(cls, instances: Sequence[Instance]) -> Screen | None:
        """The screen for these instances, None if they are not such sums."""
        tables = {operand.table for instance in instances for operand, _ in instance.balance}
        plain = all(
            instance.ordering == "=="
            and instance.when is None
            and not instance.constant
            and len(instance.balance) > 1
            and all(abs(coefficient) == 1 for _, coefficient in instance.balance)
            for instance in instances
        )
        return cls(tables.pop(), instances) if plain and len(tables) == 1 else None

    def sound(self, tables: Mapping[str, Table]) -> bool:
        """Whether all instances are seen to hold."""
        table = tables.get(self._table)
        if table is None:
            return True
        try:
            values: list[Any] = [cell.value for cell in self._pick(table.cells)]
            if min(values) < 0 or type(sum(values)) is not int:
                return False
        except (KeyError, TypeError):
            return False  # a cell without a number
        return all(sum(more(values)) == sum(less(values)) for more, less in self._sums)


def _picker(places: list[int]) -> Callable[[list[Any]], Sequence[Any]]:
    """A function that takes these places out of a list."""
    first, end = min(places, default=0), max(places, default=-1) + 1
    if places == list(range(first, end)):
        return itemgetter(slice(first, end))
    return itemgetter(*places)
