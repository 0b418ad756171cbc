"""The work list and the notices: what an office sends round is complete, and nothing in it does anything by itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from audits import OFFICES, TOWN, YEARS, audit, auditing, write, write_roster
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from gouji.audit.auditing import Wanted
from gouji.audit.collected import outcome
from gouji.audit.notices import _enumerated
from gouji.audit.roster import read
from gouji.audit.worklist import Worklist
from gouji.finding import Severity
from gouji.host import Host

NAMES = ["总览", "问题清单", "未报迟报存疑", "跨年衔接", "上下级与机关之间", "各机关"]


def worklist(file: str = "list.xlsx") -> Workbook:
    audit("--worklist", file)
    return load_workbook(file)


def records(sheet: Worksheet) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def in_pieces(most: int) -> Workbook:
    """A work list whose sheets have few rows."""
    stream = BytesIO()
    with auditing("other.duckdb", "reports", wanted=Wanted(read("roster.csv"))) as running:
        list(running.collect(running.pending))
        running.conclude()
        Worklist(running, outcome(running.ledger, Host((), ()), Severity.ERROR), ".", most).write(stream)
    return load_workbook(stream)


def test_every_sheet_is_to_be_filtered_and_keeps_its_head(county: Path) -> None:
    book = worklist()
    assert book.sheetnames == NAMES
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(sheet.column_dimensions[cell.column_letter].width for cell in sheet[1])


def test_it_has_every_finding_that_json_has(county: Path) -> None:
    found = json.loads(audit("--format", "json").out)
    listed = [each["code"] for file in found["files"] for each in file["findings"]]
    listed += [each["code"] for each in found["findings"]]
    assert [each["规则代码"] for each in records(worklist()["问题清单"])] == listed


def test_missing_late_and_doubtful_reports_stand_in_one_list(county: Path) -> None:
    late = write(county / "reports", TOWN + OFFICES[0], YEARS[0])
    signed = late.read_text(encoding="utf-8").replace(f"{YEARS[0] + 1}年1月18日", f"{YEARS[0] + 1}年6月3日")
    late.write_text(signed, encoding="utf-8")
    write(county / "reports", "别处县林业局", YEARS[0])
    rows = records(worklist()["未报迟报存疑"])
    found = {(row["情况"], row["机关"], row["年度"]) for row in rows}
    assert found == {
        *(("未报", TOWN + "档案局", year) for year in YEARS),
        ("未报", TOWN + "人民政府", YEARS[0]),
        ("迟报", TOWN + OFFICES[0], YEARS[0]),
        ("存疑", "别处县林业局", YEARS[0]),
        ("未能检查", None, None),
    }
    assert all(row["说明"] for row in rows if row["情况"] != "未报")


def test_what_was_found_across_years_has_both_figures_as_numbers(county: Path) -> None:
    rows = records(worklist()["跨年衔接"])
    totals = [row for row in rows if row["规则"].startswith("Y801") and row["程度"] == "错误"]
    assert [(row["年度"], row["现为"], row["应为"], row["相关年度"], row["相关数值"]) for row in totals] == [
        (year, 4, 1, year - 1, 1) for year in YEARS[1:]
    ]


def test_each_agency_has_a_line_for_each_year(county: Path) -> None:
    rows = records(worklist()["各机关"])
    assert len(rows) == (len(OFFICES) + 1) * len(YEARS) + 1  # 档案局 has not filed, nor the government for one year
    (row,) = (row for row in rows if row["机关"] == f"{TOWN}水务局" and row["年度"] == YEARS[0])
    assert (row["报送"], row["文件数"], row["机关类别"], row["上级"]) == ("已报", 1, "部门", f"{TOWN}人民政府")
    assert row["错误"] >= 2
    assert row["首要问题"].startswith("A10")


def test_links_lead_from_the_workbook_to_the_reports(county: Path) -> None:
    (county / "out").mkdir()
    sheet = worklist("out/list.xlsx")["各机关"]
    links = [cell.hyperlink.target for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert len(links) == len(OFFICES) * len(YEARS)
    for link in links:
        assert (county / "out" / link.replace("\\", "/")).is_file(), link


def test_names_of_strangers_are_no_formulas_and_no_links(county: Path) -> None:
    write_roster(county / "roster.csv", [*OFFICES, "=1+1局"])
    for name in ("=cmd#x.txt", "@SUM(1).txt"):
        report = write(county / "reports", TOWN + "信访局", YEARS[0])
        report.rename(report.with_name(name))
    book = worklist()
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert any("=cmd#x.txt" in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not [cell for cell in cells if "#" in str(cell.value) and cell.hyperlink]


def test_more_rows_than_a_sheet_takes_go_on_in_another(county: Path) -> None:
    whole, cut = worklist(), in_pieces(6)
    parts = [sheet for sheet in cut.worksheets if sheet.title.startswith("问题清单")]
    assert [sheet.title for sheet in parts[:3]] == ["问题清单", "问题清单 续1", "问题清单 续2"]
    assert [row for sheet in parts for row in records(sheet)] == records(whole["问题清单"])
    overview = [row for sheet in cut.worksheets if sheet.title.startswith("总览") for row in records(sheet)]
    (said,) = (row for row in overview if row["项目"] == "工作表“问题清单”的行数")
    assert (said["数量"], said["说明"]) == (len(records(whole["问题清单"])), f"一张表放不下，分在{len(parts)}张")


def test_the_same_ledger_gives_the_same_bytes(county: Path) -> None:
    worklist("one.xlsx")
    worklist("two.xlsx")
    assert (county / "one.xlsx").read_bytes() == (county / "two.xlsx").read_bytes()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_libreoffice_opens_it(county: Path) -> None:
    worklist()
    profile = f"-env:UserInstallation={(county / 'profile').as_uri()}"
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = ["soffice", profile, "--headless", "--convert-to", options, "--outdir", "as-csv", "list.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    sheets = {path.stem.removeprefix("list-"): path.read_text("utf-8") for path in (county / "as-csv").iterdir()}
    assert sorted(sheets) == sorted(NAMES)
    assert f"{TOWN}档案局" in sheets["未报迟报存疑"]
    assert "Err:" not in "".join(sheets.values())


# ── notices ──────────────────────────────────────────────────────────────────────────────────────


def notices(county: Path, *arguments: str) -> dict[str, str]:
    audit("--notices", "notices", *arguments)
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in (county / "notices").iterdir()
        if path.stem != "gouji-notices"
    }


def test_who_has_nothing_to_mend_gets_no_notice(county: Path) -> None:
    assert set(notices(county)) == {TOWN + name for name in ("人民政府", "档案局", OFFICES[1], OFFICES[2])}


def test_a_notice_lists_what_was_found_and_leaves_to_people_what_is_theirs(county: Path) -> None:
    text = notices(county)[TOWN + OFFICES[1]]
    lines = text.splitlines()
    assert (lines[0], lines[3]) == ("关于政府信息公开工作年度报告的整改通知", f"{TOWN}{OFFICES[1]}：")
    assert f"文件：{TOWN}{OFFICES[1]}.txt" in text
    assert "【错误】" in text
    assert "依据：" in text
    assert text.endswith("　　（发文机关）\n　　　　　　年　　月　　日\n")
    assert "请于　　　　年　　月　　日前" in text


def test_what_is_the_same_at_several_places_is_said_once() -> None:
    spots, texts = ("第3行", "第4行"), ("甲为1，应为2；共有2格；差额都是1", "乙为3，应为4；共有2格；差额都是1")
    assert list(_enumerated(spots, texts)) == [
        *("（1）第3行：甲为1，应为2", "（2）第4行：乙为3，应为4"),
        "共有2格；差额都是1",
    ]
    assert list(_enumerated(spots, ("同", "同"))) == ["（1）第3行：同", "（2）第4行：同"]


def test_what_is_missing_is_asked_for_without_what_only_the_office_should_know(county: Path) -> None:
    text = notices(county)[TOWN + "档案局"]
    assert [line for line in text.splitlines() if line[:2] in ("一、", "二、", "三、")] == [
        f"{number}、{year}年度报告" for number, year in zip("一二三", YEARS, strict=False)
    ]
    assert "没有收到你单位的这一年度的报告" in text
    assert "存疑" not in text
    assert "没能检查" not in text


def test_notices_are_about_the_years_that_the_audit_is_about(county: Path) -> None:
    text = notices(county, "--year", str(YEARS[-1]))[TOWN + OFFICES[1]]
    assert f"{YEARS[-1]}年度报告" in text
    assert f"{YEARS[0]}年度报告" not in text


@pytest.mark.parametrize("names", [("../../a/局", ".. .. a 局"), ("CON:局", "con?局")])
def test_names_of_agencies_are_no_paths(county: Path, names: Sequence[str]) -> None:
    (county / "roster.csv").write_text(
        "agency,kind\n" + "".join(f"{name},department\n" for name in names), encoding="utf-8"
    )
    found = notices(county, "--year", str(YEARS[-1]))
    assert len(found) >= len(names)
    assert not (county.parent / "a").exists()
    assert all("/" not in name and not name.startswith(".") for name in found)


def test_who_has_mended_everything_has_no_notice_left_from_before(county: Path) -> None:
    erring = TOWN + OFFICES[1]
    assert erring in notices(county)
    for year in YEARS:
        write(county / "reports", erring, year)
    (county / "notices" / "收文登记.txt").write_text("somebody else's", encoding="utf-8")
    left = notices(county)
    assert erring not in left
    assert left["收文登记"] == "somebody else's"


def test_what_an_audit_has_written_among_the_reports_is_not_read_as_reports(county: Path) -> None:
    outputs = ("--notices", "reports/notices", "--site", "reports/site", "--ledger", "reports/ledger.duckdb")
    first, second = (audit(*outputs) for _time in range(2))
    assert first.out == second.out
    assert len(list((county / "reports" / "notices").glob("*.txt"))) > 1
