"""Segments (行段): a table's items as labels with the values behind them, named by an edition's terminals."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise

from gouji.parsing.cells import BLANK
from gouji.parsing.folding import fold
from gouji.parsing.items import FOREIGN, LABEL, PARTIAL, VALUE, Item
from gouji.parsing.labels import Vocabulary, vocabulary
from gouji.ruleset import EDITIONS

FEWEST_LABELS = 3
"""Fewer labels than this with no value among them are words of the narrative, not a table."""


class Segment:
    """A label with the values that follow it.

    terminal: the edition's name for the label; None for values without one, and for text that the form does not have.
    """

    __slots__ = ("label", "terminal", "values")

    def __init__(self, label: Item | None, terminal: str | None, values: list[Item] | None = None) -> None:
        self.label = label
        self.terminal = terminal
        self.values: list[Item] = [] if values is None else values

    @property
    def foreign(self) -> bool:
        """Whether this is text that the form does not have."""
        return self.terminal is None and self.label is not None

    @property
    def first(self) -> Item:
        """The item that the segment begins with."""
        return self.label or self.values[0]


def sifted(items: list[Item]) -> list[Item]:
    """The items without those that only look like parts of a table: stray labels in the narrative, torn beginnings."""
    items = [item for item in items if item.kind is not PARTIAL]
    if not items or items[0].run == items[-1].run:
        return items
    runs = [list(run) for _, run in groupby(items, key=lambda item: item.run)]
    return [item for run in runs if _is_table(run) for item in run]


def _is_table(run: list[Item]) -> bool:
    labels = sum(item.kind is LABEL for item in run)
    return labels >= FEWEST_LABELS or (labels > 0 and any(item.kind is VALUE for item in run))


def choose_edition(table: str, items: list[Item], preferred: str | None) -> tuple[str, list[Segment]]:
    """The edition whose form the labels fit best, and the segments that it makes of them.

    preferred: the edition to take where several fit alike; if it fits without a flaw, no other is looked at.
    """
    best: tuple[int, str, list[Segment]] | None = None
    for edition in sorted(EDITIONS, key=lambda key: (key == preferred, key), reverse=True):
        words = vocabulary(edition, table)
        found = segments(items, words)
        misfit = _misfit(words, found)
        if best is None or misfit < best[0]:
            best = misfit, edition, found
        if edition == preferred and misfit == -len(words.row_terminals):
            break  # every row in its very words
    assert best is not None
    return best[1:]


def _misfit(words: Vocabulary, found: list[Segment]) -> int:
    """How badly a form fits: the labels that it does not know, less its rows that stand there in its very words.

    Rows that are not there tell nothing: a table may have lost them.
    """
    labels = {segment.label.reading.label for segment in found if segment.label and segment.label.kind is LABEL}
    filled = {segment.terminal: segment.label for segment in found if segment.values and segment.label is not None}
    rows = words.row_terminals & filled.keys()
    return 2 * len(labels - words.known) - sum(not words.reworded(row, filled[row].text) for row in rows)


def segments(items: Iterable[Item], words: Vocabulary) -> list[Segment]:
    """The items as segments, in document order, without the labels of merged cells that hold no values."""
    found: list[Segment] = []
    values: list[Item] | None = None
    rows_begun = False
    for item in items:
        if item.kind is VALUE:
            if values is None:
                found.append(Segment(None, None))
                values = found[-1].values
            values.append(item)
            continue
        terminal = None if item.kind is FOREIGN else _terminal(item, words, rows_begun)
        rows_begun = rows_begun or terminal in words.row_terminals
        found.append(Segment(item, terminal))
        values = None if terminal in words.heading_terminals else found[-1].values
    kept = [segment for segment in found if segment.values or segment.terminal not in words.merged_terminals]
    return _rejoined(kept, words)


def _terminal(item: Item, words: Vocabulary, rows_begun: bool) -> str | None:
    label = item.reading.label or ""
    row, heading = words.rows.get(label), words.headings.get(label)
    if row and heading:
        is_row = bool(item.reading.number) or (rows_begun and not item.heading)
        return row if is_row else heading
    return row or heading or words.merged.get(label)


def _rejoined(found: list[Segment], words: Vocabulary) -> list[Segment]:
    """Join the values of a row that foreign text interrupts: what stands before and after it makes up one row."""
    for first, second in pairwise(found):
        if (
            second.foreign
            and first.terminal in words.row_terminals
            and second.values
            and _complete(first, second, found)
        ):
            first.values += second.values
            second.values = []
    return found


def _complete(first: Segment, second: Segment, found: list[Segment]) -> bool:
    """Whether two halves make a row as long as most rows of the table are."""
    lengths = [len(segment.values) for segment in found if segment.values and segment not in (first, second)]
    usual = max(set(lengths), key=lengths.count, default=0)
    return len(first.values) < usual and len(first.values) + len(second.values) == usual


def trimmed(values: list[Item], size: int) -> list[Item]:
    """The values without the blank cells beside them that a merged cell of the source leaves."""
    if len(values) == size:
        return values
    if size == 1 and len({value.text for value in values}) == 1:
        return values[:1]  # a merged cell, printed once for each column
    start, end = 0, len(values)
    while end - start > size and _is_empty(values[start]):
        start += 1
    while end - start > size and _is_empty(values[end - 1]):
        end -= 1
    return values[start:end]


def _is_empty(item: Item) -> bool:
    return item.reading.content.kind is BLANK and not fold(item.text)
