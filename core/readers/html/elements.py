"""Elements (网页元素): which begin lines, which make up tables, and how far one reaches that is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.readers.html.markup import Tag, tag

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "ul",
})
# fmt: on
"""Elements that begin on a line of their own, and after which another line begins."""
GROUPS = frozenset({"thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
PARTS = frozenset({"table", "tr", *GROUPS, *CELLS})
"""Tables and what they are made of."""
VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr"})
"""Elements without content."""
_CLOSED_BY_ITS_LIKE = frozenset({"p", "li", "dt", "dd"})
_WITHIN = {"tr": CELLS, **dict.fromkeys(GROUPS, CELLS | {"tr"})}
"""The parts of tables that stand within others; any further one ends what stands beside it."""


class Reach(NamedTuple):
    """How far an element reaches (元素范围).

    end: the index of the tag that ends it. own: that is its own end, and no tag which closes it unasked. table: the
    element holds a table, at ``end``, and was followed no further.
    """

    end: int
    own: bool = False
    table: bool = False


def reach(tags: Sequence[str], at: int) -> Reach:
    """How far the element reaches that begins with the tag at ``at``; the last of the tags is the end of the page."""
    begin = tag(tags[at])
    assert begin is not None
    tables, inside = 0, 0
    for index in range(at + 1, len(tags) - 1):
        read = tag(tags[index])
        if read is None:
            continue
        if read.name == "table":
            if not read.ends and begin.name not in PARTS:
                return Reach(index, table=True)
            tables += -1 if read.ends else 1
            if tables < 0:
                return Reach(index, own=begin.name == "table")
        elif tables or begin.name == "table":
            continue
        elif read.name == begin.name and read.ends and not inside:
            return Reach(index, own=True)
        elif _ends(begin.name, read, inside):
            return Reach(index)
        if read.name == begin.name or (read.name in BLOCKS and begin.name not in BLOCKS):
            inside = max(inside + (-1 if read.ends else 1), 0)
    return Reach(len(tags) - 1)


def _ends(name: str, read: Tag, inside: int) -> bool:
    """Whether a tag ends the element with this name, which has no end of its own."""
    if read.name in PARTS:
        return read.name not in _WITHIN.get(name, ())
    if name in _CLOSED_BY_ITS_LIKE:
        return read.name == name or (name == "p" and read.name in BLOCKS)
    return name not in BLOCKS and name not in PARTS and read.ends and read.name in BLOCKS and not inside
