"""The harness for rules and packs (测试工具): a valid report, ways to damage it, and a rule's examples as its test.

A rule's ``wrong`` and ``right`` examples have one of three forms:

- lines to change in the clean report: ``-`` before a line that goes, ``+`` before one that comes, a blank before one
  that stays and only says where; an empty line between places that lie apart;
- values of cells, as ``received=3 carried_in=1``: rows of the applications table, or the fields of one row of any
  table, or single cells (``direct__total=2``); what is not named is 0 in that row or column, or filled in
  so that the rest of the form agrees;
- anything else is a whole file.

A rule across reports (:func:`gouji.rule.collection_rule`) has examples of several reports. Each begins with a line that
says on which year and whose it is, and goes on in one of these three forms; where nothing follows, it is the clean
report of that agency. The lines of a roster, as CSV, follow a line of their own::

    @ 2023 清棠县交通运输局
    carried_in=3

    @ 2022 清棠县交通运输局
    -清棠县交通运输局2022年政府信息公开工作年度报告
    +2022年政府信息公开工作年度报告

    @ roster
    agency,kind,parent,consolidates
    清棠县人民政府,government,,yes
    清棠县交通运输局,department,清棠县人民政府,no

Figures alone are enough for a relation: ``carried_in=3 prior.carried_out=5`` makes the reports of one agency on two
years, ``granted=3 children.granted=2`` those of a government and of its only subordinate on one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gouji.finding import Finding
from gouji.host import Host
from gouji.model import Report
from gouji.outcome import FileResult
from gouji.rule import Rule
from gouji.testing.clean import AGENCY, ExampleError, clean_report
from gouji.testing.examination import Examination, examine
from gouji.testing.examples import edited, example_report
from gouji.testing.harness import Harness, bundled
from gouji.testing.packs import Pack, pack_at
from gouji.testing.specimens import Specimen, specimens
from gouji.testing.trial import Remark, Trial

__all__ = [
    "AGENCY",
    "Examination",
    "ExampleError",
    "Harness",
    "Pack",
    "Remark",
    "Specimen",
    "Trial",
    "check",
    "check_examples",
    "clean_report",
    "edited",
    "examine",
    "example_report",
    "findings",
    "read",
    "report",
    "specimens",
]


def findings(
    source: str | bytes, *, path: str = "report.txt", select: Sequence[str] | None = None, pack: str | None = None
) -> list[Finding]:
    """What the whole check finds in a report, with all rules or those selected, in document order.

    path: the file's name. pack: the path of a pack whose rules are there too.
    """
    return list(check(source, path=path, select=select, pack=pack).findings)


def check(
    source: str | bytes, *, path: str = "report.txt", select: Sequence[str] | None = None, pack: str | None = None
) -> FileResult:
    """The result of the whole check of one file."""
    return (_with(pack) if pack else bundled()).check(source, path=path, select=select)


def report(narrative: str = "", *, edition: str = "2021", year: int | None = None, **values: int | str) -> Report:
    """The clean report as rules see it, with a paragraph and values of one's own; see :func:`clean_report`.

    >>> report(carried_out=3).applications.value("carried_out", "total")
    3
    """
    return read(clean_report(edition, year, narrative, **values))


def read(source: str | bytes, *, path: str = "report.txt") -> Report:
    """A file as rules see it."""
    return bundled().read(source, path=path)


def check_examples(rule: Rule) -> None:
    """Run a rule's own examples. Raises ExampleError if ``wrong`` does not trigger it, or if ``right`` does."""
    bundled().check_examples(rule)


@cache
def _with(path: str) -> Harness:
    """The harness with the pack at a path. Raises UsageError if there is none."""
    pack = pack_at(path)
    return Harness(Host(pack.plugins, pack.rulesets, installed=False))
