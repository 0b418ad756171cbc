"""Relations of local rulesets (地方勾稽关系): those that a province or a pack adds to the form's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from gouji.entries import Fault, RulesetError, refuse
from gouji.i18n import _
from gouji.model import Number
from gouji.relations.across import rules_across
from gouji.relations.across.laying import laid_across
from gouji.relations.declaration import Relation, catalogue, load_relations
from gouji.relations.expansion import Instance, Operand, expand
from gouji.relations.rulebook import Rulebook
from gouji.relations.system import System, Tables
from gouji.rule import Rule
from gouji.ruleset import edition
from gouji.usage import unknown


def relation_rules(file: str, entries: Any, editions: Sequence[str]) -> list[Rule]:
    """The rules that the ``[[relations]]`` of a ruleset make, for these editions of the form.

    A relation holds in the editions that have all its names. Raises RulesetError with every fault, among them that a
    relation fits none of the editions, or that an example names what is not there.
    """
    fitting: dict[str, list[Relation]] = {key: [] for key in editions}
    faults: list[Fault] = []
    declared = {key: load_relations(entries, file, edition(key).instrument) for key in editions}
    for variants in zip(*declared.values(), strict=True):
        failures = []
        for key, relation in zip(editions, variants, strict=True):
            try:
                expand(relation, edition(key))
                fitting[key].append(relation)
            except RulesetError as error:
                failures.append(error)
        if len(failures) == len(editions):
            faults += failures[-1].faults
        else:
            faults += _misnamed_figures(variants[-1], editions)
    refuse(file, faults)
    return rules_of(fitting)


class _Additional(System):
    """Relations besides the form's own (另加的勾稽关系).

    They are not all that a cell must satisfy, and often say what is unusual rather than what is impossible. So no cell
    is called the one at fault, and no number the right one.
    """

    def culprits(self, tables: Tables) -> dict[Instance, tuple[Operand, Number]]:
        """None."""
        return {}

    def is_result(self, instance: Instance) -> bool:
        """Never: the form's own relations look at every cell."""
        return False


def rules_of(relations: Mapping[str, Sequence[Relation]]) -> list[Rule]:
    """The rules that relations make, by the key of the edition that they are for; each is laid over it when needed."""
    laid_out = cache(lambda key: _Additional(relations.get(key, ()), edition(key)))
    within, between = catalogue(relations)
    own = Rulebook(cache(lambda key: laid_out(key).screens), laid_out).rules(within)
    return own + rules_across(between, cache(partial(laid_across, relations)))


def _misnamed_figures(relation: Relation, editions: Sequence[str]) -> list[Fault]:
    """The names in the examples of a relation that no edition has."""
    known = {prefix + name for prefix in _prefixes(relation) for key in editions for name in _names(relation, key)}
    faults = []
    for example, figures in (("wrong", relation.wrong), ("right", relation.right)):
        for name, _number in figures:
            if name not in known:
                reason = str(unknown(_("没有{name}这个名称").format(name=name), name, known))
                faults.append(Fault((*relation.place, example, name), reason, on_key=True))
    return faults


def _names(relation: Relation, key: str) -> set[str]:
    """What the figures of a relation's examples may be called: rows or fields, or single cells as ``row__field``."""
    tables = edition(key).tables
    rows = [row for table in relation.tables or tables for row in tables[table].rows]
    if relation.each in (None, "cell"):
        return {row.key for row in rows} | {f"{row.key}__{field}" for row in rows for field in row.fields}
    return {row.key for row in rows} if relation.each == "column" else {name for row in rows for name in row.fields}


def _prefixes(relation: Relation) -> list[str]:
    """What stands before the names of figures in the reports that a relation looks at, nothing for the one at hand."""
    return ["", *dict.fromkeys(f"{name.prefix}." for name in relation.names if name.prefix)]
