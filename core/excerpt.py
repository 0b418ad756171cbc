"""Excerpts (摘录): what stands around a finding, so that people need not open the file to see it."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.document import Place
from gouji.finding import Finding
from gouji.form import RowForm
from gouji.model import Report, Table
from gouji.outcome import Excerpt
from gouji.prose.words.personal import hidden, personal_digits

_BESIDE = 24
"""How many characters of a line to show on either side of the mark."""
_MARKED = 40
"""How many characters of the mark itself to show."""
_BETWEEN_CELLS = " │ "


def discreet(report: Report, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings as people may see them: without the personal numbers (个人信息) that they repeat from the report.

    Whichever rules are selected: a label or a heading that a rule quotes can hold such a number as well.
    """
    numbers = personal_digits(report)
    return tuple(_discreet(finding, numbers) for finding in findings) if numbers else findings


def _discreet(finding: Finding, numbers: frozenset[str]) -> Finding:
    expected, actual = (text and hidden(text, numbers) for text in (finding.expected, finding.actual))
    fix = finding.fix
    if fix is not None and any(hidden(edit.text, numbers) != edit.text for edit in fix.edits):
        fix = None
    return finding._replace(message=hidden(finding.message, numbers), expected=expected, actual=actual, fix=fix)


def excerpt(report: Report, finding: Finding) -> Excerpt | None:
    """The row of the culprit's cell or of the finding's own, else the line; None where there is nothing to show.

    Personal numbers are hidden, whatever the finding is about.
    """
    at, numbers = finding.culprit or finding, personal_digits(report)
    if at.table is not None and at.row is not None:
        table = report.table(at.table)
        row = _form(table, at.row)
        if row is not None:
            shown = _row(table, row, at.field)
            return Excerpt(*(hidden(text, numbers) for text in shown)) if numbers else shown
    return _line(report.document.lines, at.place, numbers)


def _form(table: Table, key: str) -> RowForm | None:
    if table.edition is None:
        return None
    return next((row for row in table.edition.tables[table.key].rows if row.key == key), None)


def _row(table: Table, row: RowForm, field: str | None) -> Excerpt:
    """The row's label and cells as they are printed, the cell of the field marked, else the label."""
    label = next((label.printed for label in table.labels if label.key == row.terminal), row.label)
    texts = ["".join(label.split())]
    for each in row.fields:
        cell = table.cell(row.key, each)
        texts.append("" if cell is None else " ".join(cell.raw.split()))
    marked = row.fields.index(field) + 1 if field in row.fields else 0
    before = "".join(text + _BETWEEN_CELLS for text in texts[:marked])
    after = "".join(_BETWEEN_CELLS + text for text in texts[marked + 1 :])
    return Excerpt(before, texts[marked], after)


def _line(lines: Sequence[str] | None, place: Place, numbers: frozenset[str]) -> Excerpt | None:
    """The source line with the place marked, cut down to the neighbourhood of the mark."""
    if lines is None or not 1 <= place.line <= len(lines):
        return None
    line = hidden(lines[place.line - 1], numbers)
    if not line.strip():
        return None
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    before, marked, after = line[:start].lstrip(), line[start:end], line[end:].rstrip()
    if len(before) > _BESIDE:
        before = "…" + before[-_BESIDE:]
    if len(marked) > _MARKED:
        marked, after = marked[:_MARKED], "…"
    if len(after) > _BESIDE:
        after = after[:_BESIDE] + "…"
    return Excerpt(before, marked, after)
