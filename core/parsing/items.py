"""Items (表格成分): what the scanner finds of a table in a document, before the grammar looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gouji.document import Place
from gouji.parsing.labels import Reading


class ItemKind(Enum):
    """What an item is."""

    LABEL = "label"
    PARTIAL = "partial"
    """The beginning of a label whose rest may follow below."""
    VALUE = "value"
    FOREIGN = "foreign"
    """Text that is no part of the form."""


@dataclass(slots=True, eq=False)
class Item:
    """A label, a value or something else; ``row`` tells which items stand in one row of the source.

    heading: whether it stands among column headings, for labels that could also be a row's (其他, 总计).
    run: counts the headings and paragraphs before it, so that a word in the narrative is not taken for a table.
    """

    kind: ItemKind
    text: str
    place: Place
    reading: Reading
    row: int
    x: int
    heading: bool = False
    run: int = 0
