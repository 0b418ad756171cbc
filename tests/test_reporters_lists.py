"""The list of findings as CSV and as a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from commandline import FAULTY as FAULTY_REPORT
from commandline import gouji, process
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from outcomes import CLEAN, EMPTY, FAULTY, FURTHER, ROW_TOTAL, WRONG_TOTAL, file, outcome
from python_calamine import CalamineWorkbook

from gouji.cli.guard import run
from gouji.document import Place
from gouji.finding import Finding
from gouji.i18n import use
from gouji.outcome import Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.csv_ import defused
from gouji.reporters.csv_ import write as write_csv
from gouji.reporters.listing import HEADINGS
from gouji.reporters.xlsx import write as write_xlsx

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows(run: Outcome) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_csv(run, ReportOptions()).decode("utf-8-sig"), newline="")))


def row(found: Finding) -> dict[str, str]:
    return rows(outcome(file("a.txt", (found, None))))[0]


def sheets(run: Outcome) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(run, ReportOptions())))
    return {name: list(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}


def parts(run: Outcome) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(write_xlsx(run, ReportOptions()))) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}


# ── both ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_finding_is_a_row() -> None:
    assert rows(FAULTY)[1] == {
        "文件": "reports/示例市.txt",
        "机关": "示例市人民政府",
        "年度": "2022",
        "位置": "第220行",
        "程度": "错误",
        "规则代码": "A101",
        "规则": "行内总计不符",
        "问题": ROW_TOTAL.message,
        "应为": "1",
        "现为": "0",
        "应改之处": "",
        "依据": ROW_TOTAL.basis,
        "处数": "1",
    }


def test_the_cell_to_change_is_named_where_it_is_another() -> None:
    elsewhere = ROW_TOTAL._replace(culprit=WRONG_TOTAL._replace(place=Place(9, 1, 9, 2)))
    assert row(elsewhere)["应改之处"] == "第9行：这一格应为1"


def test_what_belongs_to_no_file_and_what_was_not_checked_have_no_spot() -> None:
    unreadable, plugin = rows(FAULTY)[-2:]
    assert (unreadable["文件"], unreadable["位置"]) == ("reports/broken.txt", "")
    assert (plugin["文件"], plugin["位置"], plugin["规则代码"]) == ("", "", "X004")


def test_headings_speak_the_language_in_use() -> None:
    assert write_csv(EMPTY, ReportOptions()).decode("utf-8-sig") == ",".join(HEADINGS) + "\r\n"
    use("en")
    try:
        text = write_csv(EMPTY, ReportOptions()).decode("utf-8-sig")
    finally:
        use("zh")
    assert text.isascii()
    assert text.count(",") == len(HEADINGS) - 1


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


def test_excel_knows_the_encoding_and_rows_end_as_the_rfc_says() -> None:
    data = write_csv(FAULTY, ReportOptions())
    assert data.startswith("\ufeff文件,".encode())
    assert data.count(b"\n") == data.count(b"\r\n") == len(list(FAULTY.all_findings)) + 1


@pytest.mark.parametrize("text", ["=1+1", "+cmd|x", "@SUM(A1)", "-2+3", "＝1", "=-1", "－A1", "=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert row(FURTHER._replace(actual=text))["现为"] == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "-", "－", "+1.5", "1=1", "〔2021〕", ""])
def test_numbers_and_dashes_stay_as_they_are(text: str) -> None:
    assert row(FURTHER._replace(actual=text))["现为"] == text


@given(st.text())
def test_defusing_is_all_that_is_done(text: str) -> None:
    assert defused(text) in (text, f"'{text}")
    assert defused(defused(text)) == defused(text)


# ── XLSX ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_sums_are_those_of_the_list() -> None:
    book = sheets(FAULTY)
    assert list(book) == ["问题清单", "按报告汇总", "按规则汇总"]
    assert book["按报告汇总"] == [
        ["文件", "机关", "年度", "结果", "错误", "警告", "提示"],
        ["reports/示例市.txt", "示例市人民政府", 2022.0, "有错误", 2.0, 1.0, 1.0],
        ["reports/clean.txt", "示例市人民政府", 2022.0, "未发现问题", 0.0, 0.0, 0.0],
        ["reports/broken.txt", "", "", "未能检查", 1.0, 0.0, 0.0],
    ]
    assert [line[:4] for line in book["按规则汇总"]] == [
        ["规则代码", "规则", "问题数", "涉及报告数"],
        ["A101", "行内总计不符", 1.0, 1.0],
        ["A103", "办理结果合计不符", 1.0, 1.0],
        ["S305", "有法定格式以外的章节", 1.0, 1.0],
        ["T205", "数值栏未填数字", 1.0, 1.0],
        ["X001", "文件无法读取", 1.0, 1.0],
        ["X004", "规则运行出错", 1.0, 0.0],
    ]


def test_nothing_is_a_formula_or_a_link() -> None:
    found = parts(
        outcome(file("http://example.invalid/=1.txt", (FURTHER._replace(message="=1+1", actual="=A1"), None)))
    )
    sheet = found["xl/worksheets/sheet1.xml"]
    assert not list(sheet.iter(f"{SHEET}f", f"{SHEET}hyperlink"))


def test_each_sheet_can_be_filtered_scrolled_and_printed() -> None:
    for number in (1, 2, 3):
        sheet = parts(FAULTY)[f"xl/worksheets/sheet{number}.xml"]
        (pane,) = sheet.iter(f"{SHEET}pane")
        assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
        assert sheet.find(f"{SHEET}autoFilter") is not None
        setup = sheet.find(f"{SHEET}pageSetup")
        assert setup is not None
        assert (setup.get("orientation"), setup.get("paperSize"), setup.get("fitToHeight")) == ("landscape", "9", "0")
    names = [name.get("name") for name in parts(FAULTY)["xl/workbook.xml"].iter(f"{SHEET}definedName")]
    assert names.count("_xlnm.Print_Titles") == 3


@pytest.mark.parametrize("run", [CLEAN, EMPTY])
def test_without_findings_there_is_a_list_with_its_head(run: Outcome) -> None:
    assert [list(line) for line in sheets(run)["问题清单"]] == [list(HEADINGS)]


def test_a_text_too_long_for_a_cell_is_cut() -> None:
    (_head, line) = sheets(outcome(file("a.txt", (FURTHER._replace(actual="甲" * 40000), None))))["问题清单"]
    assert line[HEADINGS.index("现为")] == "甲" * 32766 + "…"


def test_the_same_outcome_gives_the_same_bytes() -> None:
    assert write_xlsx(FAULTY, ReportOptions()) == write_xlsx(FAULTY, ReportOptions(color=True))


# ── on the command line ──────────────────────────────────────────────────────────────────────────


def test_lists_go_to_files_and_through_pipes(tmp_path: Path) -> None:
    report, book = tmp_path / "a.txt", tmp_path / "list.xlsx"
    report.write_text(FAULTY_REPORT, encoding="utf-8")
    done = process("check", str(report), "--format", f"xlsx:{book}", "--format", "csv")
    assert done.returncode == 1, done.stderr.decode()
    assert book.read_bytes().startswith(b"PK")
    assert done.stdout.startswith("\ufeff文件,".encode())
    assert b"\r\r" not in done.stdout
    assert process("check", str(report), "--format", "xlsx").stdout == book.read_bytes()


def test_a_workbook_is_not_written_to_a_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    errors = io.StringIO()
    with redirect_stdout(Terminal()) as screen, redirect_stderr(errors):
        assert run(["check", "--format", "xlsx", "nothing.txt"]) == 2
    assert "xlsx 不能显示在终端上" in errors.getvalue()
    assert screen.getvalue() == ""


def test_what_is_missing_is_said_before_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    ran = gouji("check", "--format", f"xlsx:{tmp_path / 'list.xlsx'}", str(tmp_path))
    assert ran.status == 2
    assert "输出 xlsx 需要另外安装组件 xlsxwriter：pip install 'gouji[xlsx]'" in ran.err
