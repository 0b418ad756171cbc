"""Laying out (展开): the relations of rulesets that look at other reports, over the editions of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gouji.relations.across.asking import LaidOut
from gouji.relations.declaration import Relation
from gouji.relations.expansion import expand
from gouji.ruleset import edition


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
