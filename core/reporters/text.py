"""Text for people (文本): each problem with its place, its basis and the row it stands in, then a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from gouji.explain import SEVERITIES
from gouji.finding import Severity
from gouji.i18n import _
from gouji.outcome import Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.causes import Cause, causes, single
from gouji.reporters.columns import marked_lines, padded, width
from gouji.reporters.verdict import counted, left_out, of_no_file, verdict
from gouji.reporters.wording import basis, headline, message, printable, related, repair, title, where, whose

_INDENT = "  "
_WIDTH = 100
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_VERDICTS = {"unchecked": "red", "error": "red", "warning": "yellow", "info": "green", "": "green", "nothing": "yellow"}

Paint = Callable[..., str]
"""Gives a text its colour (着色), or leaves it as it is."""


def write(outcome: Outcome, options: ReportOptions) -> str:
    """The outcome for people, ending in a line break; nothing at all if there is nothing to say."""
    paint = _painter(options.color)
    shown = [(file.path, causes(file)) for file in outcome.files]
    shown.append(("", [single(finding) for finding in outcome.findings]))
    parts: list[str] = []
    for path, problems in shown:
        for cause in problems:
            parts.extend(_line(outcome, path, cause, paint) if options.quiet else _block(outcome, path, cause, paint))
    if options.statistics:
        parts.extend(_statistics(outcome))
    if not options.quiet:
        parts.extend(_summary(outcome, [cause for _path, problems in shown for cause in problems], paint))
    return "".join(f"{part}\n" for part in parts)


def _painter(color: bool) -> Paint:
    if color:
        import click

        return click.style
    return lambda text, **_style: str(text)


def _block(outcome: Outcome, path: str, cause: Cause, paint: Paint) -> Iterator[str]:
    """One problem and the empty line after it."""
    problem = paint(headline(outcome, cause), bold=True) + _mark(cause)
    yield f"{_place(path, cause, paint)}  {_severity(cause, paint)} {problem}"
    if len(cause.findings) == 1:
        yield _INDENT + message(cause.findings[0])
        if cause.culprit and cause.culprit.place != cause.findings[0].place:
            yield _INDENT + repair(cause.culprit, cause.actual)
    else:
        for finding in cause.findings:
            text = _("{title}：{message}").format(title=title(outcome, finding.code), message=message(finding))
            yield _INDENT + text
    for finding in cause.findings:
        yield from (_INDENT + line for line in related(finding))
    sources = dict.fromkeys(basis(finding) for finding in cause.findings if finding.basis)
    for source in sources:
        yield _INDENT + _("依据：{basis}").format(basis=source)
    if cause.excerpt is not None:
        row, marks = marked_lines(cause.excerpt, _WIDTH - len(_INDENT))
        yield _INDENT + row
        yield _INDENT + paint(marks, fg=_COLORS[cause.severity])
    yield ""


def _line(outcome: Outcome, path: str, cause: Cause, paint: Paint) -> Iterator[str]:
    """One problem on one line."""
    if len(cause.findings) == 1:
        detail = message(cause.findings[0])
    else:
        detail = _("、").join(title(outcome, finding.code) for finding in cause.findings)
    text = _("{title}：{message}").format(title=headline(outcome, cause), message=detail)
    yield f"{_place(path, cause, paint)}  {_severity(cause, paint)} {text}"


def _place(path: str, cause: Cause, paint: Paint) -> str:
    # What belongs to no file is said of the report that is missing, or of the run itself.
    finding = cause.findings[0]
    return paint(where(path, cause.place) if path else whose(finding.agency, finding.year) or "gouji", bold=True)


def _severity(cause: Cause, paint: Paint) -> str:
    return paint(_(SEVERITIES[cause.severity]), fg=_COLORS[cause.severity], bold=True)


def _mark(cause: Cause) -> str:
    """What tells that ``--fix`` mends a problem (可改标记)."""
    return _(" [可改]") if cause.is_mendable(safe=True) else ""


def _mendable(problems: list[Cause]) -> Iterator[str]:
    """How many problems can be mended, and how (可改的问题)."""
    safe = sum(cause.is_mendable(safe=True) for cause in problems)
    unsafe = sum(cause.is_mendable(safe=False) for cause in problems)
    if safe and unsafe:
        yield _(
            "标有 [可改] 的{safe}个可用 --fix 改好，另有{unsafe}个可用 --fix --unsafe-fixes 改，改后要核对。"
        ).format(safe=safe, unsafe=unsafe)
    elif safe:
        yield _("标有 [可改] 的{safe}个可用 --fix 改好。").format(safe=safe)
    elif unsafe:
        yield _("其中{unsafe}个可用 --fix --unsafe-fixes 改，改后要核对。").format(unsafe=unsafe)


def _statistics(outcome: Outcome) -> Iterator[str]:
    """How often each rule was broken (规则统计), and the empty line after it."""
    counts = Counter(finding.code for finding in outcome.all_findings)
    if not counts:
        return
    rows = [(title(outcome, code), str(count)) for code, count in sorted(counts.items())]
    columns = max(width(name) for name, _count in rows)
    digits = max(len(count) for _name, count in rows)
    for name, count in rows:
        yield f"{padded(name, columns)}  {count:>{digits}}"
    yield ""


def _summary(outcome: Outcome, problems: list[Cause], paint: Paint) -> Iterator[str]:
    """The verdict (结论), what was found in all, and the inputs about which nothing can be said."""
    if outcome.files or not problems:
        said = verdict(outcome.files)
        yield paint(said.text, fg=_VERDICTS[said.worst], bold=True)
    if problems:
        yield counted(cause.severity for cause in problems)
    if outcome.findings:
        yield of_no_file(outcome)
    yield from _mendable(problems)
    if known := left_out(outcome):
        yield known
    unchecked = [printable(file.path) for file in outcome.files if not file.checked]
    if unchecked:
        yield _("未能检查：{paths}").format(paths=_("、").join(unchecked))
