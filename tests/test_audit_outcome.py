"""What comes of an audit on the command line: formats, exit status, and what is refused before anything is read."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from pathlib import Path

import pytest
from audits import OFFICES, TOWN, YEARS, audit, auditing, write, write_roster
from commandline import gouji
from jsonschema import Draft202012Validator

from gouji.audit.collected import Files, outcome
from gouji.cache.record import of_text
from gouji.finding import Finding, Severity
from gouji.host import Host
from gouji.outcome import Outcome

SCHEMA = json.loads(files("gouji").joinpath("gouji-1.schema.json").read_text(encoding="utf-8"))
LAST = str(YEARS[-1])


def test_json_has_all_findings_of_files_and_those_without_one(county: Path) -> None:
    ran = audit("--format", "json")
    found = json.loads(ran.out)
    Draft202012Validator(SCHEMA).validate(found)
    assert ran.status == 2  # one file cannot be read
    listed = [each for file in found["files"] for each in file["findings"]] + found["findings"]
    assert found["summary"] == {
        "files": len(OFFICES) * len(YEARS) + 1,
        "unchecked": 1,
        **{f"{each.key}s": sum(one["severity"] == each.key for one in listed) for each in Severity},
        "suppressed": 0,
        "baselined": 0,
    }
    absent = {(each["code"], each["agency"], each["year"]) for each in found["findings"]}
    assert {("G902", TOWN + "档案局", year) for year in YEARS} <= absent


def test_a_finding_across_years_names_the_other_report(county: Path) -> None:
    found = json.loads(audit("--format", "json").out)
    related = [
        (file["year"], finding["code"], finding["related"])
        for file in found["files"]
        for finding in file["findings"]
        if finding["code"] == "Y801" and finding["location"]["field"] == "total"
    ]
    office = TOWN + OFFICES[2]
    assert [(year, code) for year, code, _related in related] == [(year, "Y801") for year in YEARS[1:]]
    for year, _code, (other, *_more) in related:
        assert other["path"] == f"reports/{year - 1}/{office}.txt"
        assert (other["agency"], other["year"], other["value"]) == (office, year - 1, "1")


def test_every_format_of_check_is_one_of_audits(county: Path) -> None:
    targets = {name: f"out.{name}" for name in ("text", "html", "csv", "xlsx", "junit", "sarif", "github", "gitlab")}
    audit(*(word for name, file in targets.items() for word in ("--format", f"{name}:{file}")))
    for name in targets.keys() - {"xlsx"}:
        text = (county / targets[name]).read_text(encoding="utf-8-sig")
        assert f"{TOWN}档案局" in text, name  # which has not filed
        assert "相关报告" in text or name == "sarif", name
    runs = json.loads((county / "out.sarif").read_text(encoding="utf-8"))["runs"]
    results = {result["ruleId"]: result for result in runs[0]["results"]}
    assert results["G902"]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].startswith(TOWN)
    address = results["Y801"]["relatedLocations"][0]["physicalLocation"]["artifactLocation"]
    assert address["uri"].endswith(".txt")
    rows = list(csv.DictReader(io.StringIO((county / "out.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert {(row["机关"], row["年度"]) for row in rows if row["规则代码"] == "G902"} >= {(TOWN + "档案局", LAST)}


def test_quiet_is_a_line_for_each_problem_as_check_prints_them(county: Path) -> None:
    lines = audit("-q").out.splitlines()
    assert len(lines) > len(YEARS)
    assert all(": " in line or "：" in line for line in lines)
    assert f"{TOWN}档案局 {LAST}年度  错误 G902" in "\n".join(lines)


def test_files_are_read_from_the_ledger_one_after_the_other(county: Path) -> None:
    with auditing("ledger", "reports") as running:
        list(running.collect(running.pending))
        running.conclude()
        found = Files(running.rows)
        paths = [each.path for each in found]
        assert paths == sorted(paths)
        assert len(found) == len(paths) == len(OFFICES) * len(YEARS) + 1
        assert found[1] == list(found)[1]
        assert [each.path for each in found[2:5]] == paths[2:5]
        assert found[-1].path == paths[-1]


def test_the_ledger_counts_as_one_would_who_goes_through_the_files(county: Path) -> None:
    remark = "<!-- gouji: ignore-file A101: 本机关已说明 -->\n"
    report = write(county / "reports", TOWN + "信访局", YEARS[0], granted__total=99)
    report.write_text(remark + report.read_text(encoding="utf-8"), encoding="utf-8")
    with auditing("ledger", "reports") as running:
        list(running.collect(running.pending))
        running.conclude()
        host = Host((), ())
        found = outcome(running.ledger, host, Severity.ERROR)
        counted = Outcome(tuple(found.files), found.findings, found.rules, found.fail_on)
        assert found.known is not None
        assert found.counts.suppressed == counted.counts.suppressed > 0
        assert found.counts.unchecked == counted.counts.unchecked == 1
        assert {each: found.counts.severities[each] for each in Severity} == {
            each: counted.counts.severities[each] for each in Severity
        }
        records = running.rows("SELECT record FROM findings WHERE across AND file IS NOT NULL")
        across = {of_text(Finding, record).message for (record,) in records}
        assert across <= {each.message for file in found.files for each in file.findings}


def test_exit_status_is_that_of_check(county: Path) -> None:
    assert audit().status == 2
    (county / "reports" / "broken.docx").unlink()
    assert audit().status == 1
    assert audit("--select", "G902").status == 1
    assert audit("--select", "G902", "--fail-on", "never").status == 0
    assert audit("--select", "Y803").status == 0


def test_a_roster_and_nothing_to_check_tells_who_has_not_filed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    write_roster(tmp_path / "roster.csv")
    ran = audit("--year", LAST)
    assert "没有可检查的文件" in ran.err
    assert f"{TOWN}水务局 {LAST}年度" in ran.out
    assert ran.status == 1


def test_a_year_without_reports_is_said_to_have_none(county: Path) -> None:
    ran = gouji("audit", "reports", "--isolated", "--year", "2019")
    assert "没有2019年度的报告" in ran.out


def test_a_roster_without_agencies_is_refused(county: Path) -> None:
    (county / "empty.csv").write_text("agency,kind,parent,consolidates,from,to\n", encoding="utf-8")
    ran = gouji("audit", "reports", "--roster", "empty.csv")
    assert ran.status == 2
    assert "empty.csv" in ran.err
    assert not list(county.glob("*.duckdb"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "gouji-ledger.duckdb"), "gouji-ledger.duckdb 已用于 --ledger"),
        (("--worklist", "./gouji-ledger.duckdb"), "gouji-ledger.duckdb 已用于 --ledger"),
        (("--format", "json:roster.csv"), "roster.csv 已用于 --roster"),
        (("--format", "xlsx:a.xlsx", "--worklist", "a.xlsx"), "a.xlsx 不能同时写两种输出"),
        (("--worklist", "none/a.xlsx"), "没有文件夹 none"),
        (("--notices", "roster.csv"), "整改通知写不了：roster.csv"),
        (("--notices", "reports"), "文件夹 reports 里有别的东西，整改通知要写到空的或新的文件夹里"),
        (("--worklist", f"reports/{YEARS[0]}/{TOWN}{OFFICES[0]}.txt"), "是要检查的文件，不能写成输出"),
        (("--format", "sumary"), "没有输出格式 sumary"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_read(
    county: Path, arguments: tuple[str, ...], said: str
) -> None:
    roster = (county / "roster.csv").read_bytes()
    ran = audit(*arguments)
    assert (ran.status, said in ran.err) == (2, True), ran.err
    assert (county / "roster.csv").read_bytes() == roster
    assert not (county / "gouji-ledger.duckdb").exists()


def test_the_help_tells_of_every_output_in_both_languages() -> None:
    for language in ("zh", "en"):
        text = gouji("audit", "--help", "--lang", language).out
        assert {"--worklist", "--notices", "--format", "--ledger"} <= set(text.replace(",", " ").split())


def test_exceptions_that_reports_claim_need_not_be_granted(county: Path) -> None:
    report = write(county / "reports", TOWN + "信访局", YEARS[0], granted__total=99)
    text = report.read_text(encoding="utf-8")
    report.write_text(f"<!-- gouji: ignore-file A: 本机关已说明 -->\n{text}", encoding="utf-8")
    for arguments, found in (((), False), (("--no-suppressions",), True)):
        assert (f"{report.name}:" in audit("-q", "--select", "A", *arguments).out) is found


def test_a_baseline_of_the_configuration_is_said_not_to_count(county: Path) -> None:
    (county / "gouji.toml").write_text('baseline = "old.json"\n', encoding="utf-8")
    ran = gouji("audit", "reports", "--select", "Y803")
    assert "没有用：gouji audit 报告所有问题" in ran.err
