"""Everything that a plugin or a rule pack may rely on (公共接口). What is not named here may change without notice."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pluggy

from gouji.document import Block, Document, Grid, Paragraph, Piece, Place, Ruling
from gouji.finding import Culprit, Finding, Severity
from gouji.form import Edition, RowForm, SectionForm, TableForm
from gouji.grouping import grouped
from gouji.i18n import N_, _
from gouji.measures import MONEY, Measures, measures
from gouji.model import (
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
from gouji.outcome import Excerpt, FileResult, Outcome
from gouji.prose.passages import Passage, passages
from gouji.readers import Reader, Unreadable
from gouji.reporters import Reporter, ReportOptions
from gouji.rule import Rule, rule

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


def relation_rules(path: str | os.PathLike[str]) -> list[Rule]:
    """The rules that the ``[[relations]]`` of a ruleset file make; raises UsageError for a file that cannot be used."""
    from gouji.relations.local import relation_rules

    return relation_rules(path)


__all__ = [
    "MONEY",
    "N_",
    "Block",
    "Cell",
    "CellKind",
    "Culprit",
    "Damage",
    "DamageKind",
    "Document",
    "Edition",
    "Excerpt",
    "FileResult",
    "Finding",
    "Grid",
    "Heading",
    "Label",
    "Measures",
    "Number",
    "Outcome",
    "Paragraph",
    "Passage",
    "Piece",
    "Place",
    "Reader",
    "Report",
    "ReportOptions",
    "Reporter",
    "RowForm",
    "Rule",
    "Ruling",
    "Section",
    "SectionForm",
    "Severity",
    "Table",
    "TableForm",
    "Title",
    "Unreadable",
    "_",
    "forced_values",
    "grouped",
    "hookimpl",
    "measures",
    "passages",
    "reading",
    "relation_rules",
    "rule",
    "statutory_rules",
]
