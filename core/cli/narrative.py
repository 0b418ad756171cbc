"""What ``gouji parse --narrative`` shows: what the text of a report restates, adds up, cites and dates."""

from __future__ import annotations

from typing import Any

from gouji.document import Document, Place
from gouji.model import Report
from gouji.prose.citing.citations import Citation, citations
from gouji.prose.counting.restatements import Restatement, restatements
from gouji.prose.counting.wholes import Whole, wholes
from gouji.prose.dating.dates import Date, dates, periods
from gouji.prose.dating.filer import filer
from gouji.prose.dating.signing import published, signed


def narrative(report: Report) -> dict[str, Any]:
    """What was read out of a report's text, as JSON data; numbers are strings, as those of the cells are."""
    found, document = filer(report), report.document
    return {
        "filer": {"kind": found.kind, "evidence": found.evidence},
        "signed": _day(signed(report)),
        "published": _day(published(report)),
        "restatements": [_restatement(each, document) for each in restatements(report)],
        "wholes": [_whole(each, document) for each in wholes(report)],
        "citations": [_citation(each, document) for each in citations(report)],
        "periods": [
            {"text": each.text, "start": _day(each.start), "end": _day(each.end)} | _at(each.place, document)
            for each in periods(report)
        ],
        "dates": [
            {"text": each.text, "date": _day(each), "exists": each.possible} | _at(each.place, document)
            for each in dates(report)
        ],
    }


def _restatement(found: Restatement, document: Document) -> dict[str, Any]:
    """A restated figure with the cells that it was compared with; ``holds`` is the one that it agrees with."""
    return {
        "statement": found.statement.key,
        "text": found.text,
        "value": None if found.figure is None else str(found.figure.value),
        "holds": found.holds,
        "cells": {expression: str(value) for expression, value in found.values},
    } | _at(found.place, document)


def _whole(found: Whole, document: Document) -> dict[str, Any]:
    passage, start, end = found.stretch
    return {
        "text": passage.text[start:end],
        "whole": str(found.whole.figure.value),
        "parts": [str(part.figure.value) for part in found.parts],
        "exhaustive": found.exhaustive,
        "holds": found.sound,
    } | _at(passage.place(start, end), document)


def _citation(found: Citation, document: Document) -> dict[str, Any]:
    """A citation; ``articles`` have the numbers of article, paragraph and item, null for what is not named."""
    return {
        "title": found.title,
        "number": found.number.text if found.number else None,
        "instruments": [each.title for each in found.instruments],
        "articles": [[each.article, each.paragraph, each.item] for each in found.articles],
    } | _at(found.passage.place(found.start, found.end), document)


def _day(date: Date | None) -> str | None:
    """A date as far as it is given: ``2024-01-31``, ``2024-01``, ``01-31``."""
    if date is None:
        return None
    parts = (f"{date.year:04}" if date.year else "", f"{date.month:02}", f"{date.day:02}" if date.day else "")
    return "-".join(part for part in parts if part)


def _at(place: Place, document: Document) -> dict[str, Any]:
    return {"location": document.in_file(place)._asdict()}
