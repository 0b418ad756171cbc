"""Tables over several pages (续表): rows that a page's end cut in two, and headings that stand above each part."""

from __future__ import annotations

import re

from gouji.readers.pdf.pages import Page, Ruled, TableCell

_SAME = 6.0
"""Cells whose edges are no further apart stand below each other, in points."""
_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第)")
_FIGURE = re.compile(r"[-+]?[\d.,，．/／—－-]+")
_FEWEST_TORN = 5
"""Rows with fewer cells can be a label and one or two figures each, and leave out what the other has."""

_Row = tuple[TableCell, ...]


def continued(pages: list[Page]) -> list[Page]:
    """The pages, where a table that goes on has neither a row in two parts nor its headings twice."""
    found = list(pages)
    first: Ruled | None = None
    for index, page in enumerate(found):
        table = page.parts[0] if page.parts else None
        upper = found[index - 1].parts[-1] if index and found[index - 1].parts else None
        if not isinstance(table, Ruled) or not isinstance(upper, Ruled) or not _same_width(upper, table):
            first = None
            continue
        if first is None or len(found[index - 1].parts) > 1:
            first = upper
        upper, lower = _labels_joined(*_rows_joined(upper, _without_headings(first, table)))
        found[index - 1] = _with(found[index - 1], -1, upper)
        found[index] = _with(page, 0, lower)
    return found


def _with(page: Page, index: int, table: Ruled) -> Page:
    parts = list(page.parts)
    parts[index] = table
    return page._replace(parts=tuple(parts))


def _same_width(upper: Ruled, lower: Ruled) -> bool:
    return abs(upper.area.width - lower.area.width) < 2 * _SAME


def _without_headings(first: Ruled, table: Ruled) -> Ruled:
    """The table without the rows at its head that stand at the head of its first part, if they are no figures."""
    count = 0
    for row, heading in zip(table.rows, first.rows, strict=False):
        texts = [_bare(cell) for cell in row]
        if texts != [_bare(cell) for cell in heading] or any(map(_is_figure, texts)):
            break
        count += 1
    return table._replace(rows=table.rows[count:]) if count < len(table.rows) else table


def _rows_joined(upper: Ruled, lower: Ruled) -> tuple[Ruled, Ruled]:
    """The two parts of a table with the row put together that the page's end cut in two, if it cut one."""
    if not upper.rows or not lower.rows:
        return upper, lower
    last, rest = upper.rows[-1], lower.rows[0]
    shift = lower.area.left - upper.area.left
    pairs = [(above, below) for above in last for below in rest if _below(above, below, shift)]
    below = {id(above): each for above, each in pairs}
    if len(pairs) < 2 or len(below) < len(last) or not _is_cut(pairs):
        return upper, lower
    whole = tuple(_with_text(cell, below[id(cell)]) for cell in last)
    taken = {id(cell) for cell in below.values()}
    left = tuple(cell for cell in rest if id(cell) not in taken)
    rows = [left] if any(cell.text for cell in left) else []
    return upper._replace(rows=(*upper.rows[:-1], whole)), lower._replace(rows=(*rows, *lower.rows[1:]))


def _labels_joined(upper: Ruled, lower: Ruled) -> tuple[Ruled, Ruled]:
    """The two parts with the labels put together of cells over several rows that the page's end cut in two."""
    if not upper.rows or not lower.rows:
        return upper, lower
    shift, foot = lower.area.left - upper.area.left, upper.area.bottom - 1
    lowest = min(cell.area.bottom for cell in lower.rows[0]) + 1
    last, given = upper.rows[-1], lower
    for row in upper.rows:
        for above in (cell for cell in row if cell.area.bottom >= foot and cell.full):
            for below in lower.rows[0]:
                merged = row is not last or below.area.bottom > lowest
                if merged and _below(above, below, shift) and _goes_on(below.text):
                    whole = _with_text(above, below)
                    upper = upper._replace(rows=_replaced(upper.rows, above, whole))
                    lower = lower._replace(rows=_replaced(lower.rows, below, below._replace(text="")))
    emptied = any(cell.text for cell in given.rows[0]) and not any(cell.text for cell in lower.rows[0])
    return upper, lower._replace(rows=lower.rows[1:]) if emptied else lower


def _replaced(rows: tuple[_Row, ...], old: TableCell, new: TableCell) -> tuple[_Row, ...]:
    return tuple(tuple(new if cell is old else cell for cell in row) for row in rows)


def _is_cut(pairs: list[tuple[TableCell, TableCell]]) -> bool:
    """Whether the cells of two rows are those of one: a label goes on, and one of the two has no figures."""
    if len(pairs) >= _FEWEST_TORN and _fill_up(pairs):
        return True
    count = next((at for at, pair in enumerate(pairs) if any(_is_figure(_bare(cell)) for cell in pair)), len(pairs))
    labels, figures = pairs[:count], pairs[count:]
    if any(above.text for above, _ in figures) and any(below.text for _, below in figures):
        return False
    if not any(below.text for _, below in labels):
        return any(above.text for above, _ in labels) and any(below.text for _, below in figures)
    return all(not below.text or (above.full and _goes_on(below.text)) for above, below in labels)


def _fill_up(pairs: list[tuple[TableCell, TableCell]]) -> bool:
    """Whether each has figures where the other one has none: cells of several paragraphs are cut at various heights."""
    if not all(bool(above.text) != bool(below.text) for above, below in pairs):
        return False
    return all(any(_is_figure(_bare(cell)) for cell in row) for row in zip(*pairs, strict=True))


def _goes_on(text: str) -> bool:
    """Whether a text can be the rest of a label: it is no figure and has no number of its own."""
    return bool(text) and not _NUMBERED.match(text) and not _is_figure("".join(text.split()))


def _below(above: TableCell, below: TableCell, shift: float) -> bool:
    left = abs(above.area.left + shift - below.area.left) < _SAME
    return left and abs(above.area.right + shift - below.area.right) < _SAME


def _with_text(cell: TableCell, rest: TableCell) -> TableCell:
    return cell._replace(text="\n".join(text for text in (cell.text, rest.text) if text))


def _bare(cell: TableCell) -> str:
    return "".join(cell.text.split())


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None
