"""The engine (检查): the bytes of one file in, its findings out. Whatever the bytes are, nothing is raised."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from gouji.document import Document, Place
from gouji.finding import Culprit, Edit, Finding, Fix, Related, Severity
from gouji.form import TABLES
from gouji.host import Host, trouble
from gouji.i18n import N_, _
from gouji.judge import Verdict
from gouji.loading import aside
from gouji.model import Report
from gouji.outcome import Drawing, FileResult
from gouji.readers import Reader, Unreadable, foreign
from gouji.readers.limits import USUAL, Limits, limited
from gouji.rule import Rule
from gouji.suppression.given import Given
from gouji.trouble import describe, reraise_if_due

if TYPE_CHECKING:
    from gouji.suppression.sifting import Sieve

_TEXT = (str, type(None))
_KINDS: tuple[type | tuple[type, ...], ...] = (
    *(Place, str),
    *(_TEXT,) * 5,
    *((Culprit, type(None)), (Fix, type(None)), int, tuple, tuple),
    *(_TEXT, _TEXT, (int, type(None)), (Severity, type(None))),
)
"""What the things in a finding must be, up to ``severity``: nothing else may reach those who write it out."""
_TABLES = (None, *TABLES)
_WHOLE_FILE = Place(1, 1, 1, 1)
_NOT_A_REPORT = N_("没有年度报告的标题和章节，也没有法定表格，没有检查")
SCANNED = N_("文件里只有图片（如扫描件），文字和表格都读不出来：请改用可以选中文字的原件，或先做文字识别")
"""What is said of a file that holds pictures only (X003)."""


class Request(NamedTuple):
    """What is wanted of one file (检查要求): which findings count, and the year and edition that the user states.

    draw: whether the tables are to be drawn, for a reporter that shows them.
    suppressions: what there is to suppress findings by.
    """

    verdict: Verdict
    year: int | None = None
    edition: str | None = None
    draw: bool = False
    suppressions: Given = Given()


class Engine:
    """Checks one file after the other (检查器), with the plugins of one run."""

    def __init__(self, host: Host, limits: Limits = USUAL) -> None:
        """host: the plugins. limits: what the reading of one file may cost."""
        self.limits = limits
        self._host = host
        self._selections: dict[frozenset[str], list[Rule]] = {}

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The catalogue by code."""
        return self._host.rules

    def check(self, path: str, data: bytes, request: Request) -> FileResult:
        """What is found in a file's bytes; an input that cannot be checked is a finding too."""
        return self.examine(path, data, request)[1]

    def examine(self, path: str, data: bytes, request: Request) -> tuple[Report | None, FileResult]:
        """The report in a file's bytes and what is found in it; None for an input that cannot be checked."""
        from gouji.excerpt import discreet, excerpt
        from gouji.parsing import NotAReport

        try:
            report = self.report(path, data, request.year, request.edition)
            findings = discreet(report, self.judged(report, request.verdict))
            findings = tuple(self._mendable(path, data, report.document, findings))
            excerpts = tuple(excerpt(report, finding) for finding in findings)
            tables = _drawings(report) if request.draw else ()
            shown = _shown(report.document, findings)
            edition = report.edition.key if report.edition else None
            about = path, report.agency, report.year, edition
            result = FileResult(*about, True, shown, excerpts, request.verdict.selected, tables)
            if request.suppressions.any(report.document):
                result = self._sieve(report, request.suppressions).sifted(result, findings, request.verdict)
        except Unreadable as error:
            return None, self.unchecked(path, str(error))
        except NotAReport as error:
            if error.scanned:
                return None, self._unchecked(path, "X003", error.place, _(SCANNED))
            return None, self._unchecked(path, "X002", error.place, _(_NOT_A_REPORT))
        except BaseException as error:
            reraise_if_due()
            message = _("程序内部出错，请将此文件和这条消息报告给开发者：{error}")
            return None, self.unchecked(path, message.format(error=describe(error)))
        return report, result

    def report(self, path: str, data: bytes, year: int | None = None, edition: str | None = None) -> Report:
        """The report in a file's bytes. Raises Unreadable, or NotAReport of :mod:`gouji.parsing`."""
        from gouji.parsing import parse

        return parse(self.document(path, data), path, year=year, edition=edition, additions=self._host.additions)

    def unchecked(self, path: str, reason: str) -> FileResult:
        """The result for a file that cannot be read (X001)."""
        return self._unchecked(path, "X001", _WHOLE_FILE, reason)

    def _unchecked(self, path: str, code: str, place: Place, reason: str) -> FileResult:
        rule = self._host.rules[code]
        finding = Finding(place, reason, code=code, severity=rule.severity, basis=rule.basis)
        return FileResult(path, None, None, None, False, (finding,), (None,))

    def document(self, path: str, data: bytes) -> Document:
        """The document in a file's bytes, whether or not it is a report. Raises Unreadable.

        The reader is the one that recognises the content, else that for text.
        """
        reader = self.reader(path, data)
        try:
            with limited(self.limits), aside():
                document = reader.read(data)
        except Unreadable:
            raise
        except BaseException as error:
            from gouji.faults import explain_fault, file_of

            reraise_if_due()
            fault = explain_fault(error, file_of(reader.read))
            raise Unreadable(_("读取程序 {reader} 出错：{error}").format(reader=reader.name, error=fault)) from error
        if not document.blocks and not document.pictures:
            raise Unreadable(_("文件是空的，没有可检查的内容"))
        return document

    def reader(self, path: str, data: bytes) -> Reader:
        """The reader for the file's name, unless the content is not what the name says."""
        readers = self._host.readers
        reader = readers.get(os.path.splitext(_named(path))[1].lower())
        if reader is None or not (reader.recognises is None or reader.recognises(data)):
            known = (each for each in readers.values() if each.recognises is not None and each.recognises(data))
            reader = next(known, readers[".txt"])
        if reader is readers[".txt"]:
            foreign.refuse(data)
        return reader

    def judged(self, report: Report, verdict: Verdict) -> tuple[Finding, ...]:
        """What counts of what is found in a report, in document order; its places are those of the document."""
        return verdict.apply(self._findings(report, verdict.selected))

    def unsuppressed(self, report: Report, findings: tuple[Finding, ...], given: Given) -> tuple[Finding, ...]:
        """Those of the findings that no suppression covers; their places are those of the document."""
        from gouji.excerpt import excerpt

        if not given.any(report.document):
            return findings
        shown = _shown(report.document, findings)
        excerpts = [excerpt(report, finding) for finding in findings]
        return self._sieve(report, given).uncovered(zip(findings, shown, excerpts, strict=True))

    def _mendable(self, path: str, data: bytes, document: Document, findings: tuple[Finding, ...]) -> Iterator[Finding]:
        """The findings, without the fixes that nobody could make in this file."""
        reader = self.reader(path, data)
        edits = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
        refused: set[Edit] = set()
        if reader.edit is None:
            refused = set(edits)
        elif edits and reader.editable is not None:
            with limited(self.limits):
                answers = reader.editable(data, document, [(edit.place, edit.text) for edit in edits])
            refused = {edit for edit, answer in zip(edits, answers, strict=True) if not answer}
        for finding in findings:
            lost = finding.fix is not None and not refused.isdisjoint(finding.fix.edits)
            yield finding._replace(fix=None) if lost else finding

    def _sieve(self, report: Report, given: Given) -> "Sieve":
        from gouji.suppression.sifting import Sieve

        return Sieve(report.document, given, self._host.rules)

    def _findings(self, report: Report, selected: frozenset[str]) -> list[Finding]:
        """What the selected rules find in a report, as the plugins' wrappers leave it."""
        if selected not in self._selections:
            self._selections[selected] = [rule for rule in self._host.rules.values() if rule.code in selected]
        findings = self._host.check(report, self._selections[selected], run)
        unknown = sorted({finding.code for finding in findings} - self._host.rules.keys())
        if unknown:
            findings.append(
                trouble(_("插件报告的问题没有已登记的规则代码：{codes}").format(codes=_("、").join(unknown)))
            )
        return findings


def _named(path: str) -> str:
    """What of a path ends with the file's name."""
    if "://" not in path:
        return path
    from gouji.remote import spot

    return spot(path)


def _drawings(report: Report) -> tuple[Drawing, ...]:
    from gouji.drawing import drawings

    return drawings(report)


def run(report: Report, rules: Sequence[Rule]) -> list[Finding]:
    """Run the rules on a report, each on its own: one that fails is an X004 finding, and the others still run."""
    findings: list[Finding] = []
    for rule in rules:
        if rule.check is None:
            continue
        try:
            findings.extend(found(rule, report))
        except BaseException as error:
            from gouji.faults import explain_rule_fault

            reraise_if_due()
            message = _("规则 {code}（{title}）检查 {path} 时出错，其他规则照常进行：{error}")
            fault = explain_rule_fault(error, rule)
            findings.append(trouble(message.format(code=rule.code, title=_(rule.title), path=report.path, error=fault)))
    return findings


def found(rule: Rule, report: Report) -> Iterator[Finding]:
    """What a rule finds in a report. Raises whatever its check raises, and PackFault for what is no finding."""
    if rule.check is not None:
        yield from stamped(rule, rule.check(report))


def stamped(rule: Rule, given: object) -> Iterator[Finding]:
    """What a function of a rule gives, with what findings have of the rule. Raises PackFault for what is no finding."""
    if not isinstance(given, Iterable):
        from gouji.faults import not_a_finding

        raise not_a_finding(given, rule)
    for finding in given:
        yield _stamped(rule, finding)


def _is_sound(finding: object) -> bool:
    """Whether something is a finding that those who write it out can rely on."""
    return (
        isinstance(finding, Finding)
        and all(isinstance(value, kind) for value, kind in zip(finding, _KINDS, strict=False))
        and finding.table in _TABLES
        and (finding.fix is None or all(isinstance(edit, Edit) for edit in finding.fix.edits))
        and all(map(_is_spot, finding.cells))
        and all(isinstance(each, Related) for each in finding.related)
    )


def _is_spot(thing: object) -> bool:
    """Whether something can be row and field of a cell."""
    return isinstance(thing, tuple) and len(thing) == 2 and all(isinstance(key, _TEXT) for key in thing)


def _stamped(rule: Rule, finding: Finding) -> Finding:
    if not _is_sound(finding):
        from gouji.faults import not_a_finding

        raise not_a_finding(finding, rule)
    severity, basis = finding.severity or rule.severity, finding.basis or rule.basis
    return finding._replace(code=rule.code, severity=severity, basis=basis)


def _shown(document: Document, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings with their places in the file."""
    return findings if document.locate is None else tuple(_in_file(document, finding) for finding in findings)


def _in_file(document: Document, finding: Finding) -> Finding:
    """The finding with its places in the file, not in the document as it was read."""
    culprit = finding.culprit
    if culprit is not None:
        culprit = culprit._replace(place=document.in_file(culprit.place))
    fix = finding.fix
    if fix is not None:
        fix = fix._replace(edits=tuple(edit._replace(place=document.in_file(edit.place)) for edit in fix.edits))
    return finding._replace(place=document.in_file(finding.place), culprit=culprit, fix=fix)
