"""Annotations of GitHub Actions (工作流批注): lines of a log that the server shows beside the file's own lines.

GitHub shows ten errors, ten warnings and ten notices of a step, so what one cell causes is one annotation.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Place
from gouji.finding import Severity
from gouji.i18n import _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.causes import Cause, causes, single
from gouji.reporters.paths import from_here
from gouji.reporters.wording import basis, headline, is_in_lines, message, printable, related, repair, title
from gouji.whereabouts import spoken

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})
"""What is written for the signs that end a message, or a property before it."""


def write(outcome: Outcome, options: ReportOptions) -> str:
    """The outcome as workflow commands, one a line; nothing at all if there is nothing to say."""
    lines = [line for file in outcome.files for line in _of_file(outcome, file)]
    lines += [_command(outcome, single(finding), {}) for finding in outcome.findings]
    return "".join(f"{line}\n" for line in lines)


def _of_file(outcome: Outcome, file: FileResult) -> Iterator[str]:
    name = printable(from_here(file.path))
    for cause in causes(file):
        place = _lines(cause.place) if file.checked and is_in_lines(cause.place) else {}
        yield _command(outcome, cause, {"file": name, **place})


def _lines(place: Place) -> dict[str, str]:
    """Where an annotation goes; GitHub takes columns on a single line only."""
    lines = {"line": str(place.line), "endLine": str(place.end_line)}
    if place.line != place.end_line:
        return lines
    return lines | {"col": str(place.column), "endColumn": str(place.end_column)}


def _command(outcome: Outcome, cause: Cause, where: dict[str, str]) -> str:
    properties = where | {"title": headline(outcome, cause)}
    written = ",".join(f"{key}={value.translate(_IN_PROPERTIES)}" for key, value in properties.items())
    return f"::{_COMMANDS[cause.severity]} {written}::{_message(outcome, cause).translate(_IN_MESSAGES)}"


def _message(outcome: Outcome, cause: Cause) -> str:
    """What was found, and on what basis, a line each; first its spot, if the file has no lines to show it beside."""
    lines = [] if is_in_lines(cause.place) else [printable(spoken(cause.place))]
    for finding in cause.findings:
        said = message(finding)
        if len(cause.findings) > 1:
            said = _("{title}：{message}").format(title=title(outcome, finding.code), message=said)
        lines += [said, *related(finding)]
    if cause.culprit and len(cause.findings) == 1 and cause.culprit.place != cause.findings[0].place:
        lines.append(repair(cause.culprit, cause.actual))
    sources = dict.fromkeys(basis(finding) for finding in cause.findings if finding.basis)
    return "\n".join([*lines, *(_("依据：{basis}").format(basis=source) for source in sources)])
