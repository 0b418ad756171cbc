"""Whereabouts (出处): a place in a file as people say it, by what they see who have that file open."""

import re

from gouji.document import Place
from gouji.i18n import _

_TABLE_CELL = re.compile(r"T(\d+)R(\d+)C(\d+)")
_PARAGRAPH = re.compile(r"P(\d+)")


def spoken(place: Place) -> str:
    """Where a place is, without the file (位置): a table's row and column, a paragraph, a page's line, else the line.

    ``place`` is one in the file, as :meth:`gouji.document.Document.in_file` gives it.

    >>> spoken(Place(80, 1, 80, 3, cell="T2R5C3")), spoken(Place(14, 1, 14, 9, cell="P14"))
    ('第2个表格第5行第3列', '第14段')
    >>> spoken(Place(12, 1, 12, 9, page=3)), spoken(Place(12, 1, 12, 9)), spoken(Place(5, 1, 5, 2, cell="Sheet1!C5"))
    ('第3页第12行', '第12行', 'Sheet1!C5')
    """
    if place.cell is not None:
        if match := _TABLE_CELL.fullmatch(place.cell):
            table, row, column = match.groups()
            return _("第{table}个表格第{row}行第{column}列").format(table=table, row=row, column=column)
        if match := _PARAGRAPH.fullmatch(place.cell):
            return _("第{number}段").format(number=match[1])
        return place.cell
    if place.page is not None:
        return _("第{page}页第{line}行").format(page=place.page, line=place.line)
    return _("第{line}行").format(line=place.line)
