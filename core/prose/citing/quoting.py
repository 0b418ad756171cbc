"""Title against number (题号对照): whether what is quoted as an instrument's title and number belong together."""

import re
from typing import NamedTuple

from gouji.model import Report, reading
from gouji.prose.citing.citations import Citation, citations
from gouji.prose.citing.instruments import Instrument, Registry, embedded, instruments, title_key

_ALMOST = 0.72
_LONGEST = 120
_SAID_OF_IT = 16
_OTHER_ISSUER = r".{1,30}[府厅室局委办会院部省市县区州旗乡镇](?:关于|印发|转发)"
_NATIONAL = ("国务院", "国办", "中共中央", "中华人民共和国", "最高人民法院")


class Mismatch(NamedTuple):
    """A citation whose title and number do not fit (题号不符).

    instrument: what was meant: by its number if only the title is wrong, else by its title.
    misquoted: whether the title is almost the instrument's own, a word lost or changed.
    """

    citation: Citation
    instrument: Instrument
    misquoted: bool


@reading
def mismatches(report: Report) -> tuple[Mismatch, ...]:
    """The citations of known instruments whose title and number do not fit, in document order."""
    registry = instruments(report.additions)
    found = (_mismatch(citation, registry) for citation in citations(report))
    return tuple(mismatch for mismatch in found if mismatch is not None)


def _mismatch(citation: Citation, registry: Registry) -> Mismatch | None:
    title, number = citation.title, citation.number
    if title is None:
        meant = _miswritten(citation, registry)
        return Mismatch(citation, meant, False) if meant else None
    if citation.short:
        return None
    misquoted = registry.misquoted_as(title)
    if misquoted is not None and (not citation.numbered or misquoted in citation.numbered):
        return Mismatch(citation, misquoted, True)
    if number is None or citation.numbers > 1 or not number.key:
        return None
    if citation.numbered:
        return _against_number(citation, title, registry)
    return _against_title(citation, title, registry)


def _miswritten(citation: Citation, registry: Registry) -> Instrument | None:
    """The instrument that a number without a title stands for, which is not its own.

    Either no issuer has its code, or the instrument is known by it and the sentence goes on about that.
    """
    number = citation.number
    if number is None:
        return None
    known = registry.miscited.get(number.key)
    if known is not None and not citation.numbered:
        after = citation.passage.text[citation.end : citation.end + _SAID_OF_IT]
        return known[0] if any(word in after for word in known[1]) else None
    if number.code not in registry.miswritten:
        return None
    key = f"{registry.miswritten[number.code]}〔{number.year}〕{number.serial}号"
    return next(iter(registry.by_number.get(key, ())), None)


def _against_number(citation: Citation, title: str, registry: Registry) -> Mismatch | None:
    """A known number: is the title its own, almost its own, or another's?"""
    meant = citation.numbered[0]
    if any(each in citation.titled for each in citation.numbered):
        return Mismatch(citation, meant, True) if _breaks_off(citation, title, meant, registry) else None
    key = title_key(title, registry.issuers)
    if len(key) <= 3:
        return None  # 《通知》, 《意见》: a short name that the report does not define
    if citation.titled:
        return Mismatch(citation, citation.titled[-1], False)
    return Mismatch(citation, meant, _almost(key, title_key(meant.title, registry.issuers)))


def _against_title(citation: Citation, title: str, registry: Registry) -> Mismatch | None:
    """A known title beside a number that is not known: is it certainly not its own?"""
    number, meant = citation.number, citation.titled[-1:]
    if number is None or not meant or not meant[0].numbers:
        return None
    national = title.startswith(_NATIONAL) or number.code in registry.codes
    return Mismatch(citation, meant[0], False) if national else None


def _breaks_off(citation: Citation, title: str, meant: Instrument, registry: Registry) -> bool:
    """Whether a title begins as that of a 通知 and lacks this word: 《…关于印发…重点任务》."""
    if not meant.title.endswith("的通知") or title.endswith("通知"):
        return False
    key = title_key(title, registry.issuers)
    after = citation.passage.text[citation.title_at[1] : citation.title_at[1] + 3]
    return key != embedded(key) and "通知" not in after


def _almost(quoted: str, official: str) -> bool:
    """Whether a title is nearly the official one: words lost or changed, but no other year, and nothing of its own."""
    from difflib import SequenceMatcher

    if _digits(quoted) and _digits(quoted) != _digits(official):
        return False
    if len(quoted) > _LONGEST or re.match(_OTHER_ISSUER, quoted):
        return False
    pairs = ((quoted, official), (quoted, embedded(official)))
    return any(SequenceMatcher(None, *pair, autojunk=False).ratio() >= _ALMOST for pair in pairs)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
