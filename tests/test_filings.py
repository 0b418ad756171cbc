"""Who has filed, when and how often (G902, G904, D404, X007), asked of a ledger with a few invented filings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest
from commandline import gouji

from gouji.api import Finding, outstanding
from gouji.audit.attribution import attribute
from gouji.audit.judging import found_across
from gouji.audit.roster import read
from gouji.testing import clean_report
from gouji.testing.harness import bundled


class Filings:
    """A collection of filings that are put into it one by one."""

    def __init__(self, *years: int, today: str = "2026-11-22") -> None:
        self.years: Sequence[int] = years or (2023,)
        self.today = today
        self._database = duckdb.connect()
        self._database.execute(files("gouji.audit.ledger").joinpath("schema.sql").read_text("utf-8"))
        self._number = 0

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        yield from self._database.execute(query, values).fetchall()

    def enrol(self, agency: str, kind: str = "department", **said: Any) -> None:
        self._put("agencies", agency=agency, kind=kind, consolidates=False, **said)

    def file(self, agency: str | None, year: int | None = 2023, path: str = "", **said: Any) -> None:
        """One filing; ``cells`` gives figures of the row 本年新收 by field, each on a line of its own."""
        self._number += 1
        figures = said.pop("cells", {})
        place = dict(zip(("line", "col", "end_line", "end_col"), (1, 1, 1, 9), strict=True))
        path = path or f"{self._number}.txt"
        said = {"checked": True, "agency": agency, "year": year, "kind": "unsure", **place, **said}
        self._put("files", file=self._number, path=path, **said)
        for line, (field, value) in enumerate(figures.items(), start=10):
            at = place | {"line": line, "end_line": line}
            keys = {"table_key": "applications", "row_key": "received", "field_key": field}
            self._put("cells", file=self._number, value=value, **keys, **at)

    def findings(self, code: str) -> list[Finding]:
        return list(found_across(bundled().host.rules[code], self))

    def _put(self, table: str, **row: Any) -> None:
        marks = ", ".join("?" * len(row))
        self._database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


# ── not filed ────────────────────────────────────────────────────────────────────────────────────


def missing(filings: Filings) -> list[tuple[str | None, int | None]]:
    return [(finding.agency, finding.year) for finding in filings.findings("G902")]


def test_missing_agencies() -> None:
    filings = Filings(2022, 2023)
    filings.enrol("清棠县财政局")
    filings.enrol("清棠县水务局", first_year=2023)
    filings.enrol("清棠县体改办", last_year=2021)
    filings.file("清棠县财政局", 2022)
    filings.file("清棠县财政局", 2021)
    assert missing(filings) == [("清棠县水务局", 2023), ("清棠县财政局", 2023)]
    (finding, _other) = filings.findings("G902")
    assert (finding.path, finding.severity.key if finding.severity else None) == (None, "error")
    assert finding.message == "清棠县水务局没有报送2023年度的报告，期限是2024年1月31日"


@pytest.mark.parametrize(
    ("kind", "own", "year", "last"),
    [
        ("government", None, 2023, "2024-03-31"),
        ("department", None, 2023, "2024-01-31"),
        ("township", None, 2023, "2024-01-31"),
        ("department", (2, 20), 2023, "2024-02-20"),
        ("department", (2, 29), 2023, "2024-02-29"),
        ("department", (2, 29), 2022, "2023-02-28"),
        ("department", None, 2017, "2018-03-31"),
    ],
)
def test_due_until_the_last_day(kind: str, own: tuple[int, int] | None, year: int, last: str) -> None:
    due = dict(zip(("due_month", "due_day"), own, strict=True)) if own else {}
    for today, overdue in ((last, False), (f"{last[:-2]}99", True)):
        filings = Filings(year, today=today)
        filings.enrol("清棠县财政局", kind, **due)
        (each,) = outstanding(filings)
        assert (each.last.isoformat(), each.overdue) == (last, overdue)
        assert bool(missing(filings)) is overdue


def test_what_could_not_be_read_may_be_what_is_missing() -> None:
    filings = Filings()
    filings.enrol("清棠县财政局")
    filings.file(None, None, checked=False)
    filings.file(None, 2023, doubt="…")
    (finding,) = filings.findings("G902")
    assert finding.message.endswith("；请先看是不是在1份没能检查的文件、1份归属存疑的报告里")


def test_nobody_is_missing_without_a_roster() -> None:
    filings = Filings()
    filings.file("清棠县财政局")
    assert missing(filings) == []


# ── filed more than once ─────────────────────────────────────────────────────────────────────────


def test_contradicting_filings() -> None:
    filings = Filings()
    filings.file("清棠县财政局", path="a.txt", cells={"natural_person": 3, "business": 1, "total": 4})
    filings.file("清棠县财政局", path="b.txt", cells={"natural_person": 3, "business": 2, "total": 5})
    first, second = filings.findings("G904")
    assert (first.path, first.place.line, first.field, first.actual) == ("a.txt", 11, "business", "1")
    assert [(each.path, each.value) for each in first.related] == [("b.txt", "2")]
    assert (second.path, second.actual, second.related[0].path) == ("b.txt", "2", "a.txt")
    assert first.message == "清棠县财政局2023年度的报告不止一份，有2处数据不同；第一处这里是1，b.txt 是2"


def test_only_the_filings_that_differ_are_named() -> None:
    filings = Filings()
    for path, value in (("a.txt", 3), ("b.txt", 3), ("c.txt", 5)):
        filings.file("清棠县财政局", path=path, cells={"total": value})
    related = {finding.path: [each.path for each in finding.related] for finding in filings.findings("G904")}
    assert related == {"a.txt": ["c.txt"], "b.txt": ["c.txt"], "c.txt": ["a.txt", "b.txt"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"total": 3}, {"total": 3}),
        ({"total": 3}, {"total": None}),  # unknown is not different
        ({"total": 3}, {}),
    ],
)
def test_filings_that_do_not_differ(one: dict[str, int | None], other: dict[str, int | None]) -> None:
    filings = Filings()
    filings.file("清棠县财政局", cells=one)
    filings.file("清棠县财政局", cells=other)
    assert filings.findings("G904") == []


def test_other_agencies_years_and_doubtful_filings_are_nothing_to_compare() -> None:
    filings = Filings()
    filings.file("清棠县财政局", cells={"total": 3})
    filings.file("清棠县水务局", cells={"total": 4})
    filings.file("清棠县财政局", 2022, cells={"total": 5})
    filings.file(None, 2023, cells={"total": 6}, doubt="…")
    assert filings.findings("G904") == []


# ── filed late ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("enrolled", "said", "late"),
    [
        # the roster knows the kind, and may have a day of its own
        ({"kind": "department"}, {"signed": "2024-02-01"}, "2024年1月31日"),
        ({"kind": "department"}, {"signed": "2024-01-31"}, None),
        ({"kind": "government"}, {"signed": "2024-03-31"}, None),
        ({"kind": "government"}, {"signed": "2024-04-01"}, "2024年3月31日"),
        ({"kind": "township"}, {"signed": "2024-06-01"}, None),
        ({"kind": "township", "due_month": 2, "due_day": 20}, {"signed": "2024-02-21"}, "2024年2月20日"),
        ({"kind": "department", "due_month": 2, "due_day": 20}, {"signed": "2024-02-20"}, None),
        ({"kind": "department"}, {"signed": "2024-01-25", "local_due": "2024-01-20"}, "2024年1月20日"),
        (
            {"kind": "department", "due_month": 2, "due_day": 20},
            {"signed": "2024-02-01", "local_due": "2024-01-20"},
            None,
        ),
        # publication counts before signature; a date of another year is that of something else
        ({"kind": "department"}, {"published": "2024-02-01", "signed": "2024-01-20"}, "2024年1月31日"),
        ({"kind": "department"}, {"published": "2024-01-20", "signed": "2024-02-20"}, None),
        ({"kind": "department"}, {"published": "2026-05-01", "signed": "2024-01-20"}, None),
        ({"kind": "department"}, {}, None),
        # without a roster, what the report says
        (None, {"kind": "department", "signed": "2024-02-01"}, "2024年1月31日"),
        (None, {"kind": "unsure", "signed": "2024-02-01"}, None),
        (None, {"kind": "unsure", "signed": "2024-04-01"}, "2024年3月31日"),
        (None, {"kind": "township", "signed": "2024-04-01"}, None),
    ],
)
def test_late(enrolled: dict[str, Any] | None, said: dict[str, Any], late: str | None) -> None:
    filings = Filings()
    if enrolled is not None:
        filings.enrol("清棠县财政局", **enrolled)
    filings.file("清棠县财政局", path="a.txt", **said)
    assert [(finding.path, finding.expected) for finding in filings.findings("D404")] == [("a.txt", late)] * bool(late)


def test_late_says_by_what() -> None:
    filings = Filings()
    filings.enrol("清棠县财政局", due_month=2, due_day=20)
    filings.file("清棠县财政局", published="2024-03-01", published_at='[4,2,4,12,1,null,"[1,2,3,4]"]')
    (finding,) = filings.findings("D404")
    assert finding.place == (4, 2, 4, 12, 1, None, (1, 2, 3, 4))
    assert finding.message == "公布日期2024年3月1日已经超过名册所列的期限2024年2月20日（名册：按部门的报告计）"


# ── in doubt ─────────────────────────────────────────────────────────────────────────────────────


def test_doubtful_filings_are_listed() -> None:
    filings = Filings()
    filings.file(None, 2023, path="a.txt", doubt="名册上没有“清棠县教育局”")
    filings.file(None, None, path="b.txt", checked=False)
    filings.file("清棠县财政局", path="c.txt")
    (finding,) = filings.findings("X007")
    assert (finding.path, finding.message, finding.place.line) == ("a.txt", "名册上没有“清棠县教育局”", 1)


# ── the whole command ────────────────────────────────────────────────────────────────────────────

ROSTER = """\
机关,类别,上级,是否汇总,起始年度,期限
清棠县人民政府,政府,,是,2030,
清棠县交通运输局,部门,清棠县人民政府,否,,01-10
清棠县财政局,部门,清棠县人民政府,否,,
清棠县水务局,部门,清棠县人民政府,否,,
"""


@pytest.fixture
def submissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three agencies' reports on 2023 under a roster, in a folder of their own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "名册.csv").write_text(ROSTER, "utf-8")
    folder = tmp_path / "年报"
    folder.mkdir()
    for agency in ("清棠县交通运输局", "清棠县财政局", "清棠县教育局"):
        (folder / f"{agency}.txt").write_text(clean_report().replace("清棠县交通运输局", agency), "utf-8")
    return folder


def audited(*arguments: str) -> dict[str, Any]:
    """What an audit finds of those who file, as its JSON has it."""
    codes = "G902,G904,D404,X007"
    ran = gouji("audit", "年报", "--roster", "名册.csv", "--select", codes, "--format", "json", *arguments)
    assert ran.status in (0, 1), ran.err
    shown: dict[str, Any] = json.loads(ran.out)
    return shown


def by_file(shown: dict[str, Any]) -> dict[str, list[str]]:
    found = {file["path"]: [finding["code"] for finding in file["findings"]] for file in shown["files"]}
    return {path: codes for path, codes in found.items() if codes}


def test_audit_of_who_files(submissions: Path) -> None:
    shown = audited()
    assert [(each["code"], each["agency"], each["year"]) for each in shown["findings"]] == [
        ("G902", "清棠县水务局", 2023)
    ]
    # signed on 18 January: late by the roster, though not by law
    (late,) = (finding for file in shown["files"] for finding in file["findings"] if finding["code"] == "D404")
    assert (late["location"]["line"], late["expected"]) == (clean_report().count("\n"), "2024年1月10日")
    assert by_file(shown) == {"年报/清棠县交通运输局.txt": ["D404"], "年报/清棠县教育局.txt": ["X007"]}


def test_what_the_roster_settles_is_judged_anew(submissions: Path) -> None:
    """Nothing need be read again for a new roster; a report is late by one deadline, never by two."""
    late = clean_report().replace("2024年1月18日", "2024年2月6日").replace("清棠县交通运输局", "清棠县财政局")
    (submissions / "清棠县财政局.txt").write_text(late, "utf-8")
    assert by_file(audited())["年报/清棠县财政局.txt"] == ["D404"]
    roster = ROSTER.replace("清棠县财政局,部门,清棠县人民政府,否,,", "清棠县财政局,部门,清棠县人民政府,否,,02-20")
    Path("名册.csv").write_text(roster.replace("水务局", "教育局"), "utf-8")
    shown = audited()
    assert (by_file(shown), shown["findings"]) == ({"年报/清棠县交通运输局.txt": ["D404"]}, [])


def test_second_filing(submissions: Path) -> None:
    (submissions / "财政局（更正）.txt").write_text((submissions / "清棠县财政局.txt").read_text("utf-8"), "utf-8")
    assert "年报/清棠县财政局.txt" not in by_file(audited())
    figures = clean_report(received__total=99).replace("清棠县交通运输局", "清棠县财政局")
    (submissions / "财政局（更正）.txt").write_text(figures, "utf-8")
    files = {file["path"]: file["findings"] for file in audited()["files"]}
    (finding,) = files["年报/清棠县财政局.txt"]
    assert (finding["code"], finding["location"]["row"], finding["location"]["field"]) == ("G904", "received", "total")
    assert finding["related"] == [
        {"path": "年报/财政局（更正）.txt", "agency": "清棠县财政局", "year": 2023, "value": "99"}
    ]


def test_years_that_are_asked_for(submissions: Path) -> None:
    missing = audited("--year", "2022")["findings"]
    assert {each["year"] for each in missing} == {2022}
    assert len(missing) == 3


def test_years_without_any_report_are_not_asked_for(submissions: Path) -> None:
    """The office was not given those years at all: nobody is missing in them."""
    (submissions / "旧.txt").write_text(clean_report(year=2021), "utf-8")
    missing = audited()["findings"]
    assert {each["year"] for each in missing} == {2021, 2023}
    assert {each["year"] for each in audited("--year", "2022")["findings"]} == {2022}


def test_a_title_with_another_year_than_the_rest_of_the_report(submissions: Path) -> None:
    """A leftover of last year's text (D403) makes neither a second report on that year, nor a missing one on this."""
    (submissions / "财政局2022.txt").write_text(clean_report(year=2022).replace("交通运输局", "财政局"), "utf-8")
    report = submissions / "清棠县财政局.txt"
    text = report.read_text("utf-8").replace("局2023年政府信息公开", "局2022年政府信息公开", 1)
    report.write_text(text.replace("| 3 |", "| 4 |", 1), "utf-8")
    shown = audited()
    assert {file["path"]: file["year"] for file in shown["files"]}["年报/清棠县财政局.txt"] == 2023
    assert "G904" not in {code for codes in by_file(shown).values() for code in codes}
    assert ("清棠县财政局", 2023) not in {(each["agency"], each["year"]) for each in shown["findings"]}


def test_notes_on_the_roster(submissions: Path) -> None:
    Path("名册.csv").write_text("机关,类别,是否汇总\n清棠县人民政府,政府,是\n", "utf-8")
    assert "清棠县人民政府的报告汇总下级，却没有机关以它为上级" in gouji("audit", "年报", "--roster", "名册.csv").err


def test_the_roster_in_the_guide(tmp_path: Path) -> None:
    guide = Path(__file__).parent.parent / "docs" / "audit.md"
    (shown,) = re.findall(r"^```csv\n(.*?)^```$", guide.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "roster.csv").write_text(shown, "utf-8")
    roster = read(str(tmp_path / "roster.csv"))
    assert (len(roster.agencies), roster.notes) == (6, ())
    assert attribute("清棠县/a.docx", "水利局", 2023, roster).agency == "清棠县水务局"
