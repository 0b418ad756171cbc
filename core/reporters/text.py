"""Text for people (文本): each problem with its place, its basis and the row it stands in, then a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from gouji.explain import SEVERITIES
from gouji.finding import Severity
from gouji.i18n import _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.causes import Cause, causes, single
from gouji.reporters.columns import marked_lines, padded, width
from gouji.reporters.wording import basis, message, printable, title, where

_INDENT = "  "
_WIDTH = 100
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

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
    yield f"{_place(path, cause, paint)}  {_severity(cause, paint)} {paint(_headline(outcome, cause), bold=True)}"
    if len(cause.findings) == 1:
        yield _INDENT + message(cause.findings[0])
        if cause.culprit and cause.culprit.place != cause.findings[0].place:
            yield _INDENT + _repair(cause)
    else:
        for finding in cause.findings:
            text = _("{title}：{message}").format(title=title(outcome, finding.code), message=message(finding))
            yield _INDENT + text
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
    text = _("{title}：{message}").format(title=_headline(outcome, cause), message=detail)
    yield f"{_place(path, cause, paint)}  {_severity(cause, paint)} {text}"


def _place(path: str, cause: Cause, paint: Paint) -> str:
    # What belongs to no file is said of the run itself.
    return paint(where(path, cause.place) if path else "gouji", bold=True)


def _severity(cause: Cause, paint: Paint) -> str:
    return paint(_(SEVERITIES[cause.severity]), fg=_COLORS[cause.severity], bold=True)


def _headline(outcome: Outcome, cause: Cause) -> str:
    if len(cause.findings) == 1:
        return title(outcome, cause.findings[0].code)
    return _("{repair}，下列{count}个问题都由它引起").format(repair=_repair(cause), count=len(cause.findings))


def _repair(cause: Cause) -> str:
    """What the culprit's cell should hold (应填数值), and what it holds now."""
    expected = printable(cause.culprit.value) if cause.culprit else ""
    if not cause.actual:
        return _("这一格应为{expected}").format(expected=expected)
    return _("这一格应为{expected}，现为{actual}").format(actual=printable(cause.actual), expected=expected)


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
        verdict, color = _verdict(outcome.files)
        yield paint(verdict, fg=color, bold=True)
    found = Counter(cause.severity for cause in problems)
    counts = [
        _("{count}个错误").format(count=found[Severity.ERROR]),
        _("{count}个警告").format(count=found[Severity.WARNING]),
        _("{count}个提示").format(count=found[Severity.INFO]),
    ]
    if problems:
        yield _("共{counts}。").format(counts=_("、").join(counts))
    if outcome.findings:
        yield _("其中{count}个不属于任何一份报告。").format(count=len(outcome.findings))
    unchecked = [printable(file.path) for file in outcome.files if not file.checked]
    if unchecked:
        yield _("未能检查：{paths}").format(paths=_("、").join(unchecked))


def _verdict(files: tuple[FileResult, ...]) -> tuple[str, str]:
    """The verdict on all reports, and its colour."""
    if not files:
        return _("没有可检查的报告。"), "yellow"
    grades = Counter(_grade(file) for file in files)
    if set(grades) == {None}:
        return _("{count}份报告：未发现问题。").format(count=len(files)), "green"
    parts = [
        (grades["unchecked"], _("{count}份未能检查"), "red"),
        (grades[Severity.ERROR], _("{count}份有错误"), "red"),
        (grades[Severity.WARNING], _("{count}份有警告"), "yellow"),
        (grades[Severity.INFO], _("{count}份有提示"), "green"),
        (grades[None], _("{count}份未发现问题"), "green"),
    ]
    named = [(text.format(count=count), color) for count, text, color in parts if count]
    verdict = _("{count}份报告：{parts}。").format(count=len(files), parts=_("，").join(text for text, _color in named))
    return verdict, named[0][1]


def _grade(file: FileResult) -> Severity | str | None:
    """The gravest that was found in the file, ``unchecked``, or None."""
    if not file.checked:
        return "unchecked"
    return max((finding.severity or Severity.INFO for finding in file.findings), default=None)
