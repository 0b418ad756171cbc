"""Outcomes that nobody would make by hand: odd names of files, any character in any text, places of every kind."""

from __future__ import annotations

from hypothesis import strategies as st
from outcomes import RULES

from gouji.document import Place
from gouji.finding import Culprit, Edit, Finding, Fix, Related, Severity
from gouji.outcome import Excerpt, FileResult, Outcome
from gouji.reporters.paths import from_here

texts = st.text(st.characters(exclude_categories=()), max_size=12)
"""Lone surrogates, control characters and line breaks too."""
_nasty = st.sampled_from(
    ("", "a\tb", "甲 1%.txt", "\x00\x1b[2J", "\ud800\udcff", '"]]>&<', "=1+1", "::x,%0A", "[a](1)")
)
_words = st.one_of(_nasty, texts)
_maybe = st.none() | _words
_years = st.none() | st.integers(2008, 2100)
_cells = st.sampled_from(("T2R5C3", "P14", "Sheet1!C5", "甲'!\x01!A1"))


@st.composite
def places(draw: st.DrawFn) -> Place:
    line, column = draw(st.integers(1, 99)), draw(st.integers(1, 99))
    lines, columns = draw(st.integers(0, 2)), draw(st.integers(0, 9))
    kind = draw(st.sampled_from(("line", "page", "cell")))
    return Place(
        line,
        column,
        line + lines,
        column + columns,
        page=draw(st.integers(1, 99)) if kind == "page" else None,
        cell=draw(_cells) if kind == "cell" else None,
        box=draw(st.none() | st.just((1, 2, 30, 40))) if kind == "page" else None,
    )


_tables = st.sampled_from(("disclosure", "applications", "review"))
culprits = st.builds(Culprit, _tables, _words, _words, _words, places())
fixes = st.builds(Fix, st.lists(st.builds(Edit, places(), _words), min_size=1, max_size=2).map(tuple), st.booleans())
findings = st.builds(
    Finding,
    place=places(),
    message=_words,
    table=st.none() | _tables,
    row=_maybe,
    field=_maybe,
    expected=_maybe,
    actual=_maybe,
    culprit=st.none() | culprits,
    fix=st.none() | fixes,
    places=st.integers(1, 500),
    cells=st.lists(st.tuples(_maybe, _maybe), max_size=3).map(tuple),
    related=st.lists(st.builds(Related, _maybe, _maybe, _years, _maybe), max_size=7).map(tuple),
    agency=_maybe,
    year=_years,
    severity=st.none() | st.sampled_from(Severity),
    code=st.sampled_from((*RULES, "QQ001")),
    basis=_words,
)
_excerpts = st.none() | st.builds(Excerpt, _words, _words, _words)


@st.composite
def files(draw: st.DrawFn) -> FileResult:
    found = draw(st.lists(findings, max_size=4))
    return FileResult(
        path=draw(st.one_of(st.sampled_from(("-", "a.txt", "/x/乙.txt", "../c.docx", "d\\e.txt")), _nasty, texts))
        or ".",
        agency=draw(_maybe),
        year=draw(st.none() | st.integers(2008, 2100)),
        edition=draw(st.none() | st.just("2021")),
        checked=draw(st.booleans()),
        findings=tuple(found),
        excerpts=tuple(draw(_excerpts) for _finding in found) if draw(st.booleans()) else (),
        selected=draw(st.frozensets(st.sampled_from(tuple(RULES)))),
    )


outcomes = st.builds(
    Outcome,
    files=st.lists(files(), max_size=3, unique_by=lambda each: from_here(each.path)).map(tuple),
    findings=st.lists(findings, max_size=2).map(tuple),
    rules=st.just(RULES),
    fail_on=st.integers(1, 4),
    known=st.none(),
)
