"""Tables (表格解析): items through the edition's grammar into a typed table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gouji import grammars
from gouji.document import Place
from gouji.model import Cell, CellKind, Damage, Label, Table
from gouji.parsing.items import CELLS, LABEL, MISSING, Item
from gouji.parsing.labels import Vocabulary, vocabulary
from gouji.parsing.segments import FEWEST_LABELS, Segment, choose_edition, sifted, trimmed
from gouji.ruleset import edition

_MISSING = Cell("", None, CellKind.MISSING, Place(1, 1, 1, 1))
_new = tuple.__new__  # a named tuple's own constructor takes twice the time, and a report has hundreds of cells


def parse_table(key: str, items: list[Item], preferred: str | None, place: Place) -> Table:
    """The table that the items make up.

    preferred: the key of the edition to assume where the labels fit several. place: where an absent table should be.
    """
    items = sifted(items)
    if sum(item.kind is LABEL for item in items) < FEWEST_LABELS:
        return Table(key, None, place)
    version, found = choose_edition(key, items, preferred)
    if not found:
        return Table(key, None, place)
    words = vocabulary(version, key)
    labels = tuple(_labels(found, words))
    tree, damage = _parsed(version, key, words, found)
    return Table(key, edition(version), items[0].place, _cells(tree), labels, damage)


def _parsed(version: str, key: str, words: Vocabulary, found: list[Segment]) -> tuple[Any, tuple[Damage, ...]]:
    """Lark's tree of the table, and what had to be repaired to get it."""
    from lark.exceptions import UnexpectedToken

    lark = grammars.load(f"edition-{version}")
    parser = lark.parse_interactive(start=key)
    feed: Callable[[Any], object] = parser.feed_token  # it asks for no more than a type
    try:
        for segment in found:
            if segment.label is not None:
                segment.label.type = segment.terminal or "FOREIGN"
                feed(segment.label)
            if segment.values:
                for value in trimmed(segment.values, words.sizes.get(segment.terminal) or words.sizes.get(None, 0)):
                    feed(value)
        return parser.feed_eof(), ()
    except UnexpectedToken:
        from gouji.parsing.repair import Repair

        repair = Repair(lark, key, version, words, list(found))
        return repair.run(), tuple(repair.damage)


def _labels(found: list[Segment], words: Vocabulary) -> list[Label]:
    labels = []
    for segment in found:
        item, terminal = segment.label, segment.terminal
        if item is not None and terminal is not None:
            statutory = words.statutory[terminal]
            printed = item.text
            labels.append(Label(terminal, printed, statutory, item.place, words.reworded(terminal, printed)))
    return labels


def _cells(tree: Any) -> dict[tuple[str, str], Cell]:
    """Every cell by the grammar's own names for its row and field."""
    cells: dict[tuple[str, str], Cell] = {}
    for row in _rows(tree):
        name = row.data
        for column in row.children:
            if type(column) is not Item:
                item = column.children[0]
                content = item.reading.content
                cells[name, column.data] = (
                    _MISSING._replace(place=item.place)
                    if item.kind is MISSING
                    else _new(Cell, (item.text, content.value, content.kind, item.place, content.unit))
                )
    return cells


def _rows(tree: Any) -> Iterator[Any]:
    """The subtrees that hold cells: the table's own children, or those of its groups (表二)."""
    for child in tree.children:
        if type(child) is Item:
            continue
        last = child.children[-1]
        if type(last.children[0]) is Item and last.children[0].type in CELLS:
            yield child
        else:
            yield from _rows(child)
