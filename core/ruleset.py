"""Rulesets (规则集): TOML files that say which edition governs when, how its parts may be worded, what must add up.

The tables themselves come from the edition's grammar; a ruleset adds what a grammar cannot say.
"""

import os
from functools import cache
from typing import Any, NamedTuple

from gouji import grammars, rulesets
from gouji.form import Edition, RowForm, SectionForm, TableForm
from gouji.readymade import ready_made

EDITIONS = ("2019", "2021")
"""The keys of the editions, oldest first."""


class Ruleset(NamedTuple):
    """An edition with what its ruleset says of it.

    accepted, rewordings: for a terminal of the grammar, wordings that pass as the label, and wordings that are
    understood as it and reported.
    """

    edition: Edition
    accepted: dict[str, list[str]]
    rewordings: dict[str, list[str]]


@ready_made(*((key,) for key in EDITIONS))
def ruleset(key: str) -> Ruleset:
    """The bundled ruleset of an edition, by its key."""
    data = load(f"edition-{key}")
    head = data["edition"]
    form = grammars.form(f"edition-{key}")
    tables = {
        name: TableForm(
            key=name,
            rows=tuple(
                RowForm(
                    row.key,
                    row.terminal,
                    form.labels[row.terminal or row.key.upper()],
                    tuple(field for field, _terminal in row.fields),
                )
                for row in table.rows
            ),
            columns={field: form.labels[terminal] for row in table.rows for field, terminal in row.fields},
        )
        for name, table in form.tables.items()
    }
    years = head["years"]
    edition = Edition(key, head["instrument"], (years["from"], years.get("to")), tables, _sections(data["sections"]))
    return Ruleset(edition, data.get("labels", {}), data.get("rewordings", {}))


def edition(key: str) -> Edition:
    """The edition of the form with this key. Raises KeyError if there is none."""
    if key not in EDITIONS:
        raise KeyError(key)
    return ruleset(key).edition


def governing(year: int) -> Edition | None:
    """The edition that governs reports on a year; None for the years before there was a uniform form."""
    return next((found for key in reversed(EDITIONS) if (found := edition(key)).governs(year)), None)


@cache
def load(name: str) -> dict[str, Any]:
    """A bundled ruleset file as data, merged over the one that it ``extends``: lists are joined, tables updated."""
    import tomli

    with open(os.path.join(os.path.dirname(rulesets.__file__), f"{name}.toml"), "rb") as stream:
        data = tomli.load(stream)
    parent = data.get("edition", {}).get("extends")
    if parent is None:
        return data
    merged = dict(load(parent))
    for key, value in data.items():
        inherited = merged.get(key)
        merged[key] = inherited + value if isinstance(inherited, list) else {**(inherited or {}), **value}
    return merged


def _sections(entries: list[dict[str, Any]]) -> tuple[SectionForm, ...]:
    return tuple(
        SectionForm(
            key=entry["key"],
            number=entry["number"],
            title=entry["title"],
            table=entry.get("table"),
            accepted=tuple(entry.get("accepted", ())),
            keywords=tuple(entry["keywords"]),
        )
        for entry in entries
    )
