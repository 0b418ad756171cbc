"""Documents of Word and WPS: each of their oddities on a document of a few lines, and whole reports."""

from __future__ import annotations

import json
import random
import struct
from pathlib import Path

import pytest
import real
from answers import spot
from commandline import gouji
from generation import docx_files
from generation.docx_markup import (
    NO_FILES,
    WHO,
    control,
    deleted,
    field,
    inserted,
    package,
    paragraph,
    root,
    run,
    text_box,
    zipped,
)
from generation.reports import seeded

from gouji.document import Document, Grid
from gouji.readers import Unreadable
from gouji.readers.docx import read
from gouji.readers.limits import USUAL, limited
from gouji.testing import check, findings
from gouji.testing import read as report

GONE = f"<w:rPr><w:del {WHO}/></w:rPr>"
PICTURE = '<w:r><w:drawing><a:graphicData uri="x"><a:blip r:embed="rId9"/></a:graphicData></w:drawing></w:r>'


def made(body: str, files: dict[str, bytes] = NO_FILES, links: dict[str, str] | None = None, **parts: str) -> bytes:
    """A document with this body; further parts by their kind."""
    further = {kind: root(kind, content) for kind, content in parts.items()}
    return package(
        {"document": root("document", f"<w:body>{body}</w:body>"), **further}, links=links or {}, files=files
    )


def printed(document: Document) -> list[str | list[list[str]]]:
    """The paragraphs, and the tables as rows of cells."""
    return [
        [[piece.text for piece in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in document.blocks
    ]


def shown(body: str, **parts: str) -> list[str | list[list[str]]]:
    return printed(read(made(body, **parts)))


def p(text: str, properties: str = "") -> str:
    return paragraph(run(text), properties)


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def cells_at(body: str) -> list[list[tuple[str, int]]]:
    """The cells of the one table with their columns."""
    (grid,) = (block for block in read(made(body)).blocks if isinstance(block, Grid))
    return [[(piece.text, piece.x) for piece in row] for row in grid.rows]


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


def test_merged_cells_are_given_once() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell(p("甲"), down), cell(p("乙"), '<w:gridSpan w:val="2"/>')),
        row(cell(p("不印"), on), cell(p("1")), cell(p("2"))),
        row(cell(p(""), '<w:vMerge w:val="continue"/>'), cell(p("")), cell(p("4"))),
        row(cell(p(""), '<w:vMerge w:val=""/>'), cell(p("5"))),
    )
    assert cells_at(body) == [[("甲", 0), ("乙", 1)], [("1", 1), ("2", 2)], [("", 1), ("4", 2)], [("5", 1)]]


def test_a_cell_that_continues_nothing_is_its_own() -> None:
    """As where a table was cut in two."""
    on = "<w:vMerge/>"
    body = table(row(cell(p("甲"), on), cell(p("1"))), row(cell(p("乙"), on), cell(p("2"), on)))
    assert cells_at(body) == [[("甲", 0), ("1", 1)], [("2", 1)]]


def test_cells_merged_sideways_in_the_old_way() -> None:
    first, on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    rows = row(cell(p("甲"), first), cell(p(""), on), cell(p(""), on), cell(p("乙"))), row(cell(p("丙"), on))
    assert cells_at(table(*rows)) == [[("甲", 0), ("乙", 3)], [("丙", 0)]]


def test_rows_that_begin_further_in() -> None:
    body = table(row(cell(p("甲")), cell(p("乙")), properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>'))
    assert cells_at(body) == [[("甲", 2), ("乙", 3)]]


@pytest.mark.parametrize("width", ["1000000", "9" * 5000, "-3", "x", "", "0"])
def test_any_width_is_read(width: str) -> None:
    body = table(*[row(cell(p("甲"), f'<w:gridSpan w:val="{width}"/>'), cell(p("乙")))] * 50)
    assert [[text for text, _ in cells] for cells in cells_at(body)] == [["甲", "乙"]] * 50


def test_cells_of_several_paragraphs() -> None:
    upright = cell(p("三") + p("、") + p("") + p("本年"), '<w:textDirection w:val="tbRlV"/>')
    broken = cell(paragraph(run("商业") + "<w:r><w:br/></w:r>" + run("企业")))
    assert cells_at(table(row(upright, broken, cell("")))) == [[("三\n、\n本年", 0), ("商业\n企业", 1), ("", 2)]]


def test_rows_and_cells_in_content_controls() -> None:
    assert shown(table(control(row(control(cell(control(p("甲")))), cell(p("乙")))))) == [[["甲", "乙"]]]


def test_a_table_that_lays_out_the_page_is_taken_apart() -> None:
    inner = table(row(cell(p("甲")), cell(p("1"))))
    body = table(
        row(cell(p("标题"))),
        row(cell(p("")), cell(p("一、总体情况") + inner + p("之后")), cell("")),
        row(cell(p("尾"))),
    )
    assert shown(body) == [[["标题"]], "一、总体情况", [["甲", "1"]], "之后", [["尾"]]]
    where = read(made(body))
    assert [where.in_file(piece.place).cell for piece in where.blocks[2].rows[0]] == ["T2R1C1", "T2R1C2"]
    assert where.in_file(where.blocks[1].place).cell == "T1R2C2"


def test_a_frame_around_text_is_text() -> None:
    text = (
        "健全登记、审核、答复、归档流程，答复前与申请人充分沟通，依法按期答复，没有因此被申请复议或者被提起诉讼的。" * 2
    )
    assert shown(table(row(cell(p("一、总体情况") + p(text))))) == ["一、总体情况", text]
    assert shown(table(row(cell(p("第二十条") + p("第（一）项")), cell("")))) == [[["第二十条\n第（一）项", ""]]]
    assert shown(table(row(cell(p("甲") + p(text)), cell(p("1"))))) == [[[f"甲\n{text}", "1"]]]


# ── changes that are tracked ─────────────────────────────────────────────────────────────────────


def test_changes_count_as_accepted() -> None:
    moved = f"<w:moveFrom {WHO}>{run('旧')}</w:moveFrom><w:moveTo {WHO}>{run('新')}</w:moveTo>"
    content = run("收到") + deleted("3") + inserted(run("5") + deleted("6")) + run("件") + moved
    assert shown(paragraph(content)) == ["收到5件新"]


def test_deleted_rows_and_cells_are_gone() -> None:
    body = table(
        row(cell(p("甲")), cell(p("旧"), f"<w:cellDel {WHO}/>"), cell(p("1"))),
        row(cell(p("乙")), cell(p("2")), properties=f"<w:del {WHO}/>"),
        row(cell(p("丙")), cell(p("3")), properties=f"<w:ins {WHO}/>"),
    )
    assert cells_at(body) == [[("甲", 0), ("1", 1)], [("丙", 0), ("3", 1)]]


def test_cells_whose_merging_is_tracked() -> None:
    first, on = (f'<w:cellMerge {WHO} w:vMerge="{way}"/>' for way in ("rest", "cont"))
    assert cells_at(table(row(cell(p("甲"), first)), row(cell(p(""), on), cell(p("1"))))) == [[("甲", 0)], [("1", 1)]]


def test_paragraphs_whose_end_is_deleted_go_on() -> None:
    body = p("收到申请", GONE) + p("5件。") + paragraph(deleted("整段"), GONE) + p("完") + p("末", GONE)
    assert shown(body) == ["收到申请5件。", "完", "末"]
    assert shown(p("甲", GONE) + table(row(cell(p("乙", GONE) + p("丙"))))) == ["甲", [["乙丙"]]]


def test_properties_as_they_were_before_a_change_do_not_count() -> None:
    before = f"<w:pPrChange {WHO}><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:pPrChange>"
    assert shown(p("甲", before) + p("乙")) == ["甲", "乙"]


# ── within a paragraph ───────────────────────────────────────────────────────────────────────────


def test_special_characters() -> None:
    marks = '<w:noBreakHyphen/><w:softHyphen/><w:tab/><w:ptab/><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>尾</w:t>'
    assert shown(paragraph(run("甲") + f"<w:r>{marks}</w:r>")) == ["甲-  ☑尾"]


def test_line_breaks_part_paragraphs_like_those_of_pasted_pages() -> None:
    body = paragraph(
        run("一、总体情况") + '<w:r><w:br/><w:t>\n 正文 \n</w:t><w:cr/><w:br w:type="page"/></w:r>' + run("完")
    )
    document = read(made(body))
    assert printed(document) == ["一、总体情况", "正文", "完"]
    assert [block.line for block in document.blocks] == [1, 2, 4]
    assert {document.in_file(block.place).cell for block in document.blocks} == {"P1"}


def test_blanks_count_as_printed() -> None:
    assert shown("<w:p><w:r><w:t> 甲 </w:t></w:r>" + run("\u3000 乙 ") + "<w:r><w:t>丙\n丁</w:t></w:r></w:p>") == [
        "甲\u3000 乙 丙 丁"
    ]


def test_fields_show_their_results() -> None:
    nested = field(f"IF {field('MERGEFIELD 甲', run('不印'))} = 1", run("印"))
    simple = f'<w:fldSimple w:instr=" DATE ">{run("2024年")}</w:fldSimple>'
    begin, end = ('<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>')
    without = f"<w:r>{begin}<w:instrText>XE</w:instrText>{end}</w:r>"
    unended = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
    stray = '<w:r><w:fldChar w:fldCharType="separate"/><w:fldChar w:fldCharType="end"/></w:r>'
    assert shown(paragraph(nested + simple + without + run("。") + unended) + paragraph(stray + run("下"))) == [
        "印2024年。",
        "下",
    ]


def test_wrappers_are_seen_through() -> None:
    content = (
        '<w:bookmarkStart w:id="1" w:name="甲"/>'
        + control(run("甲"))
        + f"<w:smartTag>{run('乙')}</w:smartTag><w:customXml>{run('丙')}</w:customXml><w:dir>{run('丁')}</w:dir>"
        + f"<w:ruby><w:rt>{run('注音')}</w:rt><w:rubyBase>{run('戊')}</w:rubyBase></w:ruby>"
    )
    assert shown(control(f"<w:customXml>{paragraph(content)}</w:customXml>")) == ["甲乙丙丁戊"]


def test_equations_are_text() -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    assert shown(paragraph(f'<m:oMath xmlns:m="{space}"><m:r><m:t>3+2=5</m:t></m:r></m:oMath>')) == ["3+2=5"]


def test_hidden_text_is_not_printed() -> None:
    hidden = run("隐", "<w:rPr><w:vanish/></w:rPr>") + run("显", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
    assert shown(paragraph(hidden)) == ["显"]
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="2"><w:basedOn w:val="1"/></w:style>'
    )
    body = p("隐", '<w:pStyle w:val="1"/>') + paragraph(run("隐", '<w:rPr><w:rStyle w:val="2"/></w:rPr>') + run("显"))
    assert shown(body, styles=styles) == ["显"]
    assert cells_at(table(row(cell(p("甲"))), row(cell(p("乙")), properties="<w:hidden/>"))) == [[("甲", 0)]]


def test_a_field_that_ends_in_hidden_text_ends() -> None:
    end = '<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t><w:fldChar w:fldCharType="end"/></w:r>'
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert shown(paragraph(begin + end + run("显"))) == ["显"]


# ── beside the text ──────────────────────────────────────────────────────────────────────────────


def test_text_boxes_are_read_once() -> None:
    assert shown(p("前") + paragraph(text_box(p("标题"))) + paragraph(run("正文") + text_box(p("框内"))) + p("后")) == [
        "前", "标题", "正文", "框内", "后",
    ]  # fmt: skip
    old = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    assert shown(paragraph(old.format(p("旧框")))) == ["旧框"]
    assert shown(table(row(cell(paragraph(run("甲") + text_box(p("乙")))), cell(p("1"))))) == [[["甲\n乙", "1"]]]


def test_word_art_is_text() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath style="font-family:宋体" string="某局年度报告"/></v:shape></w:pict></w:r>'
    assert shown(paragraph(art) + p("正文")) == ["某局年度报告", "正文"]


def test_notes_come_last_and_leave_their_marks_away() -> None:
    footnotes = (
        f'<w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote>'
        f'<w:footnote w:id="2">{p("含街道。")}</w:footnote><w:footnote w:id="3">{p("无人引用。")}</w:footnote>'
    )
    note, twice = ('<w:r><w:footnoteReference w:id="2"/></w:r>' for _ in range(2))
    last = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    body = (
        paragraph(run("收到5件") + last + note + run("。")) + table(row(cell(paragraph(run("3") + twice)))) + p("落款")
    )
    data = made(body, footnotes=footnotes, endnotes=f'<w:endnote w:id="1">{p("尾注。")}</w:endnote>')
    document = read(data)
    assert printed(document) == ["收到5件。", [["3"]], "落款", "含街道。", "尾注。"]
    assert document.in_file(document.blocks[3].place).cell == "P1"
    assert document.blocks[3].line == document.blocks[2].line + 2
    assert shown(paragraph(run("甲") + note)) == ["甲"], "without the part that holds the notes"


def test_pictures_are_noted() -> None:
    chart = '<w:r><w:drawing><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r>'
    old = "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>"
    line = "<w:r><w:pict><v:line/></w:pict></w:r>"
    document = read(
        made(paragraph(PICTURE) + paragraph(run("图") + old) + paragraph(line) + table(row(cell(paragraph(chart)))))
    )
    assert printed(document) == ["图", [[""]]]
    assert [document.in_file(place).cell for place in document.pictures] == ["P1", "P2", "T1R1C1"]


def test_a_document_of_pictures_is_told_from_a_report() -> None:
    assert [finding.code for finding in findings(made(paragraph(PICTURE) * 3))] == ["X003"]


def test_links_say_where_they_lead() -> None:
    link = f'<w:hyperlink r:id="rIdLink">{run("门户网站")}</w:hyperlink>'
    by_field = field('HYPERLINK "http://x.cn/a" \\o "提示"', run("专栏"))
    says_so = (
        field("HYPERLINK http://", run("无")) + f'<w:hyperlink r:id="rIdLink">{run("http://q.gov.cn")}</w:hyperlink>'
    )
    inside = f'<w:hyperlink w:anchor="下文">{run("下文")}</w:hyperlink>'
    body = paragraph(run("  见") + link + by_field + says_so + inside) + table(
        row(cell(p("甲") + paragraph(run("见") + link)))
    )
    document = read(made(body, links={"rIdLink": "http://q.gov.cn/"}))
    found = [(each.target, each.text, each.place[:4]) for each in document.addresses]
    assert found == [
        ("http://q.gov.cn/", "门户网站", (1, 4, 1, 8)),
        ("http://x.cn/a", "专栏", (1, 8, 1, 10)),
        ("http://q.gov.cn/", "门户网站", (3, 2, 3, 6)),
    ]
    assert document.lines is not None
    assert [document.lines[line - 1][start - 1 : end - 1] for _, _, (line, start, _, end) in found] == [
        text for _, text, _ in found
    ]


def test_links_in_a_cell_that_loses_blanks_and_blank_lines() -> None:
    link = f'<w:hyperlink r:id="rIdLink">{run("门户")}<w:r><w:br/></w:r>{run("网站")}</w:hyperlink>'
    content = p(" ") + paragraph(run("\u3000 见") + "<w:r><w:br/><w:br/></w:r>" + run("  在") + link) + p("")
    document = read(made(table(row(cell(content))), links={"rIdLink": "http://q.gov.cn/"}))
    assert document.lines == ("见", "在门户", "网站")
    assert [(each.text, each.place[:4]) for each in document.addresses] == [("门户", (2, 2, 2, 4))]


def test_tables_of_contents_are_left_out() -> None:
    """They repeat the headings, and would be sections without text."""
    entry = paragraph(field("PAGEREF _Toc1 \\h", run("一、总体情况1")))
    linked = paragraph(f'<w:hyperlink w:anchor="_Toc2">{run("二、主动公开2")}</w:hyperlink>')
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    cited = paragraph(run("见") + field("PAGEREF _Ref1", run("3")) + run("页"))
    assert shown(control(p("目录") + entry, gallery) + entry + linked + cited) == ["见3页"]


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def test_places_name_the_spot() -> None:
    body = (
        p("") + p("标题") + table(row(cell(p("甲")), cell(p("1"), '<w:gridSpan w:val="2"/>'), cell(p("2")))) + p("尾")
    )
    document = read(made(body))
    title, grid, end = document.blocks
    assert isinstance(grid, Grid)
    spots = [
        document.in_file(place).cell for place in (title.place, *(piece.place for piece in grid.rows[0]), end.place)
    ]
    assert spots == ["P2", "T1R1C1", "T1R1C2", "T1R1C4", "P3"]


def test_radicals_become_characters() -> None:
    assert shown(p("⼀、总体情况")) == ["一、总体情况"]


# ── the package ──────────────────────────────────────────────────────────────────────────────────


def test_the_main_part_is_the_one_that_the_package_names() -> None:
    parts = {"document": root("document", f"<w:body>{p('甲')}</w:body>")}
    assert printed(read(package(parts, main="word/document2.xml"))) == ["甲"]
    assert printed(read(zipped({"word\\document.xml": parts["document"].encode()}))) == ["甲"]


def test_a_page_in_place_of_text() -> None:
    page = "<html><meta charset='utf-8'><body><p>甲</p><table><tr><td>乙</td><td>1</td></tr></table></body></html>"
    html = "Content-Type: text/html; charset=utf-8"
    mail = f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n{html}\n\n{page}\n--b--\n"
    for name, text in (("word/page.htm", page), ("word/page.mht", mail)):
        data = made(f'<w:altChunk r:id="{name}"/><w:p/>', files={name: text.encode()})
        assert printed(read(data)) == ["甲", [["乙", "1"]]]
    assert shown('<w:altChunk r:id="gone"/>') == []


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return str(caught.value)


def test_what_cannot_be_read_is_refused_in_words() -> None:
    data = made(p("甲") * 2000)
    for damaged in (
        data[: len(data) // 2],
        data[:40],
        zipped({"word/settings.xml": b"<w/>"}),
        zipped({"word/document.xml": b"<w:document"}),
        zipped({"word/document.xml": b""}),
        package({"document": root("document", "")}),
        zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    ):
        assert "损坏" in refused(damaged)


def test_a_part_beyond_any_file_is_damage() -> None:
    """The list of parts may give its offset in 64 bits."""
    data = zipped({"word/document.xml": b"<w/>"})
    listed, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, ending = bytearray(data[listed:end]), bytearray(data[end:])
    struct.pack_into("<H", entry, 30, 12)
    struct.pack_into("<I", entry, 42, 2**32 - 1)
    entry += struct.pack("<HHQ", 1, 8, 2**64 - 1)
    struct.pack_into("<I", ending, 12, len(entry))
    assert "损坏" in refused(data[:listed] + entry + ending)


def test_a_part_that_is_damaged_never_raises_anything_else() -> None:
    data = docx_files.write(seeded(1), "numbered")
    rng = random.Random(3)
    for _ in range(60):
        harmed = bytearray(data)
        for _ in range(rng.randrange(1, 20)):
            harmed[rng.randrange(len(harmed))] = rng.randrange(256)
        try:
            read(bytes(harmed))
        except Unreadable as error:
            assert str(error)


def test_encrypted_parts_are_refused() -> None:
    data = bytearray(zipped({"word/document.xml": b"<w/>"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert "加密" in refused(bytes(data))


def test_what_unpacks_to_too_much_is_refused() -> None:
    data = made(p("甲" * 100_000) * 10)
    assert len(data) < 100_000
    with limited(USUAL._replace(unpacked=1_000_000)):
        assert "上限" in refused(data)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:p><w:txbxContent>", "</w:txbxContent></w:p>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:ins>", "</w:ins></w:p>"),
        ("<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>"),
        ("<w:tbl><w:sdt><w:sdt>", "</w:sdt></w:sdt></w:tbl>"),
    ],
)
def test_deep_nesting_is_read_or_refused(before: str, after: str) -> None:
    """As deep as the parser allows, and deeper."""
    for depth in (20, 250 // before.count("<"), 20_000):
        body = before * depth + p("甲") + after * depth
        try:
            document = read(made(body))
        except Unreadable as error:
            assert depth > 100, str(error)
        else:
            assert depth < 1000 and len(document.blocks) <= depth + 1


def test_many_fields_within_each_other() -> None:
    begins = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF</w:instrText><w:t>甲</w:t></w:r>' * 20_000
    assert shown(paragraph(begins) + p("乙")) == ["乙"]


# ── whole reports ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layout", docx_files.LAYOUTS)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_reports_are_read_as_they_were_written(layout: str, seed: int) -> None:
    sample = seeded(seed)
    read_back = report(docx_files.write(sample, layout, seed), path="报告.docx")
    assert read_back.edition is not None
    assert (read_back.edition.key, read_back.year) == (sample.edition, sample.year)
    values = {
        (table, *key): each.raw
        for table in ("disclosure", "applications", "review")
        for key, each in getattr(read_back, table).cells.items()
    }
    assert values == sample.values


def test_the_command_line_names_the_spot(tmp_path: Path) -> None:
    sample = seeded(1)
    wrong = sample.with_value(("applications", "granted", "total"), "99999")
    path = tmp_path / "报告.docx"
    path.write_bytes(docx_files.write(wrong, "plain"))
    (file,) = json.loads(gouji("check", str(path), "--format", "json").out)["files"]
    assert {finding["code"] for finding in file["findings"]} >= {"A101"}
    assert "T2R6C10" in json.dumps(file)


def test_the_blank_form() -> None:
    """All labels of the form as it is handed out are known; only its blanks are found."""
    data = real.read_bytes("real", "form-2021-blank", ".docx")
    result = check(data, path="form-2021-blank.docx")
    assert {spot(finding).split(" ")[0] for finding in result.findings} <= {"S307", "T205", "S310", "S311"}
    document = read(data)
    assert [len(block.rows) for block in document.blocks if isinstance(block, Grid)] == [14, 28, 4]
