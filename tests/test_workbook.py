"""Workbooks: cells, merged cells and numbers as they stand there, text between tables, what nobody sees left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
import xlwt
from answers import spot
from generation import defects
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.reports import Sample, seeded
from generation.workbook_files import LAYOUTS, SUFFIXES, Cell, Sheet, ods, ods_of, write, xls, xlsx
from xlsxwriter.worksheet import Worksheet

from gouji.document import Document, Grid, Paragraph
from gouji.readers import Unreadable, confined
from gouji.readers.limits import USUAL, limited
from gouji.readers.workbook import read
from gouji.testing import check, findings

FORMATS = {"xlsx": xlsx, "xls": xls, "ods": ods}


def shape(document: Document, *, ends: bool = False) -> list[str | list[list[str]]]:
    """Paragraphs as text, tables as rows of text; without the row of blanks that ends a table, unless asked for."""
    return [block.text if isinstance(block, Paragraph) else _rows(block, ends) for block in document.blocks]


def _rows(grid: Grid, ends: bool) -> list[list[str]]:
    rows = [[piece.text for piece in row] for row in grid.rows]
    return rows if ends or any(rows[-1]) else rows[:-1]


def workbook(*sheets: Callable[[Worksheet, Any], None]) -> bytes:
    """A workbook with sheets that are written by hand; each gets the sheet and a way to make formats."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for write_sheet in sheets:
            write_sheet(book.add_worksheet(), book.add_format)
    return file.getvalue()


def one(*texts: str, column: int = 0) -> list[Cell]:
    """Cells below each other."""
    return [Cell(row, column, row, column, text) for row, text in enumerate(texts) if text]


def cells(*rows: str, top: int = 0, left: int = 0) -> list[Cell]:
    """Cells of rows that are written with a bar between cells; nothing between bars is no cell."""
    return [
        Cell(top + row, left + column, top + row, left + column, text)
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
        if text
    ]


# ── what stands in a cell ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (0, "0"),
        (-3, "-3"),
        (127.47, "127.47"),
        (0.1 + 0.2, "0.3"),
        (1276.5534, "1276.5534"),
        (1e-7, "0.0000001"),
        (123456789012345, "123456789012345"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        ("0012", "0012"),
        ("１２", "１２"),
        (" 3件\u3000", "3件"),
        ("22\n（其中修订16件）", "22\n（其中修订16件）"),
    ],
)
def test_values(value: float | str, text: str) -> None:
    data = workbook(lambda sheet, _format: [sheet.write(0, 0, "数"), sheet.write(0, 1, value)])
    assert shape(read(data)) == [[["数", text]]]


def test_a_format_changes_no_digit() -> None:
    def sheet(sheet: Worksheet, make: Any) -> None:
        for column, (value, how) in enumerate([(1234.5, "#,##0.00"), (0.97, "0%"), (12.4, "0"), (3, '0"件"')]):
            sheet.write_number(0, column, value, make({"num_format": how}))

    assert shape(read(workbook(sheet))) == [[["1234.5", "0.97", "12.4", "3"]]]


def test_dates() -> None:
    def sheet(sheet: Worksheet, make: Any) -> None:
        sheet.write_datetime(0, 0, datetime(2024, 1, 18), make({"num_format": "yyyy-mm-dd"}))
        sheet.write_datetime(0, 1, datetime(2024, 1, 18, 9, 30), make({"num_format": "yyyy-mm-dd hh:mm"}))

    assert shape(read(workbook(sheet))) == [[["2024年1月18日", "2024年1月18日 09:30:00"]]]


def test_a_date_of_an_older_workbook() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    sheet.write(0, 0, date(2024, 1, 18), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    file = BytesIO()
    book.save(file)
    assert shape(read(file.getvalue())) == ["2024年1月18日"]


def test_a_formula_has_the_value_that_was_saved_with_it() -> None:
    data = workbook(
        lambda sheet, _format: [sheet.write(0, 0, "总计"), sheet.write_formula(0, 1, "=SUM(C1:D1)", None, 7)]
    )
    assert shape(read(data)) == [[["总计", "7"]]]


def test_an_error_is_what_it_says() -> None:
    data = workbook(lambda sheet, _format: [sheet.write(0, 0, "总计"), sheet.write_formula(0, 1, "=C1", None, "#REF!")])
    assert shape(read(data)) == [[["总计", "#REF!"]]]


def test_an_error_in_open_document() -> None:
    table = (
        '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string">'
        "<office:annotation><text:p>批注</text:p></office:annotation><text:p>总计</text:p></table:table-cell>"
        '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    assert shape(read(ods_of(table)))[0][0][1] == "#REF!"


def test_rich_text_is_one_text() -> None:
    data = workbook(lambda sheet, make: sheet.write_rich_string(0, 0, "一、", make({"bold": True}), "总体情况"))
    assert shape(read(data)) == ["一、总体情况"]


# ── tables and text ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", FORMATS)
def test_a_merged_cell_comes_once(name: str) -> None:
    merged = [Cell(0, 0, 0, 2, "头"), Cell(1, 0, 2, 0, "组"), *cells("甲|1", "乙|2", top=1, left=1)]
    document = read(
        FORMATS[name](
            [Sheet("S", [*cells("左|右|外"), *(c._replace(row=c.row + 1, last_row=c.last_row + 1) for c in merged)])]
        )
    )
    assert shape(document) == [[["左", "右", "外"], ["头"], ["组", "甲", "1"], ["乙", "2"]]]
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [[piece.x for piece in row] for row in grid.rows][:-1] == [[0, 1, 2], [0], [0, 1, 2], [1, 2]]


@pytest.mark.parametrize("name", FORMATS)
def test_empty_rows_and_columns_around_are_nothing(name: str) -> None:
    document = read(FORMATS[name]([Sheet("S", cells("项目||数量", "甲||1", top=5, left=3))]))
    assert shape(document) == [[["项目", "数量"], ["甲", "1"]]]
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert document.in_file(grid.rows[1][1].place).cell == "S!F7"


@pytest.mark.parametrize("name", FORMATS)
def test_a_blank_cell_is_a_blank_piece(name: str) -> None:
    sheet = Sheet("S", cells("项目|甲|乙", "一||2", "二"))
    assert shape(read(FORMATS[name]([sheet]))) == [[["项目", "甲", "乙"], ["一", "", "2"], ["二", "", ""]]]


def test_text_is_paragraphs_and_rows_are_tables() -> None:
    long = "二是" + "主动公开的内容还不够全面，" * 6
    sheet = Sheet(
        "S",
        [
            *one("标题", "2023年，工作平稳。", "一、表"),
            *cells("项目|数", "组", "甲|1", top=3),
            *one(*[""] * 6, long, "落款"),
        ],
    )
    assert shape(read(xlsx([sheet]))) == [
        "标题",
        "2023年，工作平稳。",
        "一、表",
        [["项目", "数"], ["组", ""], ["甲", "1"]],
        long,
        "落款",
    ]


def test_the_lines_of_a_cell_are_paragraphs() -> None:
    document = read(xlsx([Sheet("S", one("（一）主动公开。\n内容。\n\n  （二）依申请公开。"))]))
    assert shape(document) == ["（一）主动公开。", "内容。", "（二）依申请公开。"]
    assert document.lines == ("（一）主动公开。", "内容。", "", "  （二）依申请公开。")


def test_a_heading_between_two_tables_does_not_make_them_equally_wide() -> None:
    sheet = Sheet("S", [*cells("项目|数", "甲|1"), *one("", "", "三、表"), *cells("一|二|三|四", "1|2|3|4", top=3)])
    ((first, _, heading, *rest),) = shape(read(xlsx([sheet])))
    assert (first, heading[0], rest[0]) == (["项目", "数"], "三、表", ["一", "二", "三", "四"])


def test_a_row_whose_figures_are_blank_is_as_wide_as_those_about_it() -> None:
    rows = [*cells("（五）|1.甲|0|0"), *cells("|2.乙", "（六）|1.丙", "|2.丁|0|0", top=1)]
    ((_, second, third, *_),) = shape(read(xlsx([Sheet("S", rows)])))
    assert (second, third) == (["", "2.乙", "", ""], ["（六）", "1.丙", "", ""])


def test_a_row_of_blanks_ends_a_table_for_it_may_be_figures() -> None:
    sheet = Sheet("S", [*cells("甲|乙|丙"), *one("", "", "下一段。")])
    assert shape(read(xlsx([sheet])), ends=True) == [[["甲", "乙", "丙"], ["", "", ""]], "下一段。"]


def test_a_merged_label_over_an_empty_row_does_not_part_the_table() -> None:
    sheet = Sheet("S", [Cell(0, 0, 1, 0, "甲"), Cell(0, 1, 1, 1, "1"), *cells("乙|2", top=2)])
    for write_it in FORMATS.values():
        assert shape(read(write_it([sheet]))) == [[["甲", "1"], ["乙", "2"]]]


def test_long_emptiness_is_left_out() -> None:
    sheet = Sheet("S", [Cell(0, 0, 0, 0, "上"), Cell(200_000, 0, 200_000, 0, "下")])
    document = read(xlsx([sheet]))
    assert document.lines == ("上", "", "", "下")
    _above, below = document.blocks
    assert isinstance(below, Paragraph)
    assert document.in_file(below.place).line == 200_001


# ── sheets ───────────────────────────────────────────────────────────────────────────────────────


def test_sheets_follow_each_other() -> None:
    book = [Sheet("一", one("甲。")), Sheet("二", one("乙。"))]
    for write_it in FORMATS.values():
        document = read(write_it(book))
        assert document.lines == ("甲。", "", "乙。")


def test_a_hidden_sheet_is_not_there() -> None:
    data = workbook(
        lambda sheet, _format: sheet.write(0, 0, "看得见"),
        lambda sheet, _format: [sheet.hide(), sheet.write(0, 0, "看不见")],
        lambda sheet, _format: [sheet.very_hidden(), sheet.write(0, 0, "更看不见")],
    )
    assert shape(read(data)) == ["看得见"]


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("Sheet1", "Sheet1!B3"),
        ("表三", "表三!B3"),
        ("2024年", "'2024年'!B3"),
        ("表 1", "'表 1'!B3"),
        ("科长's", "'科长''s'!B3"),
        ("ABC123", "'ABC123'!B3"),
    ],
)
def test_places_are_addresses_as_spreadsheets_write_them(name: str, quoted: str) -> None:
    document = read(xlsx([Sheet(name, cells("甲|乙", "丙|丁", "一|22件", top=0))]))
    assert isinstance(document.blocks[0], Grid)
    place = document.in_file(document.blocks[0].rows[2][1].place)
    assert (place.cell, place.line, place.column, place.end_column) == (quoted, 3, 1, 4)


def test_a_finding_names_the_cell() -> None:
    sample = seeded(3)
    wrong = str(sample.number("applications", "granted", "total") + 1)
    data = write(sample.with_value(("applications", "granted", "total"), wrong), "xlsx-sheet-each")
    (found,) = [each for each in findings(data, path="r.xlsx") if each.code == "A101"]
    assert found.place.cell == "表2!J7"
    assert found.place.line == 7


# ── damaged and hostile ──────────────────────────────────────────────────────────────────────────


def test_a_stray_cell_far_away_is_named() -> None:
    sheet = Sheet("表一", [*one("甲"), Cell(1_048_575, 16_383, 1_048_575, 16_383, "1")])
    with pytest.raises(Unreadable, match=r"表一.*XFD1048576"):
        read(xlsx([sheet]))


def test_a_repeated_cell_far_away_is_named() -> None:
    row = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string"'
    row += ' table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell></table:table-row>'
    with pytest.raises(Unreadable, match="XFD1048576"):
        read(ods_of(f'<table:table table:name="S">{row}</table:table>'))


def test_a_row_beyond_any_number_is_far_away() -> None:
    far = f'<row r="{"9" * 4300}"><c><v>1</v></c></row></sheetData>'
    with pytest.raises(Unreadable, match="延伸到 A1000000000，"):
        read(replaced(xlsx([Sheet("S", one("甲"))]), "xl/worksheets/sheet1.xml", "</sheetData>", far))


def test_what_else_an_archive_holds_does_not_hide_how_far_cells_reach() -> None:
    """The library takes what is both for Excel's."""
    data = BytesIO(xlsx([Sheet("S", [*one("甲"), Cell(1_048_575, 16_383, 1_048_575, 16_383, "1")])]))
    with ZipFile(data, "a") as archive:
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(Unreadable, match="XFD1048576"):
        read(data.getvalue())


def test_a_cell_merged_over_more_columns_than_there_are_is_as_wide_as_the_table() -> None:
    """In a process apart: what goes through all of these columns does not end."""
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    head = cell.format(' table:number-columns-spanned="999999999999"', "头") + cell.format("", "尾")
    row = f"<table:table-row>{head}</table:table-row>"
    data = ods_of(f'<table:table table:name="S">{row * 20}</table:table>')
    with limited(USUAL._replace(seconds=20)):
        assert confined.read("gouji.readers.workbook", data).blocks


def test_merged_cells_that_cover_each_other_many_times_are_refused() -> None:
    data = xlsx([Sheet("S", [Cell(0, 0, 0, 0, "甲"), Cell(5000, 200, 5000, 200, "乙")])])
    merged = "".join(f'<mergeCell ref="A{row}:GR5001"/>' for row in range(1, 50))
    with pytest.raises(Unreadable):
        read(
            replaced(data, "xl/worksheets/sheet1.xml", "</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")
        )


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with a part changed."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(file, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return file.getvalue()


def test_a_document_type_is_refused() -> None:
    data = xlsx([Sheet("S", one("甲"))])
    entities = '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet '
    with pytest.raises(Unreadable):
        read(replaced(data, "xl/worksheets/sheet1.xml", "<worksheet ", entities))


@pytest.mark.parametrize("encoding", ["gouji", "gb18030"])
def test_an_encoding_that_no_workbook_has_is_refused(encoding: str) -> None:
    data = xlsx([Sheet("S", one("甲"))])
    with pytest.raises(Unreadable, match="损坏"):
        read(replaced(data, "xl/worksheets/sheet1.xml", 'encoding="UTF-8"', f'encoding="{encoding}"'))


def test_what_unpacks_to_too_much_is_refused() -> None:
    data = xlsx([Sheet("S", one(*[f"{number}字" * 100 for number in range(500)]))])
    with limited(USUAL._replace(unpacked=100_000)), pytest.raises(Unreadable, match="上限"):
        read(data)


@pytest.mark.parametrize("layout", ["xlsx", "xls", "ods"])
def test_a_part_of_a_file_is_refused(layout: str) -> None:
    data = write(seeded(1), layout)
    for share in (0.1, 0.5, 0.9):
        (finding,) = check(data[: int(len(data) * share)], path=f"r.{layout}").findings
        assert finding.code == "X001"


def test_an_open_document_with_a_password_says_so() -> None:
    data = replaced(
        ods([Sheet("S", one("甲"))]),
        "META-INF/manifest.xml",
        "<manifest:file-entry",
        "<manifest:encryption-data/><manifest:file-entry",
    )
    with pytest.raises(Unreadable, match="加密"):
        read(data)


# ── the same findings as in text ─────────────────────────────────────────────────────────────────


def answers(data: str | bytes, path: str) -> list[str]:
    return sorted({spot(finding) for finding in findings(data, path=path)})


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(3))
def test_a_valid_report_has_the_findings_of_its_text(layout: str, seed: int) -> None:
    sample = seeded(seed)
    assert answers(write(sample, layout), "r" + SUFFIXES[layout]) == answers(as_text(sample), "r.txt")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "change",
    [
        defects.drop_row("applications", "repeated"),
        defects.fill("applications", "repeated", "business", ""),
        defects.fill("review", "direct", "upheld", "-3"),
        defects.add_column(7, "行业协会"),
        defects.reword("applications", "2.重复申请", "2.重复提交申请"),
        defects.double_section(4),
    ],
    ids=["row", "blank", "negative", "column", "label", "section"],
)
def test_a_faulty_report_has_the_findings_of_its_text(layout: str, change: defects.Change) -> None:
    sample = change(next(sample for sample in map(seeded, range(9)) if sample.edition == "2021"))
    expected = answers(as_text(sample), "r.txt")
    assert expected
    assert answers(write(sample, layout), "r" + SUFFIXES[layout]) == expected


def as_text(sample: Sample) -> str:
    return render(sample, BY_NAME["|blank"], 0, Noise())


def test_a_report_that_is_blank_in_its_last_row() -> None:
    """The fifteen figures of 表四 are the sheet's last row, and all of them are blank."""
    sample = seeded(1)
    for key in [key for key in sample.values if key[0] == "review"]:
        sample = sample.with_value(key, "")
    found = answers(write(sample, "xlsx-sheet-each"), "r.xlsx")
    assert [each for each in found if each.startswith("T205 review")] == answers(as_text(sample), "r.txt")[-15:]
