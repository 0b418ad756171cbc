"""Everything that a plugin or a rule pack may rely on (公共接口). What is not named here may change without notice."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pluggy

from gouji.collection import PLACE, Collection, place_of
from gouji.copying.copies import Copy, copies_of_last_year, copies_of_others
from gouji.document import Address, Block, Document, Grid, Paragraph, Piece, Place, Remark, Ruling
from gouji.dues import Due, Late, filed_late, outstanding
from gouji.finding import Culprit, Edit, Finding, Fix, Related, Severity
from gouji.form import Edition, RowForm, SectionForm, TableForm
from gouji.grouping import grouped
from gouji.i18n import N_, _
from gouji.measures import MONEY, Measures, measures
from gouji.mending import mending
from gouji.model import (
    Additions,
    Cell,
    CellKind,
    Damage,
    DamageKind,
    Heading,
    Label,
    Number,
    Report,
    Section,
    Table,
    Title,
    reading,
)
from gouji.naming import cell_name, table_name
from gouji.outcome import Drawing, DrawnCell, Excerpt, FileResult, Outcome
from gouji.prose.citing.articles import Article
from gouji.prose.citing.citations import Citation, citations
from gouji.prose.citing.instruments import Instrument, Registry, instruments
from gouji.prose.citing.issue_numbers import IssueNumber, issue_number
from gouji.prose.citing.marks import MarkFault, mark_faults
from gouji.prose.citing.quoting import Mismatch, mismatches
from gouji.prose.counting.figures import Figure
from gouji.prose.counting.mentions import Mention
from gouji.prose.counting.restatements import Restatement, restatements
from gouji.prose.counting.statements import Statement
from gouji.prose.counting.statements import entries as statement_entries
from gouji.prose.counting.wholes import Whole, wholes
from gouji.prose.dating.dates import Date, Period, Stretch, dates, periods, stretches
from gouji.prose.dating.filer import Deadline, Filer, deadline, filer
from gouji.prose.dating.filing import filing
from gouji.prose.dating.signing import published, signature, signed
from gouji.prose.dating.years import OwnYear, leftovers, settled
from gouji.prose.fulltext import FullText, full_text
from gouji.prose.passages import Passage, half_width, is_quoted, passages
from gouji.prose.words.doubled import doubled_words
from gouji.prose.words.lexicon import Hit, Lexicon, Term, hits, lexicon
from gouji.prose.words.lexicon import entries as lexicon_entries
from gouji.prose.words.links import Link, LinkFault, government_domains, is_within, known_domains, links
from gouji.prose.words.personal import PersonalKind, PersonalNumber, personal_numbers
from gouji.readers import Comment, Reader, Unreadable
from gouji.readers.draft import Draft, Origin
from gouji.reporters import Reporter, ReportOptions
from gouji.rule import Entry, Rule, collection_rule, rule
from gouji.whereabouts import spoken

hookimpl = pluggy.HookimplMarker("gouji")
"""Marks a plugin's function as the implementation of the hook of the same name."""


def forced_values(table: Table) -> Mapping[tuple[str, str], Number]:
    """The values of blank or unreadable cells, by row and field, that the form's relations leave no choice for."""
    from gouji.relations import forced

    return forced(table)


def statutory_rules() -> list[Rule]:
    """The rules that the form's own relations make (勾稽关系)."""
    from gouji.relations import statutory_rules

    return statutory_rules()


def ruleset_rules(path: str | os.PathLike[str]) -> list[Rule]:
    """The rules that a ruleset file makes, and those that it extends; raises UsageError if it cannot be used."""
    from gouji.local import load

    return [rule for rules in load([path]).rules.values() for rule in rules]


__all__ = [
    "MONEY",
    "N_",
    "PLACE",
    "Additions",
    "Address",
    "Article",
    "Block",
    "Cell",
    "CellKind",
    "Citation",
    "Collection",
    "Comment",
    "Copy",
    "Culprit",
    "Damage",
    "DamageKind",
    "Date",
    "Deadline",
    "Document",
    "Draft",
    "Drawing",
    "DrawnCell",
    "Due",
    "Edit",
    "Edition",
    "Entry",
    "Excerpt",
    "Figure",
    "FileResult",
    "Filer",
    "Finding",
    "Fix",
    "FullText",
    "Grid",
    "Heading",
    "Hit",
    "Instrument",
    "IssueNumber",
    "Label",
    "Late",
    "Lexicon",
    "Link",
    "LinkFault",
    "MarkFault",
    "Measures",
    "Mention",
    "Mismatch",
    "Number",
    "Origin",
    "Outcome",
    "OwnYear",
    "Paragraph",
    "Passage",
    "Period",
    "PersonalKind",
    "PersonalNumber",
    "Piece",
    "Place",
    "Reader",
    "Registry",
    "Related",
    "Remark",
    "Report",
    "ReportOptions",
    "Reporter",
    "Restatement",
    "RowForm",
    "Rule",
    "Ruling",
    "Section",
    "SectionForm",
    "Severity",
    "Statement",
    "Stretch",
    "Table",
    "TableForm",
    "Term",
    "Title",
    "Unreadable",
    "Whole",
    "_",
    "cell_name",
    "citations",
    "collection_rule",
    "copies_of_last_year",
    "copies_of_others",
    "dates",
    "deadline",
    "doubled_words",
    "filed_late",
    "filer",
    "filing",
    "forced_values",
    "full_text",
    "government_domains",
    "grouped",
    "half_width",
    "hits",
    "hookimpl",
    "instruments",
    "is_quoted",
    "is_within",
    "issue_number",
    "known_domains",
    "leftovers",
    "lexicon",
    "lexicon_entries",
    "links",
    "mark_faults",
    "measures",
    "mending",
    "mismatches",
    "outstanding",
    "passages",
    "periods",
    "personal_numbers",
    "place_of",
    "published",
    "reading",
    "restatements",
    "rule",
    "ruleset_rules",
    "settled",
    "signature",
    "signed",
    "spoken",
    "statement_entries",
    "statutory_rules",
    "stretches",
    "table_name",
    "wholes",
]
