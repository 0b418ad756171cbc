"""Findings (发现的问题): what a rule says about one place of one report."""

from enum import IntEnum
from typing import NamedTuple

from gouji.document import Place


class Severity(IntEnum):
    """How sure and how grave (严重程度)."""

    INFO = 1
    """提示: information."""
    WARNING = 2
    """警告: very probably wrong, a person should look."""
    ERROR = 3
    """错误: a provable breach of the statutory form or of arithmetic."""

    @property
    def key(self) -> str:
        """The name used on the command line, in configuration and in machine output."""
        return self.name.lower()


class Culprit(NamedTuple):
    """The one cell (症结) whose change to ``value`` would repair every finding that names it."""

    table: str
    row: str
    field: str
    value: str
    place: Place


class Edit(NamedTuple):
    """One change of a text (改动): what stands at ``place`` becomes ``text``; an empty place is a gap to fill."""

    place: Place
    text: str


class Fix(NamedTuple):
    """A way to mend a finding (修改办法): its edits belong together, all or none.

    safe: only the form changes and no meaning can (修改格式); other fixes need a person's assent.
    """

    edits: tuple[Edit, ...]
    safe: bool = True


class Related(NamedTuple):
    """Another report that a finding is about as well (相关报告): which one, and what it holds there, as text."""

    path: str | None
    agency: str | None
    year: int | None
    value: str | None = None


class Finding(NamedTuple):
    """One breach of one rule at one place.

    A rule gives the place, the sentence and the values; the engine stamps ``code``, ``severity`` and ``basis`` from
    the rule, so that a rule cannot get them wrong. ``severity`` may be given by a rule for a milder case of itself.

    table, row, field: the form's own keys for the cell, where there is one.
    expected, actual: what the place should hold and what it holds, as text; None where that does not apply.
    fix: how to mend it, where that is beyond doubt.
    places: how many places this one finding stands for (JSON: ``count``).
    cells: row and field of each cell that it stands for, its own among them; no field: the whole row.
    related: the other reports that it is about.
    path: in an audit, the report that it is about; None if it is about one that is not there.
    agency, year: whose report on which year that is, where no file tells.
    """

    place: Place
    message: str
    table: str | None = None
    row: str | None = None
    field: str | None = None
    expected: str | None = None
    actual: str | None = None
    culprit: Culprit | None = None
    fix: Fix | None = None
    places: int = 1
    cells: tuple[tuple[str | None, str | None], ...] = ()
    related: tuple[Related, ...] = ()
    path: str | None = None
    agency: str | None = None
    year: int | None = None
    severity: Severity | None = None
    code: str = ""
    basis: str = ""
