"""Relations (勾稽关系): the arithmetic that a report must satisfy, as data in rulesets, checked with exact numbers.

``language`` understands a relation's text, ``declaration`` a ruleset's entry; ``expansion`` lays a relation over the
form, ``evaluation`` decides whether it can hold, ``inference`` draws conclusions from several, ``system`` keeps them
together for one edition, and ``findings`` puts into words what is broken. A sound report needs none of this: ``screen``
sees that its sums come out, and ``rulebook`` goes on only where they do not. ``across`` compares reports with each
other, and ``local`` makes rules of an office's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from gouji.model import Number, Table
from gouji.readymade import ready_made
from gouji.relations.across import rules_across
from gouji.relations.rulebook import Rulebook
from gouji.rule import Rule
from gouji.ruleset import EDITIONS, edition, load

if TYPE_CHECKING:
    from gouji.relations.across.laying import LaidOut
    from gouji.relations.declaration import Relation
    from gouji.relations.screen import Screen
    from gouji.relations.system import System


def statutory_rules() -> list[Rule]:
    """The rules that the form's own relations make."""
    within, between = _catalogue()
    return [*Rulebook(_screens, laid_out).rules(within), *rules_across(between, _laid_across)]


def declared(key: str) -> tuple[Relation, ...]:
    """The relations that the form itself demands in an edition, as its ruleset declares them."""
    from gouji.relations.declaration import load_relations

    return load_relations(load(f"edition-{key}")["relations"], f"edition-{key}.toml", edition(key).instrument)


@ready_made(*((key,) for key in EDITIONS))
def laid_out(key: str) -> System:
    """The form's own relations, laid over the edition with this key."""
    from gouji.relations.system import System

    return System(declared(key), edition(key))


@ready_made(*((key,) for key in EDITIONS))
def _screens(key: str) -> dict[str, Screen | None]:
    return laid_out(key).screens


@cache
def _laid_across() -> list[LaidOut]:
    from gouji.relations.across.laying import laid_across

    return laid_across({key: declared(key) for key in EDITIONS})


@ready_made(())
def _catalogue() -> tuple[list[Rule], list[Rule]]:
    from gouji.relations.declaration import catalogue

    return catalogue({key: declared(key) for key in EDITIONS})


def forced(table: Table) -> Mapping[tuple[str, str], Number]:
    """The value of each cell, by row and field, that holds no number and to which the form's relations leave just one.

    >>> from gouji.document import Place
    >>> forced(Table("applications", None, Place(1, 1, 1, 1)))
    {}
    """
    if table.edition is None:
        return {}
    found = laid_out(table.edition.key).forced({table.key: table})
    return {(operand.row, operand.field): value for operand, value in found.items()}
