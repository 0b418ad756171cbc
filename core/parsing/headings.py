"""Headings (章节标题): telling the lines that open a section of the report from those that do not."""

import re
from functools import cache
from typing import NamedTuple

from gouji.document import Place
from gouji.form import SectionForm
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
