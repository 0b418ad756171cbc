"""Tables (表格读取): from the beginnings of rows and cells to the cells of each row."""

from __future__ import annotations

from gouji.readers.html.flow import Cell, Entry, Table


class OpenTable:
    """A table that is being read (未完表格). ``outside`` is the flow around it, ``row`` the row that is being read."""

    def __init__(self, outside: list[Entry]) -> None:
        self.outside = outside
        self.row: list[Cell] | None = None
        self._rows: list[list[Cell]] = []
        self._feet: list[list[Cell]] = []
        self._groups: list[int] = []
        self._in_feet = False

    def begin_group(self, *, are_feet: bool) -> None:
        """Begin a head, a body or the feet of the table."""
        self._in_feet = are_feet
        if not are_feet:
            self._groups.append(len(self._rows))

    def begin_row(self) -> list[Cell]:
        """Begin a row. Gives its cells."""
        row = self.row = []
        (self._feet if self._in_feet else self._rows).append(row)
        return row

    def begin_cell(self, spans: tuple[int, int], at: int) -> list[Entry]:
        """Begin a cell that spans columns and rows, and a row if it stands in none. Gives the flow in it."""
        flow: list[Entry] = []
        row = self.begin_row() if self.row is None else self.row
        row.append(Cell(flow, *spans, at))
        return flow

    def table(self) -> Table:
        """The table, its feet below the rest wherever they stand in the source."""
        return Table([*self._rows, *self._feet], [*self._groups, len(self._rows)])
