"""The relations of a ruleset over one edition of the form (勾稽关系组), laid out once for every report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from gouji.form import Edition
from gouji.measures import measures
from gouji.model import Number, Table
from gouji.relations.declaration import Relation
from gouji.relations.evaluation import Bounds, Interval, applies, bounds, satisfiable
from gouji.relations.expansion import Instance, Operand, expand
from gouji.relations.inference import culprits, forced
from gouji.relations.screen import Screen

Tables = Mapping[str, Table]
"""The tables of a report that are of the system's edition, by key."""


class System:
    """All instances of a ruleset's relations over an edition, whose key is ``edition``, that one report can break.

    Raises :class:`~gouji.entries.RulesetError` if a relation does not fit the edition.
    """

    def __init__(self, relations: Iterable[Relation], edition: Edition) -> None:
        self.edition = edition.key
        within = (relation for relation in relations if not relation.reaches_out)
        self._instances = {relation.code: expand(relation, edition) for relation in within}

    @property
    def screens(self) -> dict[str, Screen | None]:
        """A quick look at each relation by its code, None for one that needs more than that."""
        return {code: Screen.of(instances) for code, instances in self._instances.items()}

    def broken(self, code: str, tables: Tables) -> list[Instance]:
        """The instances of one relation that no completion of the tables satisfies, in the form's order."""
        instances = self._instances.get(code, ())
        known = self.bounds(tables, instances)
        return [instance for instance in instances if applies(instance, known) and not satisfiable(instance, known)]

    def bounds(self, tables: Tables, instances: Iterable[Instance]) -> dict[Operand, Interval]:
        """What the tables say of the cells of these instances."""
        operands = {operand for instance in instances for operand in instance.operands}
        return bounds(operands, tables, measures(self.edition))

    def culprits(self, tables: Tables) -> dict[Instance, tuple[Operand, Number]]:
        """For each broken instance the cell at fault and its right number, where that can be told."""
        return culprits(*self._applicable(tables))

    def is_result(self, instance: Instance) -> bool:
        """Whether the cell that an instance is reported at is nothing but its result: no other instance looks at it."""
        instances = (other for found in self._instances.values() for other in found)
        return not any(instance.at in other.operands for other in instances if other != instance)

    def forced(self, tables: Tables) -> dict[Operand, Number]:
        """The cells without a number for which the relations leave exactly one."""
        return forced(*self._applicable(tables))

    def _applicable(self, tables: Tables) -> tuple[list[Instance], Bounds]:
        known = bounds(self._operands, tables, measures(self.edition))
        instances = (instance for found in self._instances.values() for instance in found)
        return [instance for instance in instances if applies(instance, known)], known

    @cached_property
    def _operands(self) -> frozenset[Operand]:
        """Every cell that the relations look at: the same for every report."""
        return frozenset(cell for found in self._instances.values() for each in found for cell in each.operands)
