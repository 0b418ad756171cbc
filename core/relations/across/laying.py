"""Laying out (展开): the relations of rulesets that look at other reports, over the editions of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gouji.relations.declaration import Relation
from gouji.relations.expansion import Instance, expand
from gouji.ruleset import edition


class LaidOut(NamedTuple):
    """A relation between definite cells (展开的勾稽关系), and the key of the edition whose form they are of."""

    edition: str
    instance: Instance


def laid_across(relations: Mapping[str, Sequence[Relation]]) -> list[LaidOut]:
    """Every instance of the relations across reports, which are given by the key of the edition that they are for.

    Raises RulesetError if a relation does not fit its edition.
    """
    return [
        LaidOut(key, instance)
        for key, declared in relations.items()
        for relation in declared
        if relation.reaches_out
        for instance in expand(relation, edition(key))
    ]
