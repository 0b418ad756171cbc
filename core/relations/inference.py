"""What relations say together (勾稽推断): the blanks that they force, and the one cell behind several breaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gouji.model import Number
from gouji.relations.evaluation import Bounds, Interval, domain, limits, satisfiable
from gouji.relations.expansion import Instance, Operand

_ROUNDS = 60
"""More rounds than any form needs. Only bounds that chase each other upwards for ever come this far."""


def forced(instances: Iterable[Instance], bounds: Bounds) -> dict[Operand, Number]:
    """The unknown cells for which the relations leave exactly one number.

    Bounds are narrowed, relation by relation, until nothing changes. A relation that is broken forces nothing, and
    neither do relations that contradict each other through the unknown cells that they share.
    """
    sound = [instance for instance in instances if satisfiable(instance, bounds)]
    values: dict[Operand, Number] = {}
    for linked in _linked(sound, bounds):
        values |= _narrowed(linked, bounds)
    return values


def _linked(instances: Iterable[Instance], bounds: Bounds) -> list[list[Instance]]:
    """The instances that have unknown cells, in groups such that no two groups share one."""
    groups: list[tuple[set[Operand], list[Instance]]] = []
    for instance in instances:
        unknown = {operand for operand, _ in instance.balance if bounds[operand].value is None}
        if not unknown:
            continue
        members = [instance]
        for group in [group for group in groups if group[0] & unknown]:
            groups.remove(group)
            unknown |= group[0]
            members = group[1] + members
        groups.append((unknown, members))
    return [members for _, members in groups]


def _narrowed(instances: Sequence[Instance], bounds: Bounds) -> dict[Operand, Number]:
    """The values that the instances force, nothing if they cannot hold together."""
    cells = {operand: bounds[operand] for instance in instances for operand, _ in instance.balance}
    unknown = [operand for operand, interval in cells.items() if interval.value is None]
    still_open = set(unknown)
    for _ in range(_ROUNDS):
        if not sum(_narrow(instance, cells, still_open) for instance in instances):
            break
    else:
        return {}
    if not all(satisfiable(instance, cells) for instance in instances):
        return {}
    return {operand: value for operand in unknown if (value := cells[operand].value) is not None}


def _narrow(instance: Instance, cells: dict[Operand, Interval], still_open: set[Operand]) -> int:
    """Narrow the open cells of one instance to what the others leave them; how many that changed."""
    changed = 0
    for operand, limit in limits(instance, cells, still_open):
        before = cells[operand]
        after = before.within(limit)
        if after != before and not after.empty:
            cells[operand] = after
            changed += 1
            if after.value is not None:
                still_open.remove(operand)
    return changed


def culprits(instances: Iterable[Instance], bounds: Bounds) -> dict[Instance, tuple[Operand, Number]]:
    """For each broken instance the cell at fault and its right number, where that can be told (症结).

    A cell can be at fault if there is exactly one number that, written there, satisfies every relation of the cell.
    Of these cells, those count that explain the most: no other explains the same breaches and more. A breach has a
    culprit if exactly one of them explains it, and all other breaches that this one explains have no other either.
    """
    candidates = _candidates(list(instances), bounds)
    explained = [repaired for _, repaired in candidates.values()]
    largest = {
        operand: (value, repaired)
        for operand, (value, repaired) in candidates.items()
        if not any(repaired < other for other in explained)
    }
    found: dict[Instance, tuple[Operand, Number]] = {}
    for operand, (value, repaired) in largest.items():
        if all(repaired.isdisjoint(other) for rival, (_, other) in largest.items() if rival != operand):
            found |= dict.fromkeys(repaired, (operand, value))
    return found


def _candidates(instances: list[Instance], bounds: Bounds) -> dict[Operand, tuple[Number, set[Instance]]]:
    """Each known cell that could be at fault, with its right number and the breaches that this number repairs."""
    broken = {instance for instance in instances if not satisfiable(instance, bounds)}
    involved = {operand for instance in broken for operand, _ in instance.balance}
    allowed = {operand: domain(operand) for operand in involved if bounds[operand].value is not None}
    for instance in instances:
        for operand, limit in limits(instance, bounds, allowed):
            allowed[operand] = allowed[operand].within(limit)
    found = {}
    for operand, interval in allowed.items():
        if interval.value is not None:
            changed = {**bounds, operand: interval}
            relations = [instance for instance in instances if operand in dict(instance.balance)]
            if all(satisfiable(instance, changed) for instance in relations):
                found[operand] = interval.value, broken.intersection(relations)
    return found
