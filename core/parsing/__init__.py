"""Parsing (解析): a document becomes a report. Damage becomes part of the report; nothing here raises on content."""

from __future__ import annotations

from gouji.document import Document, Paragraph, Place
from gouji.model import NO_ADDITIONS, Additions, Report, Section, Table
from gouji.parsing.folding import fold
from gouji.parsing.headings import local_headings
from gouji.parsing.labels import accepting, local_labels
from gouji.parsing.scan import Scan, scan
from gouji.parsing.sections import divide
from gouji.parsing.tables import parse_table
from gouji.parsing.titles import NAME, find_title, year_of
from gouji.ruleset import edition as edition_with_key
from gouji.ruleset import governing

_START = Place(1, 1, 1, 1)
_FEWEST_CHARACTERS = 100
"""A page of pictures has less text than this: a heading, a page number, a line that a site adds."""


class NotAReport(Exception):
    """The document is no annual report (X002); ``place`` is where it begins.

    ``scanned`` says that it holds pictures and next to no text, so that nobody can tell what it is (X003).
    """

    def __init__(self, place: Place, *, scanned: bool) -> None:
        super().__init__()
        self.place = place
        self.scanned = scanned


def parse(
    document: Document,
    path: str,
    *,
    year: int | None = None,
    edition: str | None = None,
    additions: Additions = NO_ADDITIONS,
) -> Report:
    """The report in a document.

    year, edition: what the user says of it; it counts for more than what the report says itself.
    additions: what local rulesets add.
    Raises NotAReport if the document has neither the title nor two sections nor a table of one.
    """
    found = scan(document)
    preamble, sections = divide(found, document.pictures, local_headings(additions))
    title = find_title(preamble)
    if title is not None:
        lines = range(title.place.line, title.place.end_line + 1)
        preamble = tuple(paragraph for paragraph in preamble if paragraph.line not in lines)
    if year is None:
        everything = [*preamble, *(paragraph for section in sections for paragraph in section.paragraphs)]
        year = year_of(title, everything, sections)
    governed = edition_with_key(edition) if edition else governing(year) if year else None
    tables = {
        key: parse_table(key, items, governed.key if governed else None, _home(key, sections))
        for key, items in found.items.items()
    }
    if labels := local_labels(additions):
        tables = {key: accepting(table, labels) for key, table in tables.items()}
    scanned = _is_scanned(document) and not sections
    if scanned or not _is_report(title is not None and NAME in fold(title.text), sections, tables):
        raise NotAReport(document.in_file(_first_place(found)), scanned=scanned)
    agency = title.agency if title and title.agency else None
    return Report(path, document, title, agency, year, governed, sections, preamble, **tables, additions=additions)


def _is_report(titled: bool, sections: tuple[Section, ...], tables: dict[str, Table]) -> bool:
    known = {section.key for section in sections if section.key and section.heading.accepted}
    return titled or len(known) >= 2 or any(table.present for table in tables.values())


def _is_scanned(document: Document) -> bool:
    """Whether the document is pictures with hardly a word beside them."""
    text = sum(len(block.text) for block in document.blocks if isinstance(block, Paragraph))
    return bool(document.pictures) and text < _FEWEST_CHARACTERS


def _home(table: str, sections: tuple[Section, ...]) -> Place:
    """Where a table should be: at the heading of its section, else at the last heading before it, else at the start."""
    for section in sections:
        if section.key == table:
            return section.heading.place
    return sections[-1].heading.place if sections else _START


def _first_place(found: Scan) -> Place:
    return next((entry.place for entry in found.flow if isinstance(entry, Paragraph)), _START)
