"""Notes (批注文字): each problem of a file as the paragraphs of a comment in it, for whoever has the file open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gouji.document import Place
from gouji.explain import SEVERITIES
from gouji.finding import Finding
from gouji.i18n import _
from gouji.outcome import Drawing, FileResult, Outcome
from gouji.reporters.causes import Cause, causes
from gouji.reporters.wording import basis, headline, message, printable, repair, title

_MOST_ROWS = 10
"""So many rows of a table are named one by one in a comment."""


class Note(NamedTuple):
    """What there is to say about one place of a file (一条批注): the first of its paragraphs is a heading."""

    place: Place
    lines: tuple[str, ...]


def notes(outcome: Outcome, file: FileResult) -> list[Note]:
    """The problems of a file, in document order."""
    return [Note(cause.place, tuple(_lines(outcome, cause, file.drawings))) for cause in causes(file)]


def _lines(outcome: Outcome, cause: Cause, drawings: Sequence[Drawing]) -> Iterator[str]:
    yield f"{_(SEVERITIES[cause.severity])} {headline(outcome, cause)}"
    if len(cause.findings) == 1:
        (finding,) = cause.findings
        yield message(finding)
        yield from _cells(finding, drawings)
        if cause.culprit and cause.culprit.place != finding.place:
            yield repair(cause.culprit, cause.actual)
        elif value := _value(finding):
            yield value
    else:
        for finding in cause.findings:
            yield _("{title}：{message}").format(title=title(outcome, finding.code), message=message(finding))
    for source in dict.fromkeys(basis(finding) for finding in cause.findings if finding.basis):
        yield _("依据：{basis}").format(basis=source)


def _cells(finding: Finding, drawings: Sequence[Drawing]) -> Iterator[str]:
    """The cells that a finding stands for if there are several, row by row, by the labels of the report's table."""
    drawing = next((each for each in drawings if each.table == finding.table), None)
    if drawing is None or len(finding.cells) < 2:
        return
    heads = {(cell.row, cell.field): printable(cell.text) for row in drawing.rows for cell in row if cell.head}
    rows: dict[str, list[str]] = {}
    for row, field in finding.cells:
        columns = rows.setdefault(heads.get((row, None), ""), [])
        if heading := heads.get((None, field)):
            columns.append(heading)
    for label, columns in list(rows.items())[:_MOST_ROWS]:
        yield _("：").join(filter(None, (label, _("、").join(columns))))
    if len(rows) > _MOST_ROWS:
        yield _("……共{count}行").format(count=len(rows))


def _value(finding: Finding) -> str:
    """What should stand there and what does, as far as the message does not say so."""
    text = message(finding)
    expected, actual = (printable(value or "") for value in (finding.expected, finding.actual))
    if not expected or expected in text:
        return ""
    if not actual or actual in text:
        return _("应为：{expected}").format(expected=expected)
    return _("应为：{expected}；现为：{actual}").format(expected=expected, actual=actual)
