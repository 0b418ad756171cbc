"""Rosters: whatever file they come in they are read alike, and everything that is wrong is said at once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from commandline import gouji
from hypothesis import given
from hypothesis import strategies as st

from gouji.audit.roster import Agency, Roster, read
from gouji.usage import UsageError

HEAD = ("agency", "kind", "level", "parent", "consolidates", "from", "to", "aliases", "deadline")
ROWS = [
    HEAD,
    ("南岫市人民政府", "government", "市", "", "yes", "", "", "", ""),
    ("清棠县人民政府", "government", "县", "南岫市人民政府", "yes", "", "", "", "02-29"),
    ("清棠县财政局", "department", "县", "清棠县人民政府", "no", "2019", "", "清棠县国库局、清棠县财税局", "01-20"),
    ("柳溪镇人民政府", "township", "乡", "清棠县人民政府", "no", "", "2022", "", ""),
]
AGENCIES = (
    Agency("南岫市人民政府", "government", "市", None, True),
    Agency("清棠县人民政府", "government", "县", "南岫市人民政府", True, deadline=(2, 29)),
    Agency(
        "清棠县财政局",
        "department",
        "县",
        "清棠县人民政府",
        first_year=2019,
        aliases=("清棠县国库局", "清棠县财税局"),
        deadline=(1, 20),
    ),
    Agency("柳溪镇人民政府", "township", "乡", "清棠县人民政府", last_year=2022),
)
CHINESE = [
    ("南岫市政府信息公开年报报送名册",),
    ("序号", "机关", "类别", "层级", "上级", "是否汇总", "起始年度", "终止年度", "别名/曾用名", "期限", "备注"),
    ("1", "南岫市人民政府", "政府", "市", "", "是", "", "", "", "", ""),
    ("2", "清棠县人民政府", "政府", "县", "南岫市", "是", "-", "至今", "", "2月29日", "含乡镇"),
    ("3", "清棠县财政局", "部门", "县", "清棠县政府", "否", "2019年", "", "清棠县国库局；清棠县财税局", "1-20", ""),
    ("4", "柳溪镇人民政府", "乡镇（街道）", "乡", "清棠县人民政府", "否", "", "2022", "无", "", ""),
]
TOML = """
[[agencies]]
agency = "南岫市人民政府"
kind = "government"
level = "市"
consolidates = true

[[agencies]]
agency = "清棠县人民政府"
kind = "government"
level = "县"
parent = "南岫市人民政府"
consolidates = true
deadline = "02-29"

[[agencies]]
agency = "清棠县财政局"
kind = "department"
level = "县"
parent = "清棠县国库局"  # replaced below
from = 2019
aliases = ["清棠县国库局", "清棠县财税局"]
deadline = 2026-01-20

[[agencies]]
agency = "柳溪镇人民政府"
kind = "township"
level = "乡"
parent = "清棠县人民政府"
to = 2022
""".replace('parent = "清棠县国库局"  # replaced below', 'parent = "清棠县人民政府"')


def csv(rows: list[tuple[str, ...]], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\n" for row in rows)


def written(folder: Path, text: str, name: str = "roster.csv", encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def agencies(path: str) -> tuple[Agency, ...]:
    return tuple(read(path).agencies.values())


def refused(path: str) -> list[str]:
    """What is said of a roster that cannot be used, line by line, without the path."""
    with pytest.raises(UsageError) as caught:
        read(path)
    return [line.rpartition("roster.")[2] for line in str(caught.value).splitlines() if not line.startswith("    ")]


@pytest.mark.parametrize("rows", [ROWS, CHINESE], ids=["english", "chinese"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text(tmp_path: Path, rows: list[tuple[str, ...]], separator: str, encoding: str) -> None:
    rows = [tuple(cell.replace(";", "；") for cell in row) for row in rows]
    assert agencies(written(tmp_path, csv(rows, separator), encoding=encoding)) == AGENCIES


@pytest.mark.parametrize("rows", [ROWS, CHINESE], ids=["english", "chinese"])
def test_workbook(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名册")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text.isdigit():
                    sheet.write_number(number, column, int(text))
                elif text:
                    sheet.write_string(number, column, text)
    assert agencies(str(path)) == AGENCIES


def test_day_that_a_spreadsheet_made_a_date(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["机关", "类别", "期限"])
        sheet.write_row(1, 0, ["清棠县财政局", "部门"])
        sheet.write_datetime(1, 2, datetime(2026, 2, 20), book.add_format({"num_format": "m-d"}))
    assert agencies(str(path))[0].deadline == (2, 20)


def test_toml(tmp_path: Path) -> None:
    assert agencies(written(tmp_path, TOML, "roster.toml")) == AGENCIES


def test_quoted_cells_of_several_lines(tmp_path: Path) -> None:
    text = '机关,类别,别名\n清棠县财政局,部门,"清棠县国库局\n清棠县财税局"\n清棠县水务局,部们,\n'
    assert refused(written(tmp_path, text))[0].startswith("csv:4：类别：")


def test_tree() -> None:
    roster = Roster(AGENCIES)
    assert [agency.name for agency in roster.children["清棠县人民政府"]] == ["清棠县财政局", "柳溪镇人民政府"]
    assert [agency.name for agency in roster.above("清棠县财政局")] == ["清棠县人民政府", "南岫市人民政府"]
    assert roster.named["清棠县国库局"].name == "清棠县财政局"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("清棠县水务局,部们,,,,,,,", "类别：没有“部们”这一类"),
        ("清棠县水务局,,,,,,,,", "kind：没有填"),
        (",department,,,,,,,", "agency：没有填"),
        ("清棠县水务局,department,,,可,,,,", "consolidates：“可”应写作是（yes）或否（no）"),
        ("清棠县水务局,department,,,,19年,,,", "from：“19年”不是年度"),
        ("清棠县水务局,department,,,,2022,2019,,", "to：终止年度2019早于起始年度2022"),
        ("清棠县水务局,department,,,,,,,02-30", "deadline：没有02-30这一天"),
        ("清棠县水务局,department,,,,,,,二月", "deadline：“二月”不是期限"),
        (
            "清棠县水务局,department,,清塘县人民政府,,,,,",
            "parent：上级“清塘县人民政府”不在名册上，是否想写 清棠县人民政府",
        ),
        ("清棠县财政局,department,,,,,,,", "agency：“清棠县财政局”前面已经有了"),
        ("清棠县水务局,department,,,,,,清棠县国库局,", "aliases：别名“清棠县国库局”也是清棠县财政局的名称"),
        ("清棠县水务局,department,,清棠县水务局,,,,,", "parent：上级关系成了一个圈"),
    ],
)
def test_faulty_row(tmp_path: Path, row: str, said: str) -> None:
    told = refused(written(tmp_path, csv(ROWS) + row + "\n"))
    assert len(told) == 1
    assert told[0].startswith(f"csv:6：{said.replace('类别', 'kind')}"), told


def test_everything_at_once(tmp_path: Path) -> None:
    text = csv(ROWS) + "甲,部们,,乙局,,,,,\n丙,,,,,20,,,13-01\n"
    assert [line[:6] for line in refused(written(tmp_path, text))] == ["csv:6：", "csv:6：", *["csv:7："] * 3]


def test_circle_of_several(tmp_path: Path) -> None:
    text = "agency,kind,parent\n甲,department,乙\n乙,department,丙\n丙,department,甲\n丁,department,甲\n"
    (told,) = refused(written(tmp_path, text))
    assert "甲 → 乙 → 丙 → 甲" in told


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("agency,level", "csv:1：缺少 类别（kind） 列"),
        ("agency,kind,parnet", "csv:1：名册不用“parnet”这一列，是否想写 parent？"),
        ("agency,kind,kind", "csv:1：类别（kind） 列有不止一个"),
    ],
)
def test_faulty_head(tmp_path: Path, head: str, said: str) -> None:
    told = refused(written(tmp_path, f"{head}\n清棠县财政局,部门,\n"))
    assert [line[: len(said)] for line in told] == [said]


def test_column_that_is_struck_out(tmp_path: Path) -> None:
    text = "agency,kind,#经办\n清棠县财政局,部门,某某\n"
    assert agencies(written(tmp_path, text)) == (Agency("清棠县财政局", "department"),)


def test_faults_of_a_workbook_name_the_cell(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, ["机关", "类别", "期限"])
        sheet.write_row(1, 0, ["清棠县财政局", "部们", "1月20日"])
    assert refused(str(path))[0].startswith("xlsx:名册!B2：类别：没有“部们”这一类")


def test_faults_of_toml_name_the_line(tmp_path: Path) -> None:
    text = TOML.replace('kind = "department"', 'kind = "部们"').replace("to = 2022", "too = 2022\nlevel2 = {}")
    told = refused(written(tmp_path, text, "roster.toml"))
    assert [line.partition("：")[0] for line in told] == ["toml:18:8", "toml:30:1", "toml:31:1"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("roster.csv", "甲,乙\n丙,丁\n"),
        ("roster.csv", "agency,kind\n"),
        ("roster.csv", ""),
        ("roster.toml", "x = 1\n"),
        ("roster.toml", "[[agencies]\n"),
        ("roster.toml", ""),
        ("roster.xlsx", "PK\x03\x04"),
    ],
)
def test_no_roster_at_all(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(UsageError, match=r"roster\."):
        read(written(tmp_path, text, name))


def test_missing_file() -> None:
    with pytest.raises(UsageError, match="没有这个文件"):
        read("nowhere/roster.csv")


def test_government_that_sums_nobody(tmp_path: Path) -> None:
    roster = read(written(tmp_path, "agency,kind,consolidates\n清棠县人民政府,government,yes\n"))
    assert [note.partition("，")[0] for note in roster.notes] == ["名册写明清棠县人民政府的报告汇总下级"]


def test_command_line_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "agency,kind\n清棠县财政局,部们\n")
    ran = gouji("audit", "--roster", "roster.csv", "--ledger", "ledger.duckdb")
    assert (ran.status, "roster.csv:2：kind：没有“部们”这一类" in ran.err) == (2, True)
    assert not (tmp_path / "ledger.duckdb").exists()


@given(st.text(alphabet="机关类别,;\t\n\"' =[]agency kind甲部门", max_size=60))
def test_anything_is_a_roster_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("roster.csv", "roster.toml"):
        try:
            roster = read(written(folder, text, name))
        except UsageError:
            continue
        assert roster.agencies


def test_a_long_circle_is_shown_in_short(tmp_path: Path) -> None:
    rows = [f"第{each}局,department,第{(each + 1) % 3000}局" for each in range(3000)]
    (tmp_path / "roster.csv").write_text("\n".join(("agency,kind,parent", *rows)), encoding="utf-8")
    with pytest.raises(UsageError, match=r"第0局 → 第1局 .* …… .*第2999局 → 第0局$") as caught:
        read(str(tmp_path / "roster.csv"))
    assert len(str(caught.value)) < 500


def test_a_roster_without_end_is_not_read_to_the_end() -> None:
    with pytest.raises(UsageError, match="太大"):
        read("/dev/zero")
