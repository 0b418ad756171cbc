"""The relations of a ruleset over one edition of the form (勾稽关系组), laid out once for every report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from gouji.form import Edition
from gouji.measures import measures
from gouji.model import Cell, Number, Table
from gouji.relations.declaration import Relation
from gouji.relations.evaluation import Bounds, Interval, applies, bounds, satisfiable
from gouji.relations.expansion import Instance, Operand, expand
from gouji.relations.inference import culprits, forced

Tables = Mapping[str, Table]
"""The tables of a report that are of the system's edition, by key."""


class System:
    """All instances of a ruleset's relations over an edition.

    Raises :class:`~gouji.relations.declaration.RulesetError` if a relation does not fit the edition.
    """

    def __init__(self, relations: Iterable[Relation], edition: Edition) -> None:
        self.edition = edition
        self._instances = {relation.code: expand(relation, edition) for relation in relations}
        self._screens = {code: Screen.of(instances) for code, instances in self._instances.items()}

    def broken(self, code: str, tables: Tables) -> list[Instance]:
        """The instances of one relation that no completion of the tables satisfies, in the form's order."""
        screen = self._screens.get(code)
        suspects = screen.suspects(tables) if screen else self._instances.get(code, ())
        if not suspects:
            return []  # a sound report is done here
        known = self.bounds(tables, suspects)
        return [instance for instance in suspects if applies(instance, known) and not satisfiable(instance, known)]

    def bounds(self, tables: Tables, instances: Iterable[Instance]) -> dict[Operand, Interval]:
        """What the tables say of the cells of these instances."""
        sides = (side for instance in instances for side in (instance.left, instance.right))
        operands = {operand for side in sides for operand, _ in side.terms}
        return bounds(operands.union(instance.at for instance in instances), tables, measures(self.edition.key))

    def culprits(self, tables: Tables) -> dict[Instance, tuple[Operand, Number]]:
        """For each broken instance the cell at fault and its right number, where that can be told."""
        return culprits(*self._applicable(tables))

    def forced(self, tables: Tables) -> dict[Operand, Number]:
        """The cells without a number for which the relations leave exactly one."""
        return forced(*self._applicable(tables))

    def _applicable(self, tables: Tables) -> tuple[list[Instance], Bounds]:
        instances = [instance for found in self._instances.values() for instance in found]
        known = self.bounds(tables, instances)
        return [instance for instance in instances if applies(instance, known)], known


class Screen:
    """A quick look at one relation: most reports are sound, and plain sums of whole numbers show it.

    It may let pass only what holds; whatever it does not let pass is looked at properly.
    """

    def __init__(self, table: str, instances: Sequence[Instance]) -> None:
        self._table = table
        self._instances = instances
        operands = list(dict.fromkeys(operand for instance in instances for operand, _ in instance.balance))
        places = {operand: place for place, operand in enumerate(operands)}
        self._pick = itemgetter(*((operand.row, operand.field) for operand in operands))
        self._sums = [
            (
                instance,
                _picker([places[operand] for operand, coefficient in instance.balance if coefficient > 0]),
                _picker([places[operand] for operand, coefficient in instance.balance if coefficient < 0]),
            )
            for instance in instances
        ]

    @classmethod
    def of(cls, instances: Sequence[Instance]) -> Screen | None:
        """The screen for these instances, None unless they are plain sums of several cells of one table."""
        tables = {operand.table for instance in instances for operand, _ in instance.balance}
        plain = all(
            instance.ordering == "=="
            and not instance.constant
            and len(instance.balance) > 1
            and all(abs(coefficient) == 1 for _, coefficient in instance.balance)
            for instance in instances
        )
        return cls(tables.pop(), instances) if plain and len(tables) == 1 else None

    def suspects(self, tables: Tables) -> Sequence[Instance]:
        """The instances that were not seen to hold."""
        table = tables.get(self._table)
        if table is None:
            return ()
        try:
            cells: tuple[Cell, ...] = self._pick(table.cells)
            values: list[Any] = [cell.value for cell in cells]
            if min(values) >= 0 and type(sum(values)) is int:
                return [instance for instance, more, less in self._sums if sum(more(values)) != sum(less(values))]
        except (KeyError, TypeError):
            pass  # a cell without a number
        return self._instances


def _picker(places: list[int]) -> Callable[[list[Any]], Sequence[Any]]:
    """A function that takes these places out of a list."""
    first, end = min(places, default=0), max(places, default=-1) + 1
    if places == list(range(first, end)):
        return itemgetter(slice(first, end))
    return itemgetter(*places)
