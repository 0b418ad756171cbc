"""What an agency files: one report as text, web page or Word document, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePosixPath
from random import Random

from generation import docx_files, form, html_files
from generation.form import APPLICANTS, BLOCKS, COLUMNS, RESULTS, Matrix
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.reports import CellKey, Paragraphs, Sample

from province.agencies import Agency
from province.figures import Books, edition_of
from province.narratives import Narrative, narrative, sections

TEXTS = ("tabs", "line-each", "|blank", "tsv-compact", "|one-heading")
LATEST = {"government": (3, 31), "department": (1, 31), "township": (1, 31)}
"""The last day by kind; for townships, which the law does not name, as for departments."""


@dataclass(frozen=True)
class Filing(Sample):
    """One report as it is filed (报送件).

    filer: whose it is, by the roster. signed: month and day, of the year after. signer: who signs, None for nobody.
    layout: one of ``TEXTS``, or a layout of ``html_files`` or ``docx_files`` as ``html/plain``. folder: where it lies,
    by default the folder of its year and place. name: of the file, without its ending.
    """

    filer: str = ""
    narrative: Narrative = field(default_factory=dict)
    signed: tuple[int, int] = (1, 18)
    signer: str | None = ""
    layout: str = TEXTS[0]
    folder: str = ""
    name: str = ""

    @property
    def path(self) -> str:
        """Where it lies, from the folder of all reports."""
        ending, slash, _ = self.layout.partition("/")
        return str(PurePosixPath(self.folder, f"{self.name}.{ending if slash else 'txt'}"))

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        kind, _slash, layout = self.layout.partition("/")
        match kind:
            case "html":
                return html_files.write(self, f"html-{layout}")
            case "docx":
                return docx_files.write(self, layout)
        return render(self, BY_NAME[self.layout], len(self.name), Noise()).encode()

    @property
    def received(self) -> str:
        """How many requests are new, as printed."""
        return self.values["applications", "received", "total"]

    @property
    def sections(self) -> list[Paragraphs]:
        return self.edit(sections(self.narrative, self.year, self.received, self.tables))

    @property
    def signature(self) -> tuple[str, ...]:
        if self.signer is None:
            return ()
        return self.signer or self.agency, f"{self.year + 1}年{self.signed[0]}月{self.signed[1]}日"

    def with_counts(self, changes: Mapping[CellKey, int]) -> Filing:
        """The same report with these added to the figures."""
        changed = {key: str(int(self.values[key]) + number) for key, number in changes.items()}
        return replace(self, values={**self.values, **changed})


def filing(agency: Agency, year: int, books: Books, seed: int) -> Filing:
    """The report of an agency on a year, signed in time."""
    rng = Random(f"filing {seed} {agency.name} {year}")
    edition = edition_of(year)
    values = _values(books, edition)
    received = int(values["applications", "received", "total"])
    return Filing(
        edition,
        year,
        agency.name,
        values,
        _tables(edition),
        filer=agency.name,
        narrative=narrative(agency, edition, received, rng),
        signed=_signed(agency, rng),
        layout=_layout(rng),
        folder=f"{year}/{agency.place}",
        name=agency.name,
    )


@cache
def _tables(edition: str) -> dict[str, Matrix]:
    return form.tables(edition)


def _signed(agency: Agency, rng: Random) -> tuple[int, int]:
    """A day in time, the last one among them."""
    month, day = agency.deadline or LATEST[agency.kind]
    return month, rng.randint(5, day)


def _layout(rng: Random) -> str:
    """Text mainly, one in twenty a web page, one in fifty a Word document."""
    lot = rng.random()
    if lot < 0.02:
        return "docx/plain"
    return "html/plain" if lot < 0.07 else rng.choice(TEXTS)


def _values(books: Books, edition: str) -> dict[CellKey, str]:
    """The text of every cell, with the sums."""
    values = {("disclosure", *key): text for key, text in books.disclosure.items()}
    counts = books.counts
    done = {column: sum(counts[row, column] for row in form.OUTCOME_ROWS[edition]) for column in APPLICANTS}
    for row in form.APPLICATION_ROWS[edition]:
        numbers = [done[column] if row == "total" else counts[row, column] for column in APPLICANTS]
        for column, number in zip(COLUMNS, (*numbers, sum(numbers)), strict=True):
            values["applications", row, column] = str(number)
    for block in BLOCKS:
        numbers = [counts[block, result] for result in RESULTS]
        for result, number in zip((*RESULTS, "total"), (*numbers, sum(numbers)), strict=True):
            values["review", block, result] = str(number)
    return values
