"""The report (年度报告) as rules see it: sections, the three statutory tables, and the narrative, each with its places.

Keys of tables, rows and fields are those of the grammars, in the form's own order. A value that is None is unknown: the
cell is blank, unreadable or not there. It is never a zero.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from gouji.document import Document, Paragraph, Place
from gouji.form import Edition

Number = int | Decimal
Made = TypeVar("Made")


class CellKind(Enum):
    """What stands in a cell (单元格内容)."""

    NUMBER = "number"
    """A readable number."""
    BLANK = "blank"
    """Nothing, or a placeholder for nothing such as ``/`` or ``无``."""
    WORDS = "words"
    """Something else."""
    MISSING = "missing"
    """The copy has no such cell; ``place`` is that of the row's label."""


class Cell(NamedTuple):
    """One cell of a statutory table (单元格): the text as printed, its exact value or None, and its place."""

    raw: str
    value: Number | None
    kind: CellKind
    place: Place
    unit: str = ""


class Label(NamedTuple):
    """A label of the form (栏目名称) as it is printed in this report; ``key`` is the grammar's terminal for it.

    ``statutory`` is the wording of the form; ``reworded`` says that ``printed`` departs from it in more than white
    space, quotation marks, the style of its number or a wording that the ruleset accepts.
    """

    key: str
    printed: str
    statutory: str
    place: Place
    reworded: bool


class DamageKind(Enum):
    """What the form's grammar found wrong with a table (表式问题)."""

    MISSING_ROW = "missing-row"
    DUPLICATE_ROW = "duplicate-row"
    MISPLACED_ROW = "misplaced-row"
    VALUE_COUNT = "value-count"
    MISSING_COLUMN = "missing-column"
    ADDED_COLUMN = "added-column"
    MOVED_COLUMN = "moved-column"
    FOREIGN = "foreign"


class Damage(NamedTuple):
    """One departure of a table from the form (表式问题): what stood there, and what the form wants there.

    ``row`` and ``field`` are None where the damage belongs to no row or field of the form.
    """

    kind: DamageKind
    place: Place
    found: str
    expected: str
    row: str | None = None
    field: str | None = None


class Table(NamedTuple):
    """One statutory table (法定表格).

    key: ``disclosure`` (表一), ``applications`` (表二) or ``review`` (表三).
    edition: the edition of the form whose labels it carries, None if the report has no such table.
    place: the first label of the table; for an absent table the place where it should be.
    cells: every cell of the form by (row, field); empty for an absent table.
    labels: the labels as printed, in document order.
    """

    key: str
    edition: Edition | None
    place: Place
    cells: Mapping[tuple[str, str], Cell] = MappingProxyType({})
    labels: tuple[Label, ...] = ()
    damage: tuple[Damage, ...] = ()

    @property
    def present(self) -> bool:
        """Whether the report has this table."""
        return self.edition is not None

    def cell(self, row: str, column: str) -> Cell | None:
        """The cell of the row and field with these keys, None if this edition has none or the table is absent."""
        return self.cells.get((row, column))

    def value(self, row: str, column: str) -> Number | None:
        """The exact value of a cell, None if it is unknown."""
        cell = self.cells.get((row, column))
        return None if cell is None else cell.value


class Heading(NamedTuple):
    """A section's heading (章节标题).

    number: the printed number (``五``), empty if there is none. title: the rest, without what follows on the line.
    accepted: whether number and title are the statutory ones or a variant that the ruleset accepts; for a section that
        the form does not have, whether a local ruleset asks for it.
    """

    number: str
    title: str
    place: Place
    accepted: bool

    @property
    def text(self) -> str:
        """Number and title in one (``五、存在的主要问题``)."""
        return f"{self.number}、{self.title}" if self.number else self.title


class Section(NamedTuple):
    """A top-level section (章节).

    key: the form's key for it (``overview`` … ``other_matters``), None for a section that the form does not have.
    paragraphs: its text without the heading and without what belongs to a statutory table.
    tables: the keys of the statutory tables that stand in it.
    pictures: the places of pictures that stand in it.
    """

    key: str | None
    heading: Heading
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[str, ...] = ()
    pictures: tuple[Place, ...] = ()


class Title(NamedTuple):
    """The report's title (标题), joined where it is printed on several lines; a part that is not there is None."""

    text: str
    place: Place
    agency: str | None
    year: int | None


class Additions:
    """What the rulesets of an office or a pack add to the bundled ones (地方补充): their entries, file by file.

    One object serves all reports of a run, so that what is made of the entries is made once.
    """

    def __init__(self, *files: tuple[str, Mapping[str, Any]]) -> None:
        """files: the name and the content of each ruleset, as the TOML parser gives it."""
        self._files = files

    def entries(self, key: str) -> Iterator[tuple[str, Any]]:
        """What stands under a key in each file that has it, with the name of the file."""
        return ((name, says[key]) for name, says in self._files if key in says)

    def __repr__(self) -> str:
        return f"Additions({', '.join(name for name, _says in self._files)})"

    def joined(self, other: "Additions") -> "Additions":
        """What both add; either of them itself where the other adds nothing, for what was made of it is kept."""
        if not self._files:
            return other
        return Additions(*self._files, *other._files) if other._files else self


NO_ADDITIONS = Additions()


class _Report(NamedTuple):
    """The parts of a report as the parser finds them; a class of its own, since named tuples cannot hold readings."""

    path: str
    document: Document
    title: Title | None
    agency: str | None
    year: int | None
    edition: Edition | None
    sections: tuple[Section, ...]
    preamble: tuple[Paragraph, ...]
    disclosure: Table
    applications: Table
    review: Table
    additions: Additions = NO_ADDITIONS


class Report(_Report):
    """One annual report (政府信息公开工作年度报告).

    path: the file as the user named it.
    title: None if no title was found.
    agency, year: from the title, else from the text; None if neither says. ``year`` is the year that the figures cover.
    edition: the edition of the form that governs ``year``; None if the year is unknown or had no uniform form.
    sections: in document order.
    preamble: the paragraphs before the first section, without the title.
    additions: what local rulesets add.
    """

    @cached_property
    def readings(self) -> dict[object, Any]:
        """What has been read out of this report so far, by the function that reads it; see :func:`reading`."""
        return {}

    @property
    def tables(self) -> tuple[Table, Table, Table]:
        """The three statutory tables in the form's order."""
        return self.disclosure, self.applications, self.review

    def table(self, key: str) -> Table:
        """The statutory table with this key. Raises KeyError for any other word."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)

    @property
    def narrative(self) -> Iterator[Paragraph]:
        """All paragraphs outside the tables, in document order, headings excepted."""
        yield from self.preamble
        for section in self.sections:
            yield from section.paragraphs


def reading(function: Callable[[Report], Made]) -> Callable[[Report], Made]:
    """Mark a function that reads something out of a report: whichever rules ask, it is run once for each report.

    >>> from gouji.model import reading
    >>> @reading
    ... def sections(report):
    ...     return len(report.sections)
    """

    @wraps(function)
    def once(report: Report) -> Made:
        readings = report.readings
        if function not in readings:
            readings[function] = function(report)
        made: Made = readings[function]
        return made

    return once
