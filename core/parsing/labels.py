"""Labels (栏目名称): telling the form's labels apart, however they are printed."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from gouji import grammars
from gouji.entries import refuse, table_of, texts
from gouji.model import Additions, Table
from gouji.parsing.cells import NUMBER, WORDS, Content, is_count_like, read_cell
from gouji.parsing.folding import Folded, fold, fold_label
from gouji.readymade import ready_made
from gouji.ruleset import EDITIONS, ruleset

_FEWEST_KNOWN = 5
"""A line of labels and numbers may have one word that is neither for so many words in all."""
_MOST_WORDS = 6
"""Blanks may tear a label into so many words and it is still found in a line of several."""
CLOSE = 0.72
"""From this similarity on, a text that is no label is one that was reworded."""
_NOTHING: frozenset[str] = frozenset()


class Reading(NamedTuple):
    """How a piece of text can be read (识读).

    label: the wording (folded, without number) of the label that it is, None if it is none. tables: the tables that
    have this label. rows, headings: those where it names a row, a column. number: its printed ordinal.
    begins: the tables that have a label which begins like this. content: what it holds if it is a cell's content.
    """

    label: str | None
    tables: frozenset[str]
    rows: frozenset[str]
    headings: frozenset[str]
    number: str
    begins: frozenset[str]
    content: Content


class Vocabulary(NamedTuple):
    """The labels of one table of one edition, by folded wording.

    rows, headings, merged: wording to terminal. statutory: terminal to printed wording. accepted: terminal to the
    folded wordings that pass as it. sizes: the number of cells behind a row's terminal, None for rows without a label.
    The rest is derived from these.
    """

    rows: dict[str, str]
    headings: dict[str, str]
    merged: dict[str, str]
    statutory: dict[str, str]
    accepted: dict[str, frozenset[str]]
    known: frozenset[str]
    sizes: dict[str | None, int]
    row_terminals: frozenset[str]
    heading_terminals: frozenset[str]
    merged_terminals: frozenset[str]

    def reworded(self, terminal: str, printed: str) -> bool:
        """Whether a label departs from the statutory wording in more than its printing."""
        return _reworded(printed, self.statutory[terminal], self.accepted[terminal])


@lru_cache(maxsize=2048)
def _reworded(printed: str, statutory: str, accepted: frozenset[str]) -> bool:
    found, wanted = fold_label(printed), fold_label(statutory)
    same = wanted.text in (found.text, found.bare) or found.text in accepted
    return not same or found.number not in ("", wanted.number)


@cache
def local_labels(additions: Additions) -> Mapping[str, frozenset[str]]:
    """The further wordings that local rulesets accept, folded, by the terminal of the label that they pass as.

    additions: a ruleset's ``[labels]`` lists them by the key of a row or field. Raises RulesetError for any other key.
    """
    found: dict[str, frozenset[str]] = {}
    for file, entry in additions.entries("labels"):
        terminals = _terminals()
        refuse(file, table_of(texts, terminals)(entry, ("labels",)))
        for key, wordings in entry.items():
            folded = frozenset(fold_label(wording).text for wording in wordings)
            found |= {terminal: found.get(terminal, _NOTHING) | folded for terminal in terminals[key]}
    return found


def _terminals() -> dict[str, set[str]]:
    """The terminals of the labels of each row and field, in any edition."""
    found: dict[str, set[str]] = {}
    for edition in EDITIONS:
        for table in grammars.form(f"edition-{edition}").tables.values():
            for row in table.rows:
                for key, terminal in ((row.key, row.terminal), *row.fields):
                    found.setdefault(key, set()).add(terminal or key.upper())
    return found


def accepting(table: Table, local: Mapping[str, frozenset[str]]) -> Table:
    """The table, with no label as reworded that local rulesets accept."""
    labels = (
        label._replace(reworded=_reworded(label.printed, label.statutory, local[label.key]))
        if label.reworded and label.key in local
        else label
        for label in table.labels
    )
    return table._replace(labels=tuple(labels))


@ready_made(*product(EDITIONS, grammars.FORM))
def vocabulary(edition: str, table: str) -> Vocabulary:
    """The vocabulary of a table in an edition, by their keys."""
    form, rules = grammars.form(f"edition-{edition}"), ruleset(edition)
    outline = form.tables[table]
    rows = [row.terminal for row in outline.rows if row.terminal]
    headings = [terminal for terminal, _ in outline.headings]
    merged = [terminal for terminal in form.labels if terminal in form.merged and table == "applications"]
    statutory = {terminal: form.labels[terminal] for terminal in (*rows, *headings, *merged)}
    accepted = {
        terminal: frozenset(fold_label(text).text for text in rules.accepted.get(terminal, ()))
        for terminal in statutory
    }

    def wordings(terminals: list[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for terminal in terminals:
            for text in (*rules.rewordings.get(terminal, ()), *rules.accepted.get(terminal, ()), statutory[terminal]):
                found[fold_label(text).bare] = found[fold_label(text).text] = terminal
        return found

    uses = wordings(rows), wordings(headings), wordings(merged)
    known = frozenset().union(*uses)
    sizes: dict[str | None, int] = {}
    for row in outline.rows:
        sizes[row.terminal] = sizes.get(row.terminal, 0) + len(row.fields)
    return Vocabulary(*uses, statutory, accepted, known, sizes, *(frozenset(use.values()) for use in uses))


class _Known(NamedTuple):
    """The tables that have a label of a wording, those where it names a row, and those where it heads a column.

    numbers: the ordinals that the form prints before it.
    """

    tables: frozenset[str]
    rows: frozenset[str]
    headings: frozenset[str]
    numbers: frozenset[str]


@ready_made(())
def _known() -> tuple[dict[str, _Known], dict[str, frozenset[str]]]:
    """Every wording of every edition's labels, and every beginning of one with the tables that have it."""
    uses: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {}
    beginnings: dict[str, set[str]] = {}
    for edition in EDITIONS:
        for table in grammars.FORM:
            words = vocabulary(edition, table)
            for kind, wordings in ((1, words.rows), (2, words.headings), (0, words.merged)):
                for text, terminal in wordings.items():
                    use = uses.setdefault(text, (set(), set(), set(), set()))
                    use[0].add(table)
                    use[kind].add(table)
                    use[3].add(fold_label(words.statutory[terminal]).number)
                    for end in range(1, len(text)):
                        beginnings.setdefault(text[:end], set()).add(table)
            for printed in words.statutory.values():
                number = fold(printed).removesuffix(fold_label(printed).text)
                ordinal = number.strip("().,")
                styles = (f"{ordinal}.", f"{ordinal},", f"({ordinal})") if ordinal else ()
                for beginning in (number, *styles):
                    for end in range(1, len(beginning) + 1):
                        beginnings.setdefault(beginning[:end], set()).add(table)
    return (
        {text: _Known(*map(frozenset, use)) for text, use in uses.items()},
        {text: frozenset(tables) for text, tables in beginnings.items()},
    )


@lru_cache(maxsize=8192)
def read_piece(text: str) -> Reading:
    """How the text of a piece can be read: as a label, as the beginning of one, or as the content of a cell."""
    content = read_cell(text)
    if content.kind is NUMBER:
        return Reading(None, _NOTHING, _NOTHING, _NOTHING, "", _NOTHING, content)
    labels, beginnings = _known()
    folded = fold_label(text)
    for wording in (folded.text, folded.bare):
        known = labels.get(wording)
        if known is None or (folded.number and folded.number not in known.numbers and wording in beginnings):
            continue  # 2.其他 is no 其他, but the beginning of 2.其他法律行政法规禁止公开
        return Reading(wording, *known[:3], folded.number, beginnings.get(wording, _NOTHING), content)
    begins = beginnings.get(folded.text, _NOTHING)
    return Reading(None, _NOTHING, _NOTHING, _NOTHING, folded.number, begins, content)


@lru_cache(maxsize=2048)
def words_of_row(text: str) -> tuple[tuple[int, int], ...] | None:
    """The spans of the labels and numbers that a line consists of when single blanks part them, None if it does not.

    >>> words_of_row("规 章 12 0 0")
    ((0, 3), (4, 6), (7, 8), (9, 10))
    """
    words = [match.span() for match in re.finditer(r"\S+", text)]
    spans: list[tuple[int, int]] = []
    labels = unknown = start = 0
    while start < len(words):
        for end in range(min(len(words), start + _MOST_WORDS), start, -1):
            first, last = words[start][0], words[end - 1][1]
            reading = read_piece(text[first:last])
            if reading.label is not None or end == start + 1:
                spans.append((first, last))
                labels += reading.label is not None
                unknown += (
                    reading.label is None and reading.content.kind is WORDS and not is_count_like(text[first:last])
                )
                start = end
                break
    if len(spans) < 2 or not labels or (unknown and len(spans) < _FEWEST_KNOWN * unknown):
        return None
    return tuple(spans)


def reading_as(wording: str, table: str) -> Reading:
    """The reading of a text that stands for this label of the table although it is worded otherwise."""
    known = _known()[0][wording]
    only = frozenset({table})
    return Reading(wording, only, known.rows & only, known.headings & only, "", _NOTHING, read_cell(""))


@lru_cache(maxsize=2048)
def closest(text: str, table: str, least: float = CLOSE) -> tuple[str, ...]:
    """The wordings of the table's labels that a reworded label may stand for, best first; empty if none comes close.

    A label that lost its end (本年新) may stand for several. least: the similarity from which on a wording is close.
    """
    folded = fold_label(text)
    candidates = [wording for wording, known in _known()[0].items() if table in known.tables]
    cut = tuple(wording for wording in candidates if len(folded.text) >= 3 and wording.startswith(folded.text))
    if cut:
        return cut
    scored = ((_similarity(folded, wording), wording) for wording in candidates)
    return tuple(wording for score, wording in sorted(scored, reverse=True) if score >= least)[:1]


def _similarity(folded: Folded, wording: str) -> float:
    if len(folded.text) < 3 or not 0.5 < len(wording) / len(folded.text) < 2.2:
        return 0.0
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, folded.text, wording, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= CLOSE else 0.0
