"""Additions (地方补充): what a ruleset file adds to the data by which reports are read, if it can be used."""

from __future__ import annotations

from collections.abc import Callable

from gouji.entries import RulesetError, unknown_key
from gouji.local.files import Source
from gouji.local.rules import RULES
from gouji.local.severity import check_severities
from gouji.model import Additions
from gouji.parsing.headings import local_headings
from gouji.parsing.labels import local_labels
from gouji.prose.citing.instruments import instruments
from gouji.prose.counting.statements import KINDS, book
from gouji.prose.dating.filing import agencies, calendar
from gouji.prose.words.lexicon import lexicon
from gouji.ruleset import EDITIONS

SECTIONS = (
    "extends",
    "edition",
    "severity",
    *RULES,
    "headings",
    "labels",
    "deadlines",
    "calendar",
    "agencies",
    "instruments",
    "terms",
    *KINDS,
)
"""What a local ruleset may hold."""


def additions(source: Source) -> Additions:
    """What a ruleset file adds. Raises RulesetError with every section that there is not, and every useless entry."""
    faults = [unknown_key((section,), SECTIONS) for section in source.says if section not in SECTIONS]
    added = Additions((source.path, source.says))
    for read in _readers(source):
        try:
            read(added)
        except RulesetError as error:
            faults += [fault for fault in error.faults if fault not in faults]
    if faults:
        raise RulesetError(source.path, *faults)
    return added


def _readers(source: Source) -> tuple[Callable[[Additions], object], ...]:
    """What reads additions and checks them as it does so."""
    always = (instruments, lexicon, calendar, agencies, local_headings, local_labels, check_severities)
    return (*always, _books) if any(kind in source.says for kind in KINDS) else always


def _books(added: Additions) -> None:
    for key in EDITIONS:
        book(added, key)
