"""Rulebooks (勾稽规则簿): relations as rules that are run on reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from gouji.finding import Finding
from gouji.rule import Rule

if TYPE_CHECKING:
    from gouji.model import Report
    from gouji.relations.screen import Screen
    from gouji.relations.system import System


class Rulebook:
    """The relations of one ruleset, for every edition of the form."""

    def __init__(self, screens: Callable[[str], Mapping[str, Screen | None]], system: Callable[[str], System]) -> None:
        """screens, system: give them for the key of an edition; the system is asked for only after a breach."""
        self._screens = screens
        self._system = system

    def rules(self, catalogue: Iterable[Rule]) -> list[Rule]:
        """The rules of a catalogue, with the checks that they lack."""
        return [rule._replace(check=partial(self._check, rule.code)) for rule in catalogue]

    def _check(self, code: str, report: Report) -> Iterator[Finding]:
        if report.edition is None and report.year is not None:
            return  # a year that had no uniform form
        for key in dict.fromkeys(table.edition.key for table in report.tables if table.edition is not None):
            tables = {table.key: table for table in report.tables if table.edition and table.edition.key == key}
            screens = self._screens(key)
            if code not in screens:
                continue  # the edition has no such relation
            screen = screens[code]
            if screen is None or not screen.sound(tables):
                from gouji.relations.findings import findings

                yield from findings(self._system(key), code, tables)
