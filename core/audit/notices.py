"""Correction notices (整改通知): what is sent to one agency, for a person to complete, sign and send.

The wording takes nothing for granted that only a person can settle: when to answer, who issues the notice, and on which
day are blanks. Informations are left out; what is only probably wrong is to be looked at, not to be corrected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from gouji.audit.collected import results
from gouji.cache.record import of_text
from gouji.collection import Collection
from gouji.explain import SEVERITIES
from gouji.finding import Finding, Severity
from gouji.i18n import N_, _, in_use
from gouji.outcome import NEVER, FileResult, Outcome
from gouji.readers.docx.numerals import numeral
from gouji.reporters.causes import Cause, causes, single
from gouji.reporters.wording import basis, headline, message, printable, repair, title
from gouji.rule import Rule
from gouji.whereabouts import spoken

HEADING = N_("关于政府信息公开工作年度报告的整改通知")
_BLANK_DAY = N_("　　　　年　　月　　日")
_BLANK_REFERENCE = N_("〔　　　　〕　　号")
_OPENING = N_("经核查，你单位的政府信息公开工作年度报告有下列问题。")
_ASKED = {
    Severity.ERROR: N_("标为“错误”的，请更正后重新公开。"),
    Severity.WARNING: N_("标为“警告”的，请核对，确有错误的一并更正，没有错误的请说明情况。"),
}
_REPLY = N_("请于{day}前办理完毕，并将办理情况书面回复。联系人：　　　　　　，电话：　　　　　　　　。")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')
"""What one system or another does not allow in the name of a file."""
_LONGEST = 80
_SEPARATORS = re.compile(r"[\\/]")


class Item(NamedTuple):
    """One problem (一处问题): how grave it is, where it stands, what it is, and on what basis.

    What is the same at several places is one problem; its lines say where it stands then.
    """

    severity: Severity
    spot: str
    lines: tuple[str, ...]
    bases: tuple[str, ...]


class Part(NamedTuple):
    """The problems of one report (一份报告的问题), or of one that is not there; path: None for that."""

    title: str
    path: str | None
    items: tuple[Item, ...]


class Notice(NamedTuple):
    """A notice, paragraph by paragraph (整改通知); reference, reply and signature have what is to be filled in."""

    heading: str
    reference: str
    agency: str
    opening: str
    parts: tuple[Part, ...]
    reply: str
    signature: tuple[str, ...]


def notice(
    agency: str, reports: Iterable[FileResult], absent: Iterable[Finding], rules: Mapping[str, Rule]
) -> Notice | None:
    """The notice to an agency, None if there is no reason for one.

    reports: what was found in its reports. absent: the findings about reports that it has not filed.
    """
    catalogue = Outcome((), (), rules, NEVER)
    parts = [_absent(catalogue, finding) for finding in absent]
    parts += [part for report in reports if (part := _of_report(catalogue, report)).items]
    if not parts:
        return None
    graves = {item.severity for part in parts if part.path for item in part.items}
    opening = "".join((_(_OPENING), *(_(text) for severity, text in _ASKED.items() if severity in graves)))
    numbered = (part._replace(title=_ordinal(number) + part.title) for number, part in enumerate(parts, 1))
    signature = (_("（发文机关）"), _(_BLANK_DAY))
    reply = _(_REPLY).format(day=_(_BLANK_DAY))
    heading, reference = _(HEADING), _(_BLANK_REFERENCE)
    return Notice(heading, reference, printable(agency), opening, tuple(numbered), reply, signature)


def _ordinal(number: int) -> str:
    """As official documents count their parts."""
    return f"{numeral(number, 'chineseCountingThousand')}、" if in_use() == "zh" else f"{number}. "


def notices(collection: Collection, rules: Mapping[str, Rule]) -> Iterator[tuple[str, Notice]]:
    """A notice for each agency for which there is a reason, on the years of the audit, with a name for its file."""
    absent = _all_absent(collection)
    query = """SELECT agency, list(file ORDER BY year, path) FROM filings
        WHERE year IN (SELECT unnest($1)) GROUP BY agency ORDER BY agency"""
    filed = dict(collection.rows(query, list(collection.years)))
    order = [file for files in filed.values() for file in files]
    read = results(collection.rows, order)
    names = _Names()
    for agency in [*filed, *sorted(absent.keys() - filed.keys())]:
        reports = list(islice(read, len(filed.get(agency, ()))))
        if made := notice(agency, reports, absent.get(agency, ()), rules):
            yield names.of(agency), made


def _all_absent(collection: Collection) -> dict[str, list[Finding]]:
    """The findings about reports that have not been filed, by agency."""
    found: dict[str, list[Finding]] = {}
    query = """SELECT agency, record FROM findings WHERE file IS NULL AND agency IS NOT NULL
        AND coalesce(year IN (SELECT unnest($1)), TRUE) ORDER BY agency, year, code"""
    for agency, record in collection.rows(query, list(collection.years)):
        found.setdefault(agency, []).append(of_text(Finding, record))
    return found


class _Names:
    """Names for files, each given once; those of agencies come from the reports, and may be anything."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, agency: str) -> str:
        name = _FORBIDDEN.sub("_", printable(agency)).strip("._")[:_LONGEST] or "_"
        self._given[name.casefold()] += 1
        number = self._given[name.casefold()]
        return name if number == 1 else f"{name}_{number}"


def _absent(catalogue: Outcome, finding: Finding) -> Part:
    # What the finding says is for the office that audits, such as where else to look for the report.
    said = (title(catalogue, finding.code), _("没有收到你单位的这一年度的报告，请报送；已经报送的，请说明情况。"))
    cause = single(finding)
    item = Item(cause.severity, "", said, _bases(cause))
    return Part(_year(finding.year), None, (item,))


def _of_report(catalogue: Outcome, report: FileResult) -> Part:
    items = list(_items(catalogue, (cause for cause in causes(report) if cause.severity >= Severity.WARNING)))
    errors = sum(item.severity is Severity.ERROR for item in items)
    text = _("{report}（错误{errors}个，警告{warnings}个）")
    about = text.format(report=_year(report.year), errors=errors, warnings=len(items) - errors)
    # Whoever gets the notice has the file, but not the folder in which it lies here.
    return Part(about, printable(_SEPARATORS.split(report.path)[-1]), tuple(items))


def _year(year: int | None) -> str:
    return _("{year}年度报告").format(year=year) if year else _("报告")


def _items(catalogue: Outcome, found: Iterable[Cause]) -> Iterator[Item]:
    """The problems; what is the same at several places once, with all of these."""
    alike: dict[tuple[Severity, str, tuple[str, ...]], list[Cause]] = {}
    for cause in found:
        alike.setdefault((cause.severity, headline(catalogue, cause), _bases(cause)), []).append(cause)
    for (severity, first, bases), these in alike.items():
        spots = [printable(spoken(cause.place)) for cause in these]
        said = [tuple(_said(catalogue, cause)) for cause in these]
        if len(these) == 1:
            yield Item(severity, spots[0], (first, *said[0]), bases)
        else:
            yield Item(severity, "", (first, *_enumerated(spots, [_("；").join(lines) for lines in said])), bases)


def _enumerated(spots: Sequence[str], texts: Sequence[str]) -> Iterator[str]:
    """What is said of each place, a line each, and then what each of these texts ends in."""
    clauses = [text.split(_("；")) for text in texts]
    shared = 0
    while all(len(each) > shared + 1 for each in clauses) and len({each[-1 - shared] for each in clauses}) == 1:
        shared += 1
    for number, (spot, each) in enumerate(zip(spots, clauses, strict=True), 1):
        text = _("；").join(each[: len(each) - shared])
        yield _("（{number}）{text}").format(number=number, text=_("{spot}：{text}").format(spot=spot, text=text))
    if shared:
        yield _("；").join(clauses[0][-shared:])


def _bases(cause: Cause) -> tuple[str, ...]:
    return tuple(dict.fromkeys(basis(finding) for finding in cause.findings if finding.basis))


def _said(catalogue: Outcome, cause: Cause) -> Iterator[str]:
    for finding in cause.findings:
        text = message(finding)
        if len(cause.findings) > 1:
            text = _("{title}：{message}").format(title=title(catalogue, finding.code), message=text)
        yield text
    if len(cause.findings) == 1 and cause.culprit and cause.culprit.place != cause.findings[0].place:
        yield repair(cause.culprit, cause.actual)


def as_text(given: Notice) -> str:
    """A notice as plain text, ending in a line break."""
    return "".join(f"{line}\n" for line in _lines(given))


def _lines(given: Notice) -> Iterator[str]:
    yield given.heading
    yield given.reference
    yield ""
    yield _("{agency}：").format(agency=given.agency)
    yield _indented(given.opening)
    for part in given.parts:
        yield ""
        yield part.title
        if part.path:
            yield _indented(_("文件：{path}").format(path=part.path))
        for number, item in enumerate(part.items, 1):
            yield from _of_item(number, item)
    yield ""
    yield _indented(given.reply)
    yield ""
    yield from (_indented(line) for line in given.signature)


def _of_item(number: int, item: Item) -> Iterator[str]:
    first, *rest = item.lines
    spot = _("{spot}：").format(spot=item.spot) if item.spot else ""
    yield _indented(f"{number}. 【{_(SEVERITIES[item.severity])}】{spot}{first}")
    yield from (_indented(line) for line in rest)
    yield from (_indented(_("依据：{basis}").format(basis=source)) for source in item.bases)


def _indented(text: str) -> str:
    return f"　　{text}"
