"""The summary of an audit (核查小结) for a terminal: a screenful, however many reports there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gouji.audit.standing import LEVEL_HEADINGS, Level, doubts, levels, standings, unread
from gouji.collection import Collection
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
_ACROSS = (
    (N_("跨年衔接"), "Y"),
    (N_("上下级汇总"), "G901"),
    (N_("机关之间"), "G"),
)
"""What is compared across reports, by the beginnings of the codes; a code counts where it is met first."""


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
        _named(_("归属存疑"), _doubtful(collection)),
        _named(_("未能检查"), _unread(collection)),
        _across(collection, outcome),
        _frequent(collection, outcome),
        _worst(collection),
        _of_run(outcome),
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
        yield _("没有{years}年度的报告。").format(years=years) if years else _("没有归属明确的报告。")


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows with their columns below each other: words to the left, numbers to the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            padded(text, room) if x == 1 else " " * (room - width(text)) + text
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
    return (whose(each.agency, each.year) for each in standings(collection) if each.missing)


def _doubtful(collection: Collection) -> Iterator[str]:
    for each in doubts(collection):
        yield _("{path}：{why}").format(path=printable(each.path), why=printable(each.why))


def _unread(collection: Collection) -> Iterator[str]:
    for path, why in unread(collection):
        yield _("{path}：{why}").format(path=printable(path), why=printable(why))


def _across(collection: Collection, outcome: Outcome) -> Iterator[str]:
    """How many findings there are across years, between levels, and among agencies."""
    counts: dict[str, Counter[Severity]] = {name: Counter() for name, _codes in _ACROSS}
    query = "SELECT code, severity, count(*) FROM findings WHERE across AND file IS NOT NULL GROUP BY ALL"
    for code, severity, number in collection.rows(query):
        name = next((name for name, codes in _ACROSS if code.startswith(codes)), None)
        if name:
            counts[name][Severity[severity.upper()]] += number
    for name, found in counts.items():
        if found:
            yield _("{name}：{counts}").format(name=_(name), counts=counted(found.elements()))


def _frequent(collection: Collection, outcome: Outcome) -> Iterator[str]:
    """The rules that are broken most often."""
    query = f"""SELECT code, count(*), count(DISTINCT file) FROM findings GROUP BY code
        ORDER BY count(*) DESC, code LIMIT {_MOST}"""
    rows = [
        (str(number), title(outcome, code), _("{count}份报告").format(count=files) if files else "")
        for code, number, files in collection.rows(query)
    ]
    if rows:
        yield _("最多的问题：")
        yield from (_INDENT + line for line in _table(rows))


def _worst(collection: Collection) -> Iterator[str]:
    """The agencies in whose reports of the audit's years most errors were found."""
    found: dict[str, Counter[Severity]] = {}
    for each in standings(collection):
        if each.errors:
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


def _totals(collection: Collection, outcome: Outcome) -> Iterator[str]:
    """How much was read and found in all, in reports on other years too."""
    counts = outcome.counts
    said = counted(Counter(counts.severities).elements())
    query = "SELECT count(*) FROM filings WHERE year NOT IN (SELECT unnest($1))"
    ((others,),) = collection.rows(query, list(collection.years))
    files = _("{count}份文件").format(count=len(outcome.files))
    if others:
        files = _("{files}（其中{others}份是其他年度的）").format(files=files, others=others)
    yield _("{name}：{counts}").format(name=files, counts=said)
    if known := left_out(outcome):
        yield known


def _elsewhere(elsewhere: Sequence[Results]) -> Iterator[str]:
    for each in elsewhere:
        yield _("{name}：{path}").format(name=each.name, path=printable(each.path))
