"""The language of the command line, and its commands other than ``check``."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from commandline import CLEAN, Ran, gouji, process
from generation import docx_files
from generation.reports import seeded

from gouji import __version__
from gouji.testing import clean_report

pytestmark = pytest.mark.usefixtures("folder")


# ── Language ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("arguments", [["--lang", "en", "check"], ["check", "--lang=en"]])
def test_english_is_a_word_away(arguments: list[str]) -> None:
    ran = gouji(*arguments, "faulty.txt")
    assert "Findings: errors 1" in ran.out
    assert "错误" not in ran.out


def test_the_language_comes_from_command_line_environment_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "显示版本号" in gouji("--help").out
    Path("gouji.toml").write_text('lang = "en"', encoding="utf-8")
    assert "Show this message" in gouji("--help").out
    monkeypatch.setenv("GOUJI_LANG", "zh")
    assert "显示本帮助" in gouji("--help").out
    assert "Show this message" in gouji("--lang", "en", "--help").out


def test_an_unknown_language_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert gouji("--lang", "fr", "check").status == 2
    monkeypatch.setenv("GOUJI_LANG", "fr")
    assert "GOUJI_LANG" in gouji("check").err


@pytest.mark.parametrize("arguments", [["check", "--selct", "A"], ["chek"], ["parse"], ["check", "--fail-on", "x"]])
def test_misuse_is_told_in_chinese(arguments: list[str]) -> None:
    ran = gouji(*arguments)
    assert ran.status == 2
    assert "错误：" in ran.err
    assert "rror" not in ran.err.replace("[error|", "").replace("'error'", "")


SAID_BY_CLICK = ("Usage:", "Options", "Commands", "Error: {message}", "Missing command.", "Show this message and exit.")


def test_what_click_says_is_compiled_as_it_is_translated() -> None:
    source = Path(__file__).parents[1] / "core" / "locale" / "zh" / "LC_MESSAGES" / "click.po"
    stream = io.BytesIO()
    with source.open("rb") as text:
        write_mo(stream, read_po(text, locale="zh"))
    stream.seek(0)
    with source.with_suffix(".mo").open("rb") as compiled:
        shipped, fresh = GNUTranslations(compiled), GNUTranslations(stream)
    assert [shipped.gettext(text) for text in SAID_BY_CLICK] == [fresh.gettext(text) for text in SAID_BY_CLICK]
    assert not set(SAID_BY_CLICK) & {shipped.gettext(text) for text in SAID_BY_CLICK}


@pytest.mark.parametrize("command", ["check", "parse", "convert", "rules", "explain", "schema", "completion"])
def test_every_command_has_help_in_both_languages(command: str) -> None:
    assert gouji(command, "--help").out.startswith("用法： gouji")
    assert gouji(command, "--help", "--lang", "en").out.startswith("Usage: gouji")


# ── The other commands ───────────────────────────────────────────────────────────────────────────


def test_without_a_command_the_help_is_shown() -> None:
    ran = gouji()
    assert (ran.status, ran.out) == (2, "")
    assert "check" in ran.err


def test_version() -> None:
    assert gouji("--version") == Ran(0, f"gouji {__version__}\n", "")


def test_parse_gives_every_cell_with_its_place() -> None:
    found = json.loads(gouji("parse", "clean.txt").out)
    assert (found["path"], found["edition"]) == ("clean.txt", "2021")
    cells = {(cell["table"], cell["row"], cell["field"]): cell for cell in found["cells"]}
    assert len(cells) == 10 + 175 + 15
    cell = cells["applications", "granted", "total"]
    line = CLEAN.splitlines()[cell["location"]["line"] - 1]
    assert line[cell["location"]["column"] - 1 : cell["location"]["end_column"] - 1] == cell["raw"] == cell["value"]
    assert cell["label"] == "（一）予以公开"


def test_parse_as_csv_holds_the_same_as_json() -> None:
    ran = gouji("parse", "clean.txt", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    cells = json.loads(gouji("parse", "clean.txt").out)["cells"]
    assert [row["raw"] for row in rows] == [cell["raw"] for cell in cells]
    assert [int(row["line"]) for row in rows] == [cell["location"]["line"] for cell in cells]
    gouji("parse", "clean.txt", "--format", "csv", "--output-file", "cells.csv")
    assert Path("cells.csv").read_bytes().startswith(b"\xef\xbb\xbftable,")  # for Excel


@pytest.mark.parametrize("name", ["absent.txt", ".", "notice.txt"])
def test_parse_says_what_it_cannot_parse(name: str) -> None:
    Path("notice.txt").write_text("关于召开会议的通知\n", encoding="utf-8")
    ran = gouji("parse", name)
    assert (ran.status, ran.out) == (2, "")
    assert name in ran.err


def test_parse_as_a_workbook_has_the_cells_and_the_tables() -> None:
    from python_calamine import CalamineWorkbook

    Path("odd.txt").write_text(clean_report(granted__business="若干", admin_fees="12.30"), encoding="utf-8")
    assert gouji("parse", "odd.txt", "--format", "xlsx", "-o", "cells.xlsx") == Ran(0, "", "")
    book = CalamineWorkbook.from_path("cells.xlsx")
    assert book.sheet_names == [
        "单元格",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    listed = book.get_sheet_by_name("单元格").to_python()
    written = list(csv.reader(io.StringIO(gouji("parse", "odd.txt", "--format", "csv").out)))
    assert listed[0] == written[0]
    assert [row[5] for row in listed] == [row[5] for row in written]
    value = {(row[2], row[4]): row[6] for row in listed}
    assert (value["admin_fees", "fee_amount_wan"], value["granted", "business"]) == (12.3, "")
    table = book.get_sheet_by_index(2).to_python()
    assert table[0] == ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert next(row for row in table if row[0] == "（一）予以公开")[1:3] == [2, "若干"]
    assert len(table) == 1 + 25


def test_a_workbook_of_the_same_report_is_the_same() -> None:
    for name in ("one.xlsx", "two.xlsx"):
        gouji("parse", "clean.txt", "--format", "xlsx", "--output-file", name)
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()
    assert process("parse", "clean.txt", "--format", "xlsx").stdout == Path("one.xlsx").read_bytes()


def test_a_workbook_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    ran = gouji("parse", "clean.txt", "--format", "xlsx", "-o", "cells.xlsx")
    assert ran.status == 2
    assert "gouji[xlsx]" in ran.err


def test_parse_gives_places_in_the_file() -> None:
    sample = seeded(1)
    Path("report.docx").write_bytes(docx_files.write(sample, docx_files.LAYOUTS[0]))
    found = json.loads(gouji("parse", "report.docx", "--narrative").out)
    cells = [cell["location"]["cell"] for cell in found["cells"]]
    assert [cell for cell in cells if not re.fullmatch(r"T[123]R\d+C\d+", cell)] == []
    assert len(set(cells)) == len(cells)
    assert {date["location"]["cell"][0] for date in found["narrative"]["dates"]} == {"P"}


def test_parse_says_that_a_scan_is_one() -> None:
    Path("scan.txt").write_text("![](page1.png)\n![](page2.png)\n", encoding="utf-8")
    ran = gouji("parse", "scan.txt")
    assert ran.status == 2
    assert "scan.txt：文件里只有图片" in ran.err


def test_parse_keeps_to_the_limits() -> None:
    ran = gouji("parse", "clean.txt", "--max-size", "1KB")
    assert ran.status == 2
    assert "--max-size" in ran.err


def test_rules_lists_the_catalogue() -> None:
    assert "A101  row-total" in gouji("rules").out
    entries = json.loads(gouji("rules", "--format", "json").out)
    assert [entry["code"] for entry in entries] == sorted(entry["code"] for entry in entries)
    assert all(entry["title"] for entry in entries)


def test_what_is_not_reported_by_default_is_said_to_be_so() -> None:
    entries = json.loads(gouji("rules", "--format", "json").out)
    quiet = [entry["code"] for entry in entries if entry["quiet"]]
    listed = [line.split()[0] for line in gouji("rules").out.splitlines() if line.endswith("（默认不报告）")]
    assert quiet == listed == ["T209"]
    assert "默认不报告" in gouji("explain", "T209").out
    assert "默认不报告" not in gouji("explain", "T208").out


def test_explain_takes_codes_and_names() -> None:
    assert gouji("explain", "a101").out == gouji("explain", "row-total").out
    assert gouji("explain", "A101", "A102").out.count("# A10") == 2
    ran = gouji("explain", "A1O1")
    assert (ran.status, ran.out) == (2, "")
    assert "是否想写 A101？" in ran.err


def test_schema_is_that_of_the_json_format() -> None:
    from jsonschema import validate

    validate(json.loads(gouji("check", "faulty.txt", "--format", "json").out), json.loads(gouji("schema").out))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_that_asks_gouji(shell: str) -> None:
    assert "_GOUJI_COMPLETE" in gouji("completion", shell).out


def test_commands_and_rules_are_completed() -> None:
    asked = {"_GOUJI_COMPLETE": "bash_complete", "COMP_WORDS": "gouji ch", "COMP_CWORD": "1"}
    assert process(**asked).stdout.decode() == "plain,check\n"
    asked |= {"COMP_WORDS": "gouji explain a10", "COMP_CWORD": "2"}
    assert "plain,A101\n" in process(**asked).stdout.decode()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["explain", "A101"], ["rules"], ["check", "--help"]])
def test_what_checks_nothing_loads_no_lark(arguments: list[str]) -> None:
    code = f"import sys; from gouji.cli.guard import run; run({arguments}); sys.exit('lark' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_sound_report_loads_nothing_that_only_faulty_ones_need() -> None:
    spared = {"tomli", "difflib", "gouji.parsing.repair", "gouji.relations.system", "gouji.relations.language"}
    code = (
        f"import sys; from gouji.cli.guard import run; run(['check', 'clean.txt']); print({spared} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, encoding="utf-8")
    assert ran.stdout.splitlines()[-1] == "set()", ran.stderr
