"""Additions (地方补充): whether what local rulesets add to the bundled ones can be used."""

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


def check(file: str, says: Mapping[str, Any]) -> None:
    """Raise RulesetError for a section that there is not, or for an entry that cannot be used."""
    for section in says:
        if section not in SECTIONS:
            sentence = _("没有“{section}”这一部分").format(section=section)
            raise RulesetError(file, section, str(unknown(sentence, section, SECTIONS, listed=True)))
    additions = Additions({file: says})
    instruments(additions)
    lexicon(additions)
    calendar(additions)
    for edition in EDITIONS:
        book(additions, edition)
