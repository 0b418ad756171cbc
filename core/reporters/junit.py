"""JUnit XML (持续集成): a suite for each report and a case for each rule, passed ones too, as CI servers show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree

from junit_xml import TestCase, TestSuite

from gouji.explain import SEVERITIES
from gouji.finding import Finding, Severity
from gouji.i18n import _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.wording import basis, is_in_lines, message, printable, related, title, where, whose

_TOTALS = ("tests", "failures", "errors")
_ANY = "\0"
"""Stands for a report's path where it is still to be put in; in no printable text is it found."""


class _Suite(NamedTuple):
    """A suite as it is written, and its own totals."""

    text: str
    totals: tuple[int, ...]


def write(outcome: Outcome, options: ReportOptions) -> str:
    """The outcome as JUnit XML without times or host names, ending in a line break."""
    suites = list(_Writer(outcome).suites())
    totals = [sum(suite.totals[index] for suite in suites) for index in range(len(_TOTALS))]
    attributes = "".join(f' {key}="{value}"' for key, value in zip(_TOTALS, totals, strict=True))
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="gouji"{attributes}>\n'
    return "".join([head, *(suite.text for suite in suites), "</testsuites>\n"])


class _Writer:
    """Writes one suite at a time: junit-xml's own report would hold every case of every file as a tree."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._names: dict[str, str] = {"": _("检查本身")}
        self._passed: dict[str, str] = {}
        self._clean: dict[frozenset[str], _Suite] = {}

    def suites(self) -> Iterator[_Suite]:
        for file in self._outcome.files:
            path = printable(file.path)
            if file.checked:
                yield self._of_file(path, file)
            else:  # and so no rule has passed either
                yield _written(TestSuite(path, [self._unchecked(path, file.findings)], file=path))
        if self._outcome.findings:
            found = sorted(_by_code(self._outcome.findings).items())
            yield _written(TestSuite("gouji", [self._judged("", code, findings) for code, findings in found]))

    def _of_file(self, path: str, file: FileResult) -> _Suite:
        """The suite of a report; those of reports without findings differ by the path alone."""
        suite = self._judging(path, file) if file.findings else self._clean.get(file.selected)
        if suite is None:
            suite = self._clean[file.selected] = self._judging(path, file)
        return suite._replace(text=suite.text.replace(_ANY, escape(path, quote=False).replace('"', "&quot;")))

    def _judging(self, path: str, file: FileResult) -> _Suite:
        """The suite of a report, whose path is still to be put in but where something was found."""
        found = _by_code(file.findings)
        failed = sorted(found)
        suite = TestSuite(_ANY, [self._judged(path, code, found[code]) for code in failed], file=_ANY).build_xml_doc()
        cases = dict(zip(failed, map(_line, suite), strict=True))
        codes = sorted(file.selected.union(failed))
        suite.set("tests", str(len(codes)))
        del suite[:]
        body = "".join(cases.get(code) or self._passing(code) for code in codes)
        head = ElementTree.tostring(suite, encoding="unicode").removesuffix(" />")
        return _Suite(f"{head}>\n{body}</testsuite>\n", _totals(suite))

    def _passing(self, code: str) -> str:
        """The case of a rule that found nothing in a report, whose path is still to be put in."""
        if code not in self._passed:
            (case,) = TestSuite("", [self._case(_ANY, code, ())]).build_xml_doc()
            self._passed[code] = _line(case)
        return self._passed[code]

    def _unchecked(self, path: str, findings: Sequence[Finding]) -> TestCase:
        """The one case of a report that could not be checked (未能检查)."""
        case = self._case(path, findings[0].code if findings else "", findings)
        reason = message(findings[0]) if findings else _("未能检查")
        case.add_error_info(reason, _lines(path, findings), "error")
        return case

    def _judged(self, path: str, code: str, findings: Sequence[Finding]) -> TestCase:
        """A rule's case: failed if a finding fails the run; what does not is only told (system-out)."""
        case = self._case(path, code, findings)
        fail_on = self._outcome.fail_on
        failing = [finding for finding in findings if (finding.severity or Severity.INFO) >= fail_on]
        told = [finding for finding in findings if (finding.severity or Severity.INFO) < fail_on]
        if failing:
            gravest = max(finding.severity or Severity.INFO for finding in failing)
            case.add_failure_info(message(failing[0]), _lines(path, failing), gravest.key)
        case.stdout = _lines(path, told)
        return case

    def _case(self, path: str, code: str, findings: Sequence[Finding]) -> TestCase:
        if code not in self._names:
            self._names[code] = title(self._outcome, code)
        case = TestCase(self._names[code], classname=path or "gouji")
        if path and findings:  # of a passed case its suite says the file
            case.file = path
            if is_in_lines(findings[0].place):
                case.line = findings[0].place.line
        return case


def _written(suite: TestSuite) -> _Suite:
    element = suite.build_xml_doc()
    ElementTree.indent(element)
    return _Suite(ElementTree.tostring(element, encoding="unicode") + "\n", _totals(element))


def _line(case: ElementTree.Element) -> str:
    """A case as it stands in its suite."""
    ElementTree.indent(case, level=1)
    return f"  {ElementTree.tostring(case, encoding='unicode')}\n"


def _totals(suite: ElementTree.Element) -> tuple[int, ...]:
    return tuple(int(suite.get(key, 0)) for key in _TOTALS)


def _lines(path: str, findings: Sequence[Finding]) -> str:
    """What is said of each finding: place, severity, message and basis."""
    lines: list[str] = []
    for finding in findings:
        severity = _(SEVERITIES[finding.severity or Severity.INFO])
        spot = where(path, finding.place) if path else whose(finding.agency, finding.year) or "gouji"
        lines.append(f"{spot}  {severity} {message(finding)}")
        lines += [f"  {line}" for line in related(finding)]
        if finding.basis:
            lines.append("  " + _("依据：{basis}").format(basis=basis(finding)))
    return "\n".join(lines)


def _by_code(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.code, []).append(finding)
    return found
