"""``gouji ledger``: what is in it, asked and written out, and never changed by that."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from shutil import copyfile

import pytest
from audits import audited, write
from commandline import gouji, process
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gouji.audit.ledger.export import TABLES, USUAL, _shown
from gouji.audit.ledger.opening import opened
from gouji.reporters.csv_ import defused

ANNOUNCED = """
import sys
from gouji.audit.ledger import asking
from gouji.cli.guard import run

opened = asking.opened_to_read

def announced(*given):
    database = opened(*given)
    print("asking", flush=True)
    return database

asking.opened_to_read = announced
sys.exit(run(sys.argv[1:]))
"""


def names(folder: str) -> list[str]:
    return sorted(each.name for each in Path(folder).iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of two reports, one with a fault."""
    folder = tmp_path_factory.mktemp("audit")
    write(folder / "reports", "清棠县水务局", 2023)
    write(folder / "reports", "清棠县水务局", 2024, granted__total=99)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        audited("gouji-ledger.duckdb", "reports")
    return folder / "gouji-ledger.duckdb"


@pytest.fixture
def ledger(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that ledger, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return copyfile(made, tmp_path / "gouji-ledger.duckdb")


def test_it_says_what_there_is(ledger: Path) -> None:
    ran = gouji("ledger")
    assert ran.status == 0
    for words in (str(ledger), f"{ledger.stat().st_size:,}", "1 次", "2 份", "1 个；年度：2023–2024", "错误 2"):
        assert words in ran.out


@pytest.mark.parametrize("command", [("ledger",), ("ledger", "query", "SELECT 1"), ("ledger", "export", "--to", "out")])
def test_without_a_ledger_it_says_how_to_come_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = gouji(*command)
    assert (ran.status, ran.out) == (2, "")
    assert "gouji audit" in ran.err
    assert names(".") == []


def test_a_query_is_answered_in_columns(ledger: Path) -> None:
    ran = gouji("ledger", "query", "SELECT agency AS 机关, year, value FROM facts WHERE row_key = 'granted'"
                " AND field_key = 'total' ORDER BY year")  # fmt: skip
    assert ran.out.splitlines() == [
        "机关          year  value",
        "------------  ----  -----",
        "清棠县水务局  2023      3",
        "清棠县水务局  2024     99",
    ]


def test_a_query_is_answered_in_json_with_exact_values(ledger: Path) -> None:
    query = "SELECT 12345678901234567890.1234567890::DECIMAL(38,10) AS value, DATE '2027-03-31' AS day, NULL AS none"
    assert json.loads(gouji("ledger", "query", query, "--format", "json").out) == [
        {"value": "12345678901234567890.123456789", "day": "2027-03-31", "none": None}
    ]
    assert json.loads(gouji("ledger", "query", "FROM files WHERE FALSE", "--format", "json").out) == []


def test_columns_of_one_name_and_what_is_no_number_can_stand_in_json(ledger: Path) -> None:
    query = "SELECT 1 AS a, 2 AS a_1, 3 AS a, 4 AS a, 'nan'::DOUBLE AS b"
    ran = gouji("ledger", "query", query, "--format", "json")
    assert json.loads(ran.out, parse_constant=pytest.fail) == [{"a": 1, "a_1": 2, "a_2": 3, "a_3": 4, "b": "nan"}]


def test_a_query_is_answered_in_csv_that_computes_nothing(ledger: Path) -> None:
    ran = process("ledger", "query", "SELECT '=1+1' AS a, ['甲', '乙'] AS b", "--format", "csv")
    assert ran.stdout.decode("utf-8-sig") == "a,b\r\n'=1+1,甲、乙\r\n"


@pytest.mark.parametrize("where", [("ledger", "--ledger", "x.db", "query"), ("ledger", "query", "--ledger", "x.db")])
def test_the_ledger_may_be_named_before_and_after_the_subcommand(ledger: Path, where: tuple[str, ...]) -> None:
    ledger.rename("x.db")
    assert gouji(*where, "SELECT count(*) FROM files").out.split()[-1] == "2"


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM files",
        "CREATE TABLE x (a INTEGER)",
        "COPY files TO 'x.csv'",
        "ATTACH 'x.db' AS x",
        "FROM read_text('secret.txt')",
        "FROM 'secret.csv'",
        "FROM glob('*')",
        "INSTALL httpfs",
        "EXPORT DATABASE 'x'",
        "SET enable_external_access = TRUE",
        "SELECT nothing FROM files",
        "SELEC 1",
        "",
        "SELECT 1; DROP TABLE files",
    ],
)
def test_a_query_can_neither_change_nor_reach_anything(ledger: Path, query: str) -> None:
    Path("secret.txt").write_text("42", encoding="utf-8")
    Path("secret.csv").write_text("42", encoding="utf-8")
    before, beside = ledger.read_bytes(), names(".")
    ran = gouji("ledger", "query", query)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("错误：查询")
    assert ledger.read_bytes() == before
    assert names(".") == beside


def test_a_wrong_query_is_shown_with_the_place(ledger: Path) -> None:
    assert "    LINE 1: SELEC 1\n            ^" in gouji("ledger", "query", "SELEC 1").err


def test_control_characters_do_not_reach_the_terminal(ledger: Path) -> None:
    assert "\x1b" not in gouji("ledger", "query", "SELECT chr(27) || '[2J' AS a").out


def test_all_usual_tables_are_written_as_csv(ledger: Path) -> None:
    ran = gouji("ledger", "export", "--to", "out")
    assert ran.out.splitlines() == [str(Path("out", f"{name}.csv")) for name in USUAL]
    assert names("out") == sorted(f"{name}.csv" for name in USUAL)
    text = Path("out/facts.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfagency,")
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    assert len(rows) == 400
    wanted = {("granted", "total", "2024"): "99", ("granted", "total", "2023"): "3"}
    found = {(row["row_key"], row["field_key"], row["year"]): row["value"] for row in rows}
    assert found.items() >= wanted.items()


def test_named_tables_are_written_as_parquet(ledger: Path) -> None:
    assert gouji("ledger", "export", "cells", "problems", "--to", "it's", "--format", "parquet").status == 0
    assert names("it's") == ["cells.parquet", "problems.parquet"]
    import duckdb

    assert duckdb.sql("SELECT count(*), max(value) FROM 'it''s/cells.parquet'").fetchall()[0][0] == 400


def test_the_workbook_has_a_sheet_for_each_table(ledger: Path) -> None:
    assert gouji("ledger", "export", "--to", "out", "--format", "xlsx").out == f"{Path('out', 'ledger.xlsx')}\n"
    book = CalamineWorkbook.from_path("out/ledger.xlsx")
    assert book.sheet_names == list(USUAL)
    head, *rows = book.get_sheet_by_name("facts").to_python()
    assert len(rows) == 400
    assert {row[head.index("value")] for row in rows} >= {99.0}


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_every_table_can_be_written(ledger: Path, form: str) -> None:
    assert gouji("ledger", "export", *TABLES, "--to", "out", "--format", form).status == 0


def test_an_unknown_table_is_an_error_that_names_the_nearest(ledger: Path) -> None:
    ran = gouji("ledger", "export", "fact", "--to", "out")
    assert (ran.status, Path("out").exists()) == (2, False)
    assert "facts" in ran.err


def test_a_folder_that_is_a_file_is_an_error(ledger: Path) -> None:
    Path("out").touch()
    ran = gouji("ledger", "export", "--to", "out")
    assert ran.status == 2
    assert "out" in ran.err


def test_personal_numbers_are_not_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path / "reports", "清棠县水务局", 2024)
    number = "110101199003074514"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("一、总体情况\n", f"一、总体情况\n申请人身份证号为{number}，已经答复。\n", 1), encoding="utf-8"
    )
    audited("gouji-ledger.duckdb", "reports")
    assert number in path.read_text(encoding="utf-8")
    ran = gouji("ledger", "query", "SELECT text FROM passages WHERE text LIKE '%身份证%'")
    assert "身份证号为" in ran.out
    assert number[6:14] not in ran.out
    assert number[6:14].encode() not in (tmp_path / "gouji-ledger.duckdb").read_bytes()


@given(st.one_of(st.text("=@＝＠+＋－-.01甲 '", max_size=6), st.text()))
def test_cells_are_made_harmless_as_the_list_of_findings_is(text: str) -> None:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        return
    with opened(":memory:") as database:
        (found,) = database.execute(f"SELECT {_shown('a', 'VARCHAR')} FROM (SELECT ? AS a)", [text]).fetchall()[0]
    assert found == defused(text)


def test_ctrl_c_ends_a_query_without_end(ledger: Path) -> None:
    query = "SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b WHERE (a.range * b.range) % 7 = 9"
    running = subprocess.Popen(
        [sys.executable, "-c", ANNOUNCED, "ledger", "query", query],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"asking\n"
    running.send_signal(signal.SIGINT)
    _out, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "已中断" in told.decode()
