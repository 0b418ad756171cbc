"""The summary of an audit (核查小结) for a terminal: a screenful, however many reports there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gouji.audit.standing import LEVEL_HEADINGS, Level, doubts, levels, standings, unread
from gouji.collection import Collection
from gouji.dues import outstanding
from gouji.explain import SEVERITIES
from gouji.finding import Severity
from gouji.i18n import N_, _
from gouji.outcome import Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.columns import padded, width
from gouji.reporters.verdict import counted, left_out
from gouji.reporters.wording import message, printable, title, whose

_MOST = 10
"""So many of anything are named; the work list has them all."""
_INDENT = "  "
_HEADINGS = (N_("年度"), N_("层级"), *LEVEL_HEADINGS)
_TOLD_ABOVE = ("D404", "G902", "X")
"""Codes, or their beginnings, that say who is late, missing, in doubt or unread: these are named one by one."""
_SCOPES = (
    (N_("上下级之间"), "G901"),
    (N_("机关之间"), "G"),
    (N_("年度之间"), "Y"),
    (N_("报告内部"), ""),
)
"""Within what things do not add up, by the beginnings of the codes; a code counts where it is met first."""
_OF_YEARS = """(
    SELECT findings.* FROM findings LEFT JOIN filings USING (file)
    WHERE coalesce(coalesce(filings.year, findings.year) IN (SELECT unnest($1)), TRUE)
)"""
"""The findings of the audit's years, and those of which the year is not known."""


class Results(NamedTuple):
    """Where else the results stand (结果所在): what it is, and the file or folder."""

    name: str
    path: str


def summary(
    collection: Collection, elsewhere: Sequence[Results], outcome: Outcome, options: ReportOptions
) -> Iterator[str]:
    """The summary line by line; ``elsewhere`` says where everything is that it leaves out."""
    said = False
    for part in (
        _by_level(collection),
        _named(_("未报"), _missing(collection)),
        _named(_("迟报"), _late(collection)),
        _not_due(collection),
        _named(_("归属存疑"), _doubtful(collection)),
        _named(_("未能检查"), _unread(collection)),
        _by_scope(collection),
        _frequent(collection, outcome, whole=options.statistics),
        _worst(collection),
        _of_run(outcome),
        _not_looked_for(collection),
        _totals(collection, outcome),
        _elsewhere(elsewhere),
    ):
        lines = list(part)
        if lines and said:
            yield "\n"
        said = said or bool(lines)
        yield from (f"{line}\n" for line in lines)


def _by_level(collection: Collection) -> Iterator[str]:
    """Who filed, by year and level, each year with its sum if there are several levels."""
    rows: list[Sequence[object]] = []
    by_year: dict[int, list[Level]] = {}
    for level in levels(collection):
        by_year.setdefault(level.year, []).append(level)
    for year, found in by_year.items():
        rows += [(year, level.name, *level[2:]) for level in found]
        if len(found) > 1:
            rows.append(
                (year, _("合计"), *(sum(numbers) for numbers in zip(*(level[2:] for level in found), strict=True)))
            )
    if rows:
        yield from _table([tuple(map(_, _HEADINGS)), *(tuple(map(str, row)) for row in rows)])
    else:
        years = _("、").join(map(str, collection.years))
        yield (
            _("没有{years}年度的报告。").format(years=years)
            if years
            else _("没有归属明确的报告，不知道要核查哪个年度：请用 --year 指明。")
        )


def _table(rows: Sequence[Sequence[str]], words: int = 1) -> Iterator[str]:
    """The rows with their columns below each other: the one of words to the left, those of numbers to the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            padded(text, room) if x == words else " " * (room - width(text)) + text
            for x, (text, room) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _named(name: str, entries: Iterable[str]) -> Iterator[str]:
    """How many there are, and the first of them."""
    count = 0
    for count, entry in enumerate(entries, 1):
        if count == 1:
            yield _("{name}：").format(name=name)
        if count <= _MOST:
            yield _INDENT + entry
    if count > _MOST:
        yield _INDENT + _("……共{count}个").format(count=count)


def _missing(collection: Collection) -> Iterator[str]:
    return (whose(each.agency, each.year) for each in standings(collection, among="missing"))


def _late(collection: Collection) -> Iterator[str]:
    for each in standings(collection, among="late"):
        about = whose(each.agency, each.year)
        yield _("{about}：{why}").format(about=about, why=printable(each.reproach or ""))


def _not_due(collection: Collection) -> Iterator[str]:
    """How many reports need not be there yet, by the day until which they must be."""
    days = Counter((due.last, due.year) for due in outstanding(collection) if not due.overdue)
    if days:
        yield _("尚未到期：")
    for (last, year), count in sorted(days.items()):
        day = _("{year}年{month}月{day}日").format(year=last.year, month=last.month, day=last.day)
        text = _("{year}年度：{count}个机关还没有报送，期限是{day}")
        yield _INDENT + text.format(year=year, count=count, day=day)


def _doubtful(collection: Collection) -> Iterator[str]:
    for each in doubts(collection):
        yield _("{path}：{why}").format(path=printable(each.path), why=printable(each.why))


def _unread(collection: Collection) -> Iterator[str]:
    for path, why in unread(collection):
        yield _("{path}：{why}").format(path=printable(path), why=printable(why))


def _by_scope(collection: Collection) -> Iterator[str]:
    """How many findings there are within reports, between years, and between agencies."""
    counts: dict[str, Counter[Severity]] = {name: Counter() for name, _codes in _SCOPES}
    query = f"SELECT code, severity, count(*) FROM {_OF_YEARS} GROUP BY ALL"
    for code, severity, number in collection.rows(query, list(collection.years)):
        if not code.startswith(_TOLD_ABOVE):
            name = next(name for name, codes in _SCOPES if code.startswith(codes))
            counts[name][Severity[severity.upper()]] += number
    rows = [
        (_(name), *(str(found[severity]) for severity in sorted(Severity, reverse=True)))
        for name, found in reversed(counts.items())
        if found
    ]
    if rows:
        grades = (_(SEVERITIES[severity]) for severity in sorted(Severity, reverse=True))
        yield from _table([(_("数据和内容的问题"), *grades), *rows], words=0)


def _frequent(collection: Collection, outcome: Outcome, *, whole: bool) -> Iterator[str]:
    """The rules that are broken most often; all that are broken if the ``whole`` is wanted."""
    query = f"""SELECT code, count(*), count(DISTINCT file) FROM {_OF_YEARS} GROUP BY code
        ORDER BY count(*) DESC, code {"" if whole else f"LIMIT {_MOST}"}"""
    rows = [
        (str(number), title(outcome, code), _("{count}份报告").format(count=files) if files else "")
        for code, number, files in collection.rows(query, list(collection.years))
    ]
    if rows:
        yield _("最多的问题：")
        yield from (_INDENT + line for line in _table(rows))


def _worst(collection: Collection) -> Iterator[str]:
    """The agencies in whose reports of the audit's years most errors were found."""
    found: dict[str, Counter[Severity]] = {}
    for each in standings(collection, among="errors > 0"):
        numbers = {Severity.ERROR: each.errors, Severity.WARNING: each.warnings, Severity.INFO: each.infos}
        found.setdefault(each.agency, Counter()).update(numbers)
    if found:
        yield _("错误最多的机关：")
    worst = sorted(found.items(), key=lambda item: (-item[1][Severity.ERROR], -item[1][Severity.WARNING]))
    for agency, counts in worst[:_MOST]:
        text = _("{agency}：{errors}个错误，{warnings}个警告")
        errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
        yield _INDENT + text.format(agency=printable(agency), errors=errors, warnings=warnings)


def _of_run(outcome: Outcome) -> Iterator[str]:
    """What went wrong with the audit itself."""
    own = [finding for finding in outcome.findings if finding.agency is None and finding.year is None]
    return _named(_("核查过程中的问题"), map(message, own))


def _not_looked_for(collection: Collection) -> Iterator[str]:
    """What could not be found for want of a roster, or of reports on the years before: none is no good news then."""
    ((enrolled,),) = collection.rows("SELECT count(*) FROM agencies")
    if not enrolled:
        yield _("没有名册（--roster）：没有查谁未报，也没有核对上下级汇总。")
    query = """SELECT count(*) FILTER (year IN (SELECT unnest($1))), count(*) FILTER (year + 1 IN (SELECT unnest($1)))
        FROM filings"""
    ((filed, before),) = collection.rows(query, list(collection.years))
    if filed and not before:
        yield _("没有上一年度的报告：没有核对年度之间的数据。")


def _totals(collection: Collection, outcome: Outcome) -> Iterator[str]:
    """How much was read and found in all, in reports on other years too."""
    text = _("{name}：{counts}")
    files = _("{count}份文件").format(count=len(outcome.files))
    yield text.format(name=files, counts=counted(Counter(outcome.counts.severities).elements()))
    query = """SELECT severity, count(*), (SELECT count(*) FROM filings WHERE year NOT IN (SELECT unnest($1)))
        FROM filings LEFT JOIN findings USING (file) WHERE filings.year NOT IN (SELECT unnest($1)) GROUP BY severity"""
    rows = list(collection.rows(query, list(collection.years)))
    if rows:
        others = _("其中{count}份是其他年度的报告，它们的问题不在上面各项之内").format(count=rows[0][2])
        found = Counter({Severity[severity.upper()]: count for severity, count, _others in rows if severity})
        yield text.format(name=others, counts=counted(found.elements()))
    if known := left_out(outcome):
        yield known


def _elsewhere(elsewhere: Sequence[Results]) -> Iterator[str]:
    for each in elsewhere:
        yield _("{name}：{path}").format(name=each.name, path=printable(each.path))
