"""Relations (勾稽关系): the arithmetic that a report must satisfy, as data in rulesets, checked with exact numbers.

``language`` understands a relation's text, ``declaration`` a ruleset's entry; ``expansion`` lays a relation over the
form, ``evaluation`` decides whether it can hold, ``inference`` draws conclusions from several, ``system`` keeps them
ready for one edition, and ``rules`` makes rules of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from gouji.i18n import _
from gouji.model import Number, Table
from gouji.relations.declaration import Relation, RulesetError, load_relations
from gouji.relations.language import RelationError
from gouji.relations.rules import Rulebook
from gouji.rule import Rule
from gouji.ruleset import EDITIONS, load
from gouji.usage import unknown

__all__ = [
    "Relation",
    "RelationError",
    "Rulebook",
    "RulesetError",
    "forced",
    "load_relations",
    "relation_rules",
    "statutory",
]


@cache
def statutory() -> Rulebook:
    """The relations that the form itself demands, by edition."""
    sources = {key: load(f"edition-{key}") for key in EDITIONS}
    return Rulebook(
        {
            key: load_relations(data["relations"], f"edition-{key}.toml", data["edition"]["instrument"])
            for key, data in sources.items()
        }
    )


def relation_rules(path: Path) -> list[Rule]:
    """The rules that the ``[[relations]]`` of a ruleset file make. Raises RulesetError for a file that cannot be used.

    They hold for the edition that the file's ``[edition]`` names, or for all. Whether their names are the form's own is
    found out when they first meet a report, or by :meth:`Rulebook.system`.
    """
    data = _read(path)
    head = data.get("edition", {})
    named = head.get("key") if isinstance(head, dict) else head
    if named not in (*EDITIONS, None):
        sentence = _("没有“{name}”这一版").format(name=named)
        raise RulesetError(path.name, "edition.key", str(unknown(sentence, str(named), EDITIONS, listed=True)))
    instruments = {key: load(f"edition-{key}")["edition"]["instrument"] for key in EDITIONS if named in {key, None}}
    entries = data.get("relations", [])
    return Rulebook({key: load_relations(entries, path.name, text) for key, text in instruments.items()}).rules


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except tomli.TOMLDecodeError as error:
        raise RulesetError(path.name, f"{error.lineno}:{error.colno}", error.msg) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RulesetError(path.name, _("读取"), str(error)) from None


def forced(table: Table) -> Mapping[tuple[str, str], Number]:
    """The value of each cell, by row and field, that holds no number and to which the form's relations leave just one.

    >>> from gouji.document import Place
    >>> forced(Table("applications", None, Place(1, 1, 1, 1)))
    {}
    """
    if table.edition is None:
        return {}
    found = statutory().system(table.edition).forced({table.key: table})
    return {(operand.row, operand.field): value for operand, value in found.items()}
