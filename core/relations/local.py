"""Local rulesets (地方规则集): relations that a province or a pack adds to those of the form."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import tomli

from gouji.i18n import _
from gouji.relations.declaration import Relation, catalogue, load_relations
from gouji.relations.rulebook import Rulebook
from gouji.relations.system import System
from gouji.rule import Rule
from gouji.ruleset import EDITIONS, RulesetError, edition
from gouji.trouble import describe
from gouji.usage import unknown


def relation_rules(path: str | os.PathLike[str]) -> list[Rule]:
    """The rules that the ``[[relations]]`` of a ruleset file make. Raises RulesetError for a file that cannot be used.

    They hold for the edition that the file's ``[edition]`` names, or for all. Whether their names are the form's own is
    found out when they first meet a report.
    """
    return rules_in(os.path.basename(path), contents(path))


def rules_in(name: str, says: Mapping[str, Any]) -> list[Rule]:
    """The rules that the relations of a ruleset make, which is called ``name`` and says this. Raises RulesetError."""
    head = says.get("edition", {})
    named = head.get("key") if isinstance(head, dict) else head
    if named not in (*EDITIONS, None):
        sentence = _("没有“{name}”这一版").format(name=named)
        raise RulesetError(name, "edition.key", str(unknown(sentence, str(named), EDITIONS, listed=True)))
    instruments = {key: edition(key).instrument for key in EDITIONS if named in {key, None}}
    entries = says.get("relations", [])
    return rules_of({key: load_relations(entries, name, text) for key, text in instruments.items()})


def rules_of(relations: Mapping[str, Sequence[Relation]]) -> list[Rule]:
    """The rules that relations make, by the key of the edition that they are for; each is laid over it when needed."""
    laid_out = cache(lambda key: System(relations.get(key, ()), edition(key)))
    return Rulebook(cache(lambda key: laid_out(key).screens), laid_out).rules(catalogue(relations))


def contents(path: str | os.PathLike[str]) -> dict[str, Any]:
    """What a ruleset file says, as data. Raises RulesetError if it cannot be read."""
    try:
        with open(path, encoding="utf-8") as stream:
            return tomli.loads(stream.read())
    except tomli.TOMLDecodeError as error:
        raise RulesetError(os.path.basename(path), f"{error.lineno}:{error.colno}", error.msg) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RulesetError(os.path.basename(path), _("读不了"), describe(error)) from None
