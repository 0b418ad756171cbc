"""Naming (称呼): what people call the tables of the form, and the cells in them."""

from gouji.i18n import N_, _
from gouji.model import Table

_TABLES = {"disclosure": N_("表二"), "applications": N_("表三"), "review": N_("表四")}


def table_name(table: Table) -> str:
    """A table by the number of the section that it makes up (表名).

    >>> from gouji.testing import report
    >>> table_name(report().applications)
    '表三'
    """
    return _(_TABLES[table.key])


def cell_name(table: Table, row: str, field: str) -> str:
    """A cell of a table that the report has, by its row and column (格名).

    >>> from gouji.testing import report
    >>> cell_name(report().disclosure, "rules", "issued")
    '「规章」一行「本年制发件数」一格'
    """
    assert table.edition is not None
    column = table.edition.tables[table.key].columns[field]
    return _("「{row}」一行「{column}」一格").format(row=table.edition.row_labels[table.key, row], column=column)
