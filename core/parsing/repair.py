"""Repair (修补): parsing a damaged table with the form's own grammar.

The grammar stays as strict as the form. Where it does not accept what stands there, Lark's interactive parser says what
the form wants (``accepts``): a row that stands further down is taken from there, one that stands nowhere is fed as
missing, and what the form does not have is passed over. Each of these is noted as a damage; nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from gouji import grammars
from gouji.grammars.outline import RowOutline
from gouji.model import Damage, DamageKind
from gouji.parsing.items import CELLS, Item, missing
from gouji.parsing.labels import Vocabulary
from gouji.parsing.segments import Segment, trimmed

if TYPE_CHECKING:
    from lark import Lark

_END = "$END"


class Repair:
    """One table's repair; :meth:`run` gives the tree, ``damage`` what was wrong."""

    def __init__(self, lark: Lark, table: str, edition: str, words: Vocabulary, pending: list[Segment]) -> None:
        outline = grammars.form(f"edition-{edition}").tables[table]
        self.damage: list[Damage] = []
        self._parser = lark.parse_interactive(start=table)
        self._words = words
        self._pending = pending
        self._rows: dict[str, RowOutline] = {row.terminal: row for row in outline.rows if row.terminal}
        self._body = [row for row in outline.rows if row.terminal is None]
        self._allowed = Counter(dict.fromkeys(self._rows, 1)) + Counter(dict(outline.headings))
        self._order = {name: i for i, name in enumerate((*(name for name, _ in outline.headings), *self._rows))}
        self._fed: Counter[str] = Counter()
        self._lost: list[str] = []
        self._place = pending[0].first.place
        self._added: set[int] = set()
        self._columns = self._printed_columns()
        self._misplaced = self._out_of_order()

    def run(self) -> Any:
        """Feed the whole form, with what the table has of it. Returns Lark's tree."""
        while True:
            wanted = self._parser.accepts()
            if wanted & CELLS:
                self._feed_body()
            elif labels := sorted(wanted - {_END}, key=self._order.__getitem__):
                self._feed_row(labels)
            else:
                self._flush_lost()
                for segment in self._pending:
                    self._pass_over(segment)
                self.damage.sort(key=lambda damage: damage.place[:2])
                return self._parser.feed_eof()

    # ── feeding ──

    def _feed_row(self, labels: list[str]) -> None:
        surplus = list(takewhile(self._surplus, self._pending))
        del self._pending[: len(surplus)]
        for segment in surplus:
            self._pass_over(segment)
        index = next((i for i in self._within_reach(labels[0]) if self._pending[i].terminal in labels), None)
        if index is None:
            self._feed_missing(labels[0])
            return
        segment = self._pending.pop(index)
        self._flush_lost()
        terminal = segment.terminal or ""
        row = self._rows.get(terminal)
        self._place = segment.first.place
        if row is None and index > 0 and not self._pending[index - 1].foreign:
            self._note(DamageKind.MOVED_COLUMN, segment, segment.first.text, self._words.statutory[terminal], None)
        elif id(segment) in self._misplaced and row is not None:
            self._note(DamageKind.MISPLACED_ROW, segment, segment.first.text, self._words.statutory[terminal], row.key)
        assert segment.label is not None
        segment.label.type = terminal
        self._feed(segment.label)
        if row is not None:
            for item in self._row_values(segment, row):
                self._feed(item)
        elif segment.values:
            self._pass_over(Segment(None, None, segment.values))

    def _feed(self, item: Item) -> None:
        self._fed[item.type] += 1
        self._parser.feed_token(item)  # type: ignore[arg-type]  # Lark asks for no more than a type

    def _feed_missing(self, terminal: str) -> None:
        row = self._rows.get(terminal)
        if row is None:
            self._lost.append(terminal)
        else:
            self._flush_lost()
            place = self._pending[0].first.place if self._pending else self._place
            label = self._words.statutory[terminal]
            self.damage.append(Damage(DamageKind.MISSING_ROW, place, "", label, row.key))
        self._feed(missing(terminal, self._place))
        for _ in row.fields if row else ():
            self._feed(missing("MISSING", self._place))

    def _feed_body(self) -> None:
        """The figures of a table whose rows have no labels: they must all be there, or none can be told apart."""
        self._flush_lost()
        bodies = [segment for segment in self._pending if segment.terminal is None and not segment.foreign]
        self._pending = [segment for segment in self._pending if segment not in bodies]
        size = sum(len(row.fields) for row in self._body)
        values = trimmed([value for segment in bodies for value in segment.values], size)
        if len(values) == size:
            for value in values:
                self._feed(value)
            return
        place = values[0].place if values else self._place
        self.damage.append(Damage(DamageKind.VALUE_COUNT, place, str(len(values)), str(size)))
        for _ in range(size):
            self._feed(missing("MISSING", place))

    def _row_values(self, segment: Segment, row: RowOutline) -> list[Item]:
        size = len(row.fields)
        blank = [missing("MISSING", segment.first.place)] * size
        values = trimmed(segment.values, len(self._columns) if self._columns else size)
        twins = [other for other in self._pending if other.terminal == segment.terminal and other.values]
        if any(_texts(trimmed(twin.values, size)) != _texts(values) for twin in twins):
            return blank  # two rows of one label that differ: neither can be trusted
        if self._columns and len(values) == len(self._columns):
            by_column = dict(zip(self._columns, values, strict=True))
            return [by_column.get(name) or missing("MISSING", segment.first.place) for _, name in row.fields]
        if len(values) == size:
            return values
        self._note(DamageKind.VALUE_COUNT, segment, str(len(values)), str(size), row.key)
        return blank

    # ── what stands where ──

    def _within_reach(self, terminal: str) -> range:
        """The pending segments among which a label is looked for: a heading's up to the next row, a row's all."""
        if terminal in self._rows or (self._allowed[terminal] == 1 and terminal.startswith("ARTICLE")):
            return range(len(self._pending))
        end = next((i for i, segment in enumerate(self._pending) if segment.terminal in self._rows), len(self._pending))
        return range(end)

    def _surplus(self, segment: Segment) -> bool:
        terminal = segment.terminal
        if terminal is None:
            return segment.foreign or not self._body
        return self._fed[terminal] >= self._allowed[terminal]

    def _pass_over(self, segment: Segment) -> None:
        """Note what the form has no place for; a heading that is printed again, as over a new page, is no damage."""
        row = self._rows.get(segment.terminal or "")
        if row is not None:
            label = self._words.statutory[segment.terminal or ""]
            self._note(DamageKind.DUPLICATE_ROW, segment, segment.first.text, label, row.key)
        elif segment.foreign and segment.label and (segment.label.heading or id(segment) in self._added):
            self._note(DamageKind.ADDED_COLUMN, segment, segment.first.text, "", None)
        elif segment.terminal is None:
            found = " ".join(item.text for item in (segment.label, *segment.values) if item is not None)
            self._note(DamageKind.FOREIGN, segment, found, self._next_label(), None)
        elif segment.values:
            self._pass_over(Segment(None, None, segment.values))

    def _next_label(self) -> str:
        """What the form has next, to say what was expected."""
        left = (name for name in self._rows if self._fed[name] == 0)
        return self._words.statutory[name] if (name := next(left, None)) else ""

    def _flush_lost(self) -> None:
        """Note the headings that were missed since the last label that was there: one damage for a whole lost row."""
        if not self._lost:
            return
        labels = [self._words.statutory[name] for name in self._lost]
        whole_row = len(labels) > 1 or self._lost[0].startswith("ARTICLE") or self._lost[0] == "CONTENT"
        kind = DamageKind.MISSING_ROW if whole_row else DamageKind.MISSING_COLUMN
        place = self._pending[0].first.place if self._pending else self._place
        self.damage.append(Damage(kind, place, "", "、".join(labels)))
        self._lost = []

    def _note(self, kind: DamageKind, segment: Segment, found: str, expected: str, row: str | None) -> None:
        self.damage.append(Damage(kind, segment.first.place, found, expected, row))

    def _printed_columns(self) -> list[str] | None:
        """The columns from left to right where the headings differ from the form's and the rows agree with them."""
        fields = next(iter(self._rows.values())).fields if not self._body else ()
        wanted = [terminal for _, terminal in fields]
        if len(wanted) < 7:
            return None
        end = next((i for i, segment in enumerate(self._pending) if segment.terminal in self._rows), 0)
        first = {segment.terminal: segment for segment in reversed(self._pending[:end])}
        columns = [
            segment
            for segment in self._pending[:end]
            if segment.foreign or (segment.terminal in wanted and first[segment.terminal] is segment)
        ]
        while columns and columns[0].foreign:
            columns.pop(0)  # what stands before the first heading is no column
        printed = [segment.terminal or f"added {i}" for i, segment in enumerate(columns)]
        if len(printed) < 2:
            return None
        if printed[1] == wanted[-1]:  # read in the form's order, where 总计 stands in the first row of headings
            printed = [printed[0], *printed[2:], printed[1]]
        lengths = Counter(len(segment.values) for segment in self._pending if segment.terminal in self._rows)
        usual = lengths.most_common(1)[0][0] if lengths else 0
        if printed == wanted or usual != len(printed):
            return None
        self._added = {id(segment) for segment in columns if segment.foreign}
        return printed

    def _out_of_order(self) -> set[int]:
        """The fewest rows that would have to move for the rest to stand in the form's order."""
        seen: set[str] = set()
        rows: list[tuple[int, int]] = []
        for segment in self._pending:
            if segment.terminal in self._rows and segment.terminal not in seen:
                seen.add(segment.terminal or "")
                rows.append((self._order[segment.terminal or ""], id(segment)))
        longest: list[list[tuple[int, int]]] = []
        for row in rows:
            before = max((chain for chain in longest if chain[-1][0] < row[0]), key=len, default=[])
            longest.append([*before, row])
        kept = {ident for _, ident in max(longest, key=len, default=[])}
        return {ident for _, ident in rows} - kept


def _texts(values: list[Any]) -> list[str]:
    return [value.text for value in values]
