"""Additions (地方补充): what a local ruleset adds to the bundled ones, if it can be used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gouji.i18n import _
from gouji.model import Additions
from gouji.prose.citing.instruments import instruments
from gouji.prose.counting.statements import KINDS, book
from gouji.prose.dating.filing import calendar
from gouji.prose.words.lexicon import lexicon
from gouji.ruleset import EDITIONS, RulesetError
from gouji.usage import unknown

SECTIONS = ("edition", "relations", "instruments", "terms", *KINDS, "calendar")
"""What a local ruleset may hold."""


def additions(file: str, says: Mapping[str, Any]) -> Additions:
    """What a ruleset file adds. Raises RulesetError for a section that there is not, and for an entry of no use."""
    for section in says:
        if section not in SECTIONS:
            sentence = _("没有“{section}”这一部分").format(section=section)
            raise RulesetError(file, section, str(unknown(sentence, section, SECTIONS, listed=True)))
    added = Additions((file, says))
    instruments(added)
    lexicon(added)
    calendar(added)
    if any(kind in says for kind in KINDS):
        for edition in EDITIONS:
            book(added, edition)
    return added
