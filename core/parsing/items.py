"""Items (表格成分): what the scanner finds of a table in a document, before the grammar looks at it."""

from __future__ import annotations

from enum import Enum

from gouji.document import Piece, Place
from gouji.parsing.labels import Reading, read_piece


class ItemKind(Enum):
    """What an item is."""

    LABEL = "label"
    PARTIAL = "partial"
    """The beginning of a label whose rest may follow below."""
    VALUE = "value"
    FOREIGN = "foreign"
    """Text that is no part of the form."""
    MISSING = "missing"
    """Nothing, where the form has a label or a value."""


# Looking a member up in its enum takes far longer than comparing it.
LABEL, PARTIAL, VALUE, FOREIGN, MISSING = ItemKind

CELLS = frozenset({"NUMBER", "BLANK", "WORDS", "MISSING"})
"""The terminals that a cell may be."""


class Item:
    """A label, a value or something else; also the token for it that Lark's parser is fed, which asks for a ``type``.

    type: the grammar's terminal: that of a value tells its content, that of a label is set once the edition is known.
    row: which items stand in one row of the source.
    heading: whether it stands among column headings, for labels that could also be a row's (其他, 总计).
    run: counts the headings and paragraphs before it, so that a word in the narrative is not taken for a table.
    """

    __slots__ = ("heading", "kind", "place", "reading", "row", "run", "text", "type", "x")

    def __init__(self, kind: ItemKind, piece: Piece, reading: Reading, row: int, run: int) -> None:
        self.kind = kind
        self.type = reading.content.terminal
        self.text, self.place, self.x = piece
        self.reading = reading
        self.row = row
        self.run = run
        self.heading = False


def missing(terminal: str, place: Place) -> Item:
    """The item for something that the table lacks, and the place where it should be."""
    item = Item(MISSING, Piece("", place, 0), read_piece(""), 0, 0)
    item.type = terminal
    return item
