"""Headings (章节标题): telling the lines that open a section of the report from those that do not."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from gouji.document import Place
from gouji.entries import Fault, Path, refuse, table_of, texts
from gouji.form import SectionForm
from gouji.i18n import _
from gouji.model import Additions
from gouji.parsing.folding import fold
from gouji.ruleset import ruleset

_LONGEST_TITLE = 32
"""A line with a number and more characters than this is a sentence, unless it begins with a known title."""
_CLOSE = 0.7

_NUMBERED = re.compile(r"[\s#*>]*(?:第)?([一二三四五六七八九十]{1,2}|\d{1,2})(?:部分|章)?[\s、．.,，:：]+(?=\S)")
_NUMBERS = tuple("一二三四五六")
_LONGEST_ENTRY = 120
"""Leaders can be many."""
_SUBHEADING = r"[（(][一二三四五六七八九十]{1,2}[)）][^。；，！？]{2,30}"
_PAGE_BEHIND = r"(?:\t|[ \u3000\xa0]{2,}|[.…·．]{2,})[\s.…·．]*\d{1,3}$"
_UNNUMBERED = re.compile(r"[\s#*>]*")
_ENDS = "。：:，,；;—－- \t\u3000\xa0*"
_NOT_A_TITLE = r"[。！？；!?]|\d{4}年.*[，,]"


class HeadingLine(NamedTuple):
    """A line that opens a section, or may do so (标题行).

    number: as printed, empty if there is none. title: what follows it. rest: text of the section on the same line.
    key: the statutory section that the title names; guess: the one that a reworded title may stand for.
    accepted: the wording is the statutory one or passes as it. place: of number and title.
    """

    number: str
    title: str
    rest: str
    key: str | None
    guess: str | None
    accepted: bool
    place: Place


@cache
def sections() -> tuple[SectionForm, ...]:
    """The six statutory sections; both editions have the same."""
    return ruleset("2021").edition.sections


@cache
def _titles() -> dict[str, str]:
    """Every statutory or accepted title, folded, with its section's key."""
    return {fold(title): form.key for form in sections() for title in (form.title, *form.accepted)}


@cache
def local_headings(additions: Additions) -> Mapping[str, str | None]:
    """The further titles that local rulesets know, folded: with the section's key, or None for one of their own.

    additions: a ruleset's ``[headings]`` lists by section what passes as its heading; each of its ``[[sections]]`` has
    a ``heading``. Raises RulesetError for a section that there is not, and for the title of another.
    """
    found: dict[str, str | None] = {}
    for file, entries in additions.entries("sections"):
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            titles = dict(_titles_of(entry, ("sections", index)))
            refuse(file, _claimed(titles, None))
            found |= dict.fromkeys(map(fold, titles.values()))
    known = [form.key for form in sections()]
    for file, entry in additions.entries("headings"):
        refuse(file, table_of(texts, known)(entry, ("headings",)))
        for key, accepted in entry.items():
            titles = {("headings", key, index): title for index, title in enumerate(accepted)}
            refuse(file, _claimed(titles, key))
            found |= dict.fromkeys(map(fold, titles.values()), key)
    return found


def _titles_of(entry: Any, at: Path) -> Iterator[tuple[Path, str]]:
    """The heading that an entry of ``[[sections]]`` asks for, and the others that it accepts, with their paths."""
    heading, accepted = (entry.get("heading"), entry.get("accepted")) if isinstance(entry, Mapping) else (None, None)
    if isinstance(heading, str):
        yield (*at, "heading"), heading
    for index, title in enumerate(accepted if isinstance(accepted, list) else ()):
        if isinstance(title, str):
            yield (*at, "accepted", index), title


def _claimed(titles: Mapping[Path, str], key: str | None) -> Iterator[Fault]:
    """The titles, by their paths, that already belong to another section than the one with this key."""
    forms = {form.key: form for form in sections()}
    for at, title in titles.items():
        owner = _titles().get(fold(title), key)
        if owner is not None and owner != key:
            sentence = _("“{title}”是「{other}」部分的标题").format(title=title, other=forms[owner].title)
            yield Fault(at, sentence)


def heading_line(text: str, place: Place) -> HeadingLine | None:
    """The heading in a line with this text, None if it opens no section.

    place: of the whole text; the heading's own place ends where the section's text begins.
    """
    if _has_page_behind(text):
        text = re.sub(_PAGE_BEHIND, "", text)
    match = _NUMBERED.match(text)
    number, start = (match[1], match.end()) if match else ("", _UNNUMBERED.match(text).end())  # type: ignore[union-attr]
    if text[start : start + 1] not in _beginnings():
        return _unknown(text, number, start, place)
    title, rest = _split(text[start:])
    if title is None and not match and text[start : start + 1] in _NUMBERS:
        number, start = text[start : start + 1], start + 1  # 一总体情况
        title, rest = _split(text[start:])
        if title is None:
            return None
    if title is not None:
        key = _titles()[fold(title)]
        return HeadingLine(number, title, rest, key, None, True, _place(place, text, start + len(title)))
    return _unknown(text, number, start, place)


def is_contents_entry(text: str) -> bool:
    """Whether a line is as those of a table of contents are (目录).

    It ends in leaders or a gap and the number of a page, or is a heading of lower rank and nothing else.
    """
    return _has_page_behind(text) or re.fullmatch(_SUBHEADING, text) is not None


def _has_page_behind(text: str) -> bool:
    return len(text) <= _LONGEST_ENTRY and text[-1:].isdigit() and re.search(_PAGE_BEHIND, text) is not None


def _unknown(text: str, number: str, start: int, place: Place) -> HeadingLine | None:
    """A heading whose title is not a known one: a short line with a Chinese number."""
    title = text[start:].strip(_ENDS)
    if (
        not number
        or number[0] not in "一二三四五六七八九十"
        or len(title) > _LONGEST_TITLE
        or re.search(_NOT_A_TITLE, title)
    ):
        return None
    return HeadingLine(number, title, "", None, _guess(title), False, _place(place, text, len(text)))


@cache
def _beginnings() -> frozenset[str]:
    """The characters that a known title, or a number before one, can begin with."""
    titles = (title for form in sections() for title in (form.title, *form.accepted))
    return frozenset({title[0] for title in titles}) | {*_NUMBERS}


def _split(text: str) -> tuple[str | None, str]:
    """A known title at the beginning of a text, and what follows it; None if there is none."""
    if fold(text.strip(_ENDS)) in _titles():
        return text.strip(_ENDS), ""
    for index, character in enumerate(text[: 2 * _LONGEST_TITLE]):
        if character in _ENDS and index > 3 and fold(text[:index]) in _titles():
            rest = text[index:].lstrip(_ENDS)
            return text[:index].strip(_ENDS), rest
    return None, ""


def _guess(title: str) -> str | None:
    """The section that a reworded title may stand for."""
    from difflib import SequenceMatcher

    folded = fold(title)
    best, score = None, _CLOSE
    for known, key in _titles().items():
        similarity = SequenceMatcher(None, folded, known, autojunk=False).ratio()
        if similarity > score:
            best, score = key, similarity
    if best is not None:
        return best
    return next((form.key for form in reversed(sections()) if any(word in folded for word in form.keywords)), None)


def _place(place: Place, text: str, end: int) -> Place:
    if place.end_line != place.line:
        return place
    lead = len(text) - len(text.lstrip())
    return place._replace(column=place.column + lead, end_column=place.column + min(end, len(text)))
