"""Web pages: what their markup means, what stands around the report, and where in the source something is found."""

from __future__ import annotations

import pickle
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path
from random import Random

import pytest
from answers import shown, spot
from commandline import gouji
from generation import html_files
from generation.html_chrome import CHROMES
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.reports import Sample, seeded
from lxml import etree
from real import read_bytes, truth

from gouji import testing
from gouji.api import links, published
from gouji.document import Document, Grid, Paragraph, Place
from gouji.model import Report
from gouji.outcome import FileResult
from gouji.readers import Unreadable, html, mhtml, signatures
from gouji.readers.html.encoding import decoded
from gouji.testing import clean_report

LONG = (
    "全年主动公开各类信息，做到应公开尽公开，并按规定的期限答复了收到的全部申请，"
    "没有逾期的情形，也没有因此引起的复议和诉讼案件。"
)


def document(body: str, head: str = "") -> Document:
    return html.read(f"<html><head>{head}</head><body>{body}</body></html>".encode())


def texts(document: Document) -> list[str]:
    """The paragraphs, an empty text for each empty line; the rows of tables with bars between the cells."""
    assert document.lines is not None
    found: dict[int, str] = {}
    inside: set[int] = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found[block.line] = block.text
            continue
        for row in block.rows:
            found[row[0].place.line] = "|".join(piece.text.replace("\n", "/") for piece in row)
            inside |= {line for piece in row for line in range(piece.place.line, piece.place.end_line + 1)}
    return [found.get(line, "") for line in range(1, len(document.lines) + 1) if line in found or line not in inside]


def read(body: str) -> list[str]:
    return texts(document(body))


def columns(body: str) -> list[list[tuple[str, int]]]:
    """The cells of all tables, row by row, each with its column."""
    grids = [block for block in document(body).blocks if isinstance(block, Grid)]
    return [[(piece.text, piece.x) for piece in row] for grid in grids for row in grid.rows]


def page(text: str) -> str:
    """A report given as text, as a page with a paragraph for each line and a table for each run of pipes."""
    lines, table = [], False
    for line in text.splitlines():
        cells = [escape(cell.strip()) for cell in line.strip("| ").split("|")] if line.startswith("|") else []
        if bool(cells) is not table:
            lines.append("<table>" if cells else "</table>")
            table = bool(cells)
        if cells:
            lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
        elif line.strip():
            lines.append(f"<p>{escape(line)}</p>")
    return "\n".join(lines)


def with_narrative(narrative: str, head: str = "") -> bytes:
    """The clean report as a page, with markup as a further paragraph of section 一."""
    body = page(clean_report(narrative="XXXX")).replace("XXXX", narrative)
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def check(data: bytes) -> FileResult:
    return testing.check(data, path="report.html")


def parsed(data: bytes) -> Report:
    return testing.read(data, path="report.html")


def found(result: FileResult) -> set[str]:
    return {spot(finding) for finding in result.findings}


# ── lines ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("<p>甲<p>乙<div>丙", ["甲", "乙", "丙"]),
        ("甲<br>乙<br/>丙<BR />丁", ["甲", "乙", "丙", "丁"]),
        ("<p>甲<br></p><p>乙</p>", ["甲", "乙"]),
        ("<p>甲</p><p>&nbsp;</p><p>乙</p>", ["甲", "", "乙"]),
        ("<p>甲</p><p><br></p><p>乙</p>", ["甲", "", "乙"]),
        ("<p>甲</p><p></p>\n\n<p> </p><p>乙</p>", ["甲", "乙"]),
        ("甲<br><br>乙", ["甲", "", "乙"]),
        ("<p><span>收</span><b>到</b><font>3</font><sup>①</sup>件<o:p></o:p></p>", ["收到3①件"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<h1>甲</h1>乙<hr>丙", ["甲", "乙", "丙"]),
        ("<pre>甲\n  乙\n\n丙</pre><p>丁\n戊</p>", ["甲", "乙", "", "丙", "丁戊"]),
        ("<p>主动公开\n   信息 10 件，\n\t收到 3\n件</p>", ["主动公开信息 10 件，收到 3 件"]),
        ("<p>甲&#12288;乙&#x3000;丙&amp;丁&lt;戊&gt;</p>", ["甲\u3000乙\u3000丙&丁<戊>"]),
        ("<p>3<5，见<附件>，a < b</p>", ["3<5，见<附件>，a < b"]),
        ("<p>&#12032;、总体情况 ⺠</p>", ["一、总体情况 民"]),
        ("<p>&#99999999999999999999;甲</p>", ["\ufffd甲"]),
        ("<p>甲&nbsp乙&lt5</p>", ["甲\xa0乙<5"]),
        ("<html><body>甲</body></html><p>乙<html><body><p>丙", ["甲", "乙", "丙"]),
        ("<div>" * 300 + "甲" + "<b>" * 3000 + "乙", ["甲乙"]),
    ],
)
def test_lines(body: str, expected: list[str]) -> None:
    assert read(body) == expected


def test_an_indented_paragraph_begins_where_its_text_does() -> None:
    (block,) = document("<p>　　甲</p>").blocks
    assert isinstance(block, Paragraph)
    assert (block.text, block.starts) == ("甲", ((0, 1, 3),))


@pytest.mark.parametrize(
    "body",
    [
        "<script>document.write('<p>乙</p>')</script>",
        "<SCRIPT type=a>if (a<b && c='\"') { </SCRIPT >",
        "<style>p > b { content: '乙' }</style>",
        "<title>乙</title>",
        "<noscript><p>乙</p></noscript>",
        "<select><option>乙<option>丙</select>",
        "<textarea>乙</textarea>",
        "<template><p>乙</p></template>",
        "<svg><text>乙</text></svg>",
        "<!-- <p>乙</p> -->",
        "<!--[if gte mso 9]><xml><w:View>乙</w:View></xml><![endif]-->",
        "<!-->",
        "<!--乙--!>",
        "<![if !supportEmptyParas]><![endif]>",
        "<?xml:namespace prefix = o />",
        "<input type=hidden value='<p>乙</p>'><input value=乙>",
        "<img alt='乙>' src=a.png width=16>",
        "<a title='>乙' name=a></a>",
        '<p title="<td>乙">',
        "</没有>",
    ],
)
def test_what_is_not_shown(body: str) -> None:
    assert read(f"<p>甲</p>{body}<p>丙</p>") == ["甲", "丙"]


@pytest.mark.parametrize(
    "body",
    ["<p class=it's>乙</p>", '<p a="1"">乙</p>', "<p a='>'>乙</p>", '<p style="a">乙</p>', "<p / >乙</p / >"],
)
def test_quotes_of_a_careless_page(body: str) -> None:
    assert read(f"<p>甲</p>{body}<p>丙'</p>") == ["甲", "乙", "丙'"]


def test_the_other_branch_of_a_conditional_comment_is_shown() -> None:
    assert read("<!--[if !mso]><!--><p>甲</p><!--<![endif]-->") == ["甲"]


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<table><tr><td>甲</td><td>1</td></tr></table>", ["甲|1"]),
        ("<table><tr><td>甲<td>1<tr><td>乙<td>2</table>丙", ["甲|1", "乙|2", "丙"]),
        ("<table><tbody><tr><th>甲</th><td></td></tr></tbody></table>", ["甲|"]),
        ("<table><tr><td><p>甲</p></td><td><div><span>1</span>2</div></td></tr></table>", ["甲|12"]),
        ("<table><tr><td>\n <p>甲\n </p>\n </td><td>&nbsp;</td></tr></table>", ["甲|"]),
        ("<table><tr><td><p>甲</p>\n<p>乙</p></td><td>丙<br>丁</td></tr></table>", ["甲/乙|丙/丁"]),
        ("<table><caption>甲</caption><tr><td>乙<td>1</table>", ["甲", "乙|1"]),
        ("<table><tfoot><tr><td>丙<td>3</tfoot><thead><tr><td>甲<td>1</thead><tr><td>乙<td>2</table>",
         ["甲|1", "乙|2", "丙|3"]),
        ("<table><tfoot><tr><td>乙<td>2</tfoot><tr><td>甲<td>1</table>", ["甲|1", "乙|2"]),
        ("<table><tr><td>甲<td>1</td>丙</tr></table>", ["丙", "甲|1"]),
        ("<tr><td>甲</td><td>1</td></tr>", ["甲|1"]),
        ("</td></tr></table><p>甲</p>", ["甲"]),
        ("<table><tr><td>甲<td>1</table></table>乙", ["甲|1", "乙"]),
        ("<table><tr></tr><tr><td>甲<td>1", ["甲|1"]),
        ("<TABLE BORDER=1><TR><TD>甲</TD><TD>1</TD></TR></TABLE>", ["甲|1"]),
        ("<table><tr><td>甲<td>1</table><table><tr><td>乙<td>2</table>", ["甲|1", "乙|2"]),
    ],
)  # fmt: skip
def test_tables(body: str, expected: list[str]) -> None:
    assert read(body) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td rowspan=2>a<td>b<tr><td>c", [[("a", 0), ("b", 1)], [("c", 1)]]),
        ("<tr><td colspan=2>a<td>b<tr><td>c<td>d", [[("a", 0), ("b", 2)], [("c", 0), ("d", 1)]]),
        ("<tr><td>a<td rowspan=2 colspan=2>b<td>c<tr><td>d<td>e",
         [[("a", 0), ("b", 1), ("c", 3)], [("d", 0), ("e", 3)]]),
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d", [[("a", 0), ("b", 1)], [("c", 1)], [("d", 1)]]),
        ("<tbody><tr><td rowspan=9>a<td>b<tbody><tr><td>c", [[("a", 0), ("b", 1)], [("c", 0)]]),
        ("<tfoot><tr><td rowspan=9>a<td>b<tfoot><tr><td>c", [[("a", 0), ("b", 1)], [("c", 0)]]),
        ("<tr><td ROWSPAN='2'>a<td>b<tr><td>c<tr><td>d", [[("a", 0), ("b", 1)], [("c", 1)], [("d", 0)]]),
        ("<tr><td colspan=99999999>a<td>b<tr><td colspan=x>c<td colspan=0>d<td>e",
         [[("a", 0), ("b", 1000)], [("c", 0), ("d", 1), ("e", 2)]]),
    ],
)  # fmt: skip
def test_columns_of_merged_cells(rows: str, expected: list[list[tuple[str, int]]]) -> None:
    assert columns(f"<table>{rows}</table>") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<table><tr><td>导航<td><p>甲</p><p>{LONG}</p></table>", ["导航", "甲", LONG]),
        ("<table><tr><td>导航<td><table><tr><td>甲<td>1</table>丙</table>", ["导航", "甲|1", "丙"]),
        ("<table><tr><td>标题<td>首页<tr><td>左<td><table><tr><td>甲<td>1</table><tr><td>底<td>脚</table>",
         ["标题|首页", "左", "甲|1", "底|脚"]),
    ],
)  # fmt: skip
def test_tables_that_lay_out_the_page(body: str, expected: list[str]) -> None:
    assert read(body) == expected


def test_tables_within_tables_without_end() -> None:
    assert read("<table><tr><td>" * 1500 + "甲<td>1")[-1] == "甲|1"


# ── what nobody sees ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲<span style='display:none'>乙</span>丙</p>", ["甲丙", "乙"]),
        ("<p>甲</p><div hidden><p>乙</p>丁<div>戊</div></div><p>丙</p>", ["甲", "丙", "乙", "丁", "戊"]),
        ("<p>甲</p><p style='visibility : hidden'>乙<p>丙</p>", ["甲", "丙", "乙"]),
        ("<p>甲<span hidden>乙</p><p>丙</p>", ["甲", "丙", "乙"]),
        ("<table><tr><td>甲<td style=display:none>乙<td>1<tr hidden><td>丁<td>2</tr></table>丙",
         ["甲|1", "丙", "乙", "丁", "2"]),
        ("<table><tr><td>甲<td><span style='DISPLAY: none'>乙</span>1</table>", ["甲|1", "乙"]),
        ("<table hidden><tr><td>乙<td><table><tr><td>丁</table>戊</table>丙", ["丙", "乙", "丁", "戊"]),
        ("<div style='display:none'><table><tr><td>甲<td>1</table></div>丙", ["甲|1", "丙"]),
        ("甲<div hidden>乙<div hidden>丁<table><tr><td>1<td hidden>戊</table></div>己</div>丙",
         ["甲", "乙", "丁", "1", "己", "丙", "戊"]),
        ("<body style='display:none'><p>甲</p>", ["甲"]),
        ("<p>甲</p><span style='display:none'/><p>丙</p>", ["甲", "丙"]),
        ("<input type=hidden><p class=hidden>甲</p>", ["甲"]),
    ],
)  # fmt: skip
def test_hidden_text_stands_behind_everything(body: str, expected: list[str]) -> None:
    assert read(body) == expected


def test_hidden_text_is_no_part_of_the_report() -> None:
    hidden = "<ul style='display:none'><li>一、总体情况</li><li>五、其他需要报告的事项</li><li>3</li></ul>"
    assert found(check(with_narrative(LONG + hidden))) == set()
    assert found(check(hidden.encode() + with_narrative(LONG))) == set()


def test_hidden_promotion_is_found_where_it_stands() -> None:
    data = with_narrative(f"{LONG}<div style='display:none'>\n<a href='http://x.example.com'>亚博体育官网</a></div>")
    (finding,) = check(data).findings
    line = data.decode().splitlines()[finding.place.line - 1]
    assert finding.code == "H701"
    assert line[finding.place.column - 1 :].startswith("亚博")


# ── encodings ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "GBK", "iso-8859-1", "big5", "no-such-thing"])
def test_the_bytes_count_for_more_than_what_a_page_says_of_them(encoding: str, declared: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    body = f"<p>珺瑶镕堃——{LONG}</p>" if declared != "big5" or "utf" in encoding else f"<p>{LONG}€</p>"
    data = f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)
    assert texts(html.read(data)) == [body[3:-4]]


def test_big5_where_the_page_says_so() -> None:
    data = '<meta charset="big5"><p>政府資訊公開</p>'.encode("big5")
    assert texts(html.read(data)) == ["政府資訊公開"]
    assert texts(html.read(data.removeprefix(b'<meta charset="big5">'), "big5")) == ["政府資訊公開"]


def test_a_page_without_text_cannot_be_read() -> None:
    with pytest.raises(Unreadable, match="空"):
        html.read(b" \n ")


def test_a_page_that_scripts_fill_is_no_report() -> None:
    result = check(b"<html><body><div id=app></div><script src=a.js></script></body></html>")
    assert found(result) == {"X001"}


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("<p>甲</p><p><img src=a.jpg></p><p>乙</p>", 1),
        ("<div><img src=a.jpg width=600px><br><img src=b.jpg height=40></div>", 2),
        ("<table><tr><td><img src=a.jpg></td></tr></table>", 1),
        ("<p>甲<img src=a.jpg></p>", 0),
        ("<p><img src=a.gif width=16 height=16></p>", 0),
        ("<p><img src=a.gif width='1'></p>", 0),
        ("<p><img src=a.jpg style='display: none'></p>", 0),
        ("<table><tr><td><img src=a.jpg>甲</td><td>1</td></tr></table>", 0),
    ],
)
def test_pictures_that_stand_alone(body: str, count: int) -> None:
    assert len(document(body).pictures) == count


def test_tables_that_are_pictures() -> None:
    lines = [line for line in clean_report().splitlines() if not line.startswith("|")]
    body = page("\n".join(lines))
    for heading in ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"):
        assert heading in body
        body = body.replace(f"<p>{heading}</p>", f"<p>{heading}</p><p><img src='{heading[0]}.png'></p>")
    result = check(body.encode())
    assert "X003" in found(result)


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def in_source(data: bytes, code: str) -> str:
    """What stands in the source where a rule finds something."""
    (finding,) = (each for each in check(data).findings if each.code == code)
    line, column, end_line, end_column = finding.place[:4]
    assert line == end_line
    return data.decode().split("\n")[line - 1][column - 1 : end_column - 1]


@pytest.mark.parametrize("newline", ["\n", ""])
def test_findings_stand_where_the_source_has_them(newline: str) -> None:
    body = page(clean_report(granted__total=99, narrative="依照国务院令第７１１号的的规定")).replace("\n", newline)
    data = body.replace("的的", "<b class='的'>的</b><!-- 的 -->的").encode()
    assert in_source(data, "A101") == "99"
    assert in_source(data, "L901") == "的</b><!-- 的 -->的"


def test_a_place_behind_references_and_blanks() -> None:
    data = with_narrative("\n　　&#12288;本局&amp;下属\n  单位  收到&nbsp;3 件的<span hidden>的</span>的申请")
    assert in_source(data, "L901") == "的<span hidden>的</span>的"


def test_lines_of_one_cell_are_told_apart() -> None:
    read = document("\n<table><tr><td>\n<p>甲</p>\n<p>乙\n</p><td>丙</table>")
    (grid,) = read.blocks
    assert isinstance(grid, Grid)
    piece = grid.rows[0][0]
    assert piece.text == "甲/乙".replace("/", "\n")
    assert read.in_file(piece.place)[:4] == (3, 4, 4, 5)
    assert read.in_file(piece.place._replace(line=2))[:2] == (4, 4)


def test_an_empty_cell_and_a_picture_have_their_places() -> None:
    read = document("<table>\n<tr><td></td>\n<td>1</td><td>\n</td></tr></table>\n<p>甲</p>\n<img src=a.jpg>")
    (grid, _) = read.blocks
    assert isinstance(grid, Grid)
    assert [read.in_file(piece.place)[:2] for piece in grid.rows[0]] == [(2, 9), (3, 5), (3, 15)]
    assert [read.in_file(place)[:2] for place in read.pictures] == [(6, 16)]


def test_preformatted_lines_have_their_places() -> None:
    read = document("<pre>甲\n<b>乙\n丙</b>丁</pre>")
    assert texts(read) == ["甲", "乙", "丙丁"]
    places = [read.in_file(Place(line, 1, line, 2))[:2] for line in (1, 2, 3)]
    assert places == [(1, 31), (2, 4), (3, 1)]
    assert read.in_file(Place(3, 2, 3, 3))[:2] == (3, 6)


def test_hidden_text_at_the_beginning_of_a_line_moves_nothing_in_it() -> None:
    read = document("\n<p><b hidden><i hidden>甲</i>乙</b>丙</p>")
    assert texts(read) == ["丙", "甲", "乙"]
    assert [read.in_file(Place(line, 1, line, 2))[1] for line in (1, 2, 3)] == [34, 24, 29]


def test_a_hidden_element_without_text_moves_nothing() -> None:
    read = document("\n<p>甲<i hidden></i>乙</p>")
    assert [read.in_file(Place(1, column, 1, column + 1))[1] for column in (1, 2)] == [4, 19]


def test_a_picture_within_a_line_moves_nothing_in_it() -> None:
    read = document("<p>甲<img src=a.jpg>乙</p>")
    assert read.in_file(Place(1, 2, 1, 3)) == Place(1, 45, 1, 46)


def test_characters_that_places_are_worked_out_with() -> None:
    read = document("<p title='>\ufdd07\ufdd0'>&#xFDD0;8&#xFDD0;\ufdd1</p>甲")
    line = (read.lines or ()).index("甲") + 1
    assert read.in_file(Place(line, 1, line, 2))[0] == 1


@pytest.mark.parametrize("name", [*html_files.LAYOUTS, *CHROMES])
def test_every_line_has_its_place(name: str) -> None:
    data = html_files.around(seeded(3), name) if name in CHROMES else html_files.write(seeded(3), name, 3)
    if name == "mhtml":
        pytest.skip("not a page by itself")
    source, read = decoded(data).split("\n"), html.read(data)
    for number, printed in enumerate(read.lines or (), 1):
        text = printed.strip()
        first = printed.find(text) + 1
        line, column, end_line, end_column = read.in_file(Place(number, first, number, first + len(text)))[:4]
        if text:
            assert source[line - 1][column - 1] in (text[0], "&")
            assert source[end_line - 1][end_column - 2] in (text[-1], ";")


def test_places_are_worked_out_wherever_a_document_is_sent() -> None:
    read = document("<p>甲</p>\n<p>乙</p>")
    expected = read.in_file(Place(2, 1, 2, 2))
    assert expected[:2] == (2, 4)
    assert pickle.loads(pickle.dumps(read)).in_file(Place(2, 1, 2, 2)) == expected


def test_places_at_the_edge_of_a_document() -> None:
    assert html.read(b"<p>a</p>").in_file(Place(9, 1, 9, 99))[:4] == (1, 4, 1, 5)
    empty = html.read(b"<p></p>")
    assert empty.in_file(Place(1, 1, 1, 1)) == Place(1, 1, 1, 1)


# ── the day of publication ───────────────────────────────────────────────────────────────────────

UNSIGNED = "\n".join(line for line in clean_report(year=2023).splitlines() if line != "2024年1月18日")


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="PubDate" content="2024-05-20 10:00">', (2024, 5, 20)),
        ("<META content='2024/5/20' name=pubdate>", (2024, 5, 20)),
        ('<meta property="article:published_time" content="2024-05-20T10:00:00+08:00">', (2024, 5, 20)),
        ('<meta name="publishdate" content="20240520">', (2024, 5, 20)),
        ('<time itemprop="datePublished" datetime="2024-05-20">', (2024, 5, 20)),
        ('<meta name="others" content="2024-05-20">', None),
        ('<meta name="PubDate" content="">', None),
        ('<meta name="PubDate" content="1970-01-01">', None),
        ('<meta name="PubDate" content="2024-02-31">', None),
        ('<meta name="PubDate" content="1716170400">', None),
        ('<meta name="publishdate" content="2023-01-01"><meta name="PubDate" content="2024-05-20">', (2024, 5, 20)),
    ],
)
def test_the_day_of_publication_in_meta_data(head: str, day: tuple[int, int, int] | None) -> None:
    date = published(parsed(f"<html><head>{head}</head>{page(UNSIGNED)}".encode()))
    assert (date and (date.year, date.month, date.day)) == day


def test_what_the_page_shows_counts_first() -> None:
    shown_day = page(UNSIGNED).replace("</p>", "</p><p>发布日期：2024-01-20</p>", 1)
    date = published(parsed(f'<meta name="PubDate" content="2024-05-20">{shown_day}'.encode()))
    assert date is not None and (date.month, date.day) == (1, 20)


def test_a_report_published_too_late() -> None:
    head = '<html><meta name="PubDate" content="{}">\n'
    late, in_time = (check((head.format(day) + page(UNSIGNED)).encode()) for day in ("2024-05-20", "2024-01-20"))
    (finding,) = late.findings
    assert (finding.code, finding.place[:2]) == ("D404", (2, 4))
    assert found(in_time) == set()


# ── links ────────────────────────────────────────────────────────────────────────────────────────

OWN = "本报告可在<a href='{}'>县政府门户网站</a>下载，欢迎查阅。"


@pytest.mark.parametrize(
    ("narrative", "codes"),
    [
        (OWN.format("http://www.qingtang.gov.cn/"), set()),
        (OWN.format("http://www.tangqing.com/"), {"H702"}),
        (OWN.format("https://mp.weixin.qq.com/s/abc"), set()),
        (OWN.format("../art/1.html"), set()),
        (OWN.format("javascript:void(0)"), set()),
        (OWN.format("#top"), set()),
        (OWN.format("mailto:a@qq.com"), set()),
        (OWN.format("file:///C:/Users/abc/Desktop/1.doc"), {"H706"}),
        (OWN.format("http://"), {"H706"}),
        (OWN.format("http://http://www.qingtang.gov.cn"), {"H706"}),
        (OWN.format("http://www. qingtang.gov.cn"), {"H706"}),
        (OWN.format("www.qingtang.gov.cn"), {"H706"}),
        ("本报告可在县政府门户网站（<a href='http://www.tangqing.com'>www.qingtang.gov.cn</a>）下载。", {"H702"}),
        ("本报告可在县政府门户网站（<a href='http://www.qingtang.gov.cn/'>www.qingtang.gov.cn</a>）下载。", set()),
        (
            "本报告可在县政府门户网站（<a href='http://www.qingtang.gov.cn/a/b.html'>www.qingtang.gov.cn</a>）下载。",
            set(),
        ),
        ("有关报道见<a href='http://www.tangqing.com/1'>清棠日报社</a>，欢迎查阅。", set()),
    ],
)
def test_where_links_of_the_report_lead(narrative: str, codes: set[str]) -> None:
    result = check(with_narrative(narrative))
    assert found(result) == codes
    assert all(excerpt is not None and excerpt.marked in narrative for excerpt in result.excerpts)


def test_a_printed_address_is_judged_once() -> None:
    narrative = "本报告可在县政府门户网站（<a href='http://www.tangqing.com/index.html'>www.tangqing.com</a>）下载。"
    assert [finding.code for finding in check(with_narrative(narrative)).findings] == ["H702"]


def test_links_come_in_the_order_of_the_text() -> None:
    text = "见<a href='http://a.gov.cn'>甲</a>和www.b.gov.cn和<a href='http://c.gov.cn'>甲</a>。"
    assert [link.host for link in links(parsed(with_narrative(text)))] == ["a.gov.cn", "www.b.gov.cn", "c.gov.cn"]


@pytest.mark.parametrize("name", CHROMES)
def test_links_around_the_report_are_not_its_own(name: str) -> None:
    assert links(parsed(html_files.around(seeded(2), name))) == ()


def test_links_below_the_signature_are_not_its_own() -> None:
    body = (
        page(clean_report()) + "<p><a href='http://www.wanghe.com'>望禾区政府网站</a>，<a href='http://'>返回</a>。</p>"
    )
    assert found(check(body.encode())) == set()


# ── whole pages ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", CHROMES)
@pytest.mark.parametrize("seed", [1, 4])
def test_what_stands_around_a_report_is_no_fault_of_it(name: str, seed: int) -> None:
    result = check(html_files.around(seeded(seed), name, seed))
    assert {finding.code for finding in result.findings} <= {"H705"}, [shown(each) for each in result.findings]
    assert (result.agency, result.year) == (seeded(seed).agency, seeded(seed).year)


@cache
def as_text(sample_seed: int) -> set[str]:
    return found(testing.check(render(faulty(sample_seed), BY_NAME["|blank"], 0, Noise()))) - {"H705"}


def faulty(seed: int) -> Sample:
    """A report with a figure that does not add up."""
    return seeded(seed).with_value(("applications", "total", "total"), "99999")


@pytest.mark.parametrize("layout", html_files.LAYOUTS)
@pytest.mark.parametrize("seed", [0, 3, 6])
def test_a_page_says_what_the_text_says(layout: str, seed: int) -> None:
    result = check(html_files.write(faulty(seed), layout, seed))
    assert as_text(seed)
    assert found(result) - {"H705"} == as_text(seed)


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_real_pages(year: str) -> None:
    result = check(read_bytes("real", f"suqian-{year}", ".html"))
    text = testing.check(read_bytes("real", f"suqian-{year}", ".txt"))
    assert [each._replace(place=text.findings[0].place, fix=None) for each in result.findings] == [
        each._replace(place=text.findings[0].place, fix=None) for each in text.findings
    ]
    expected = truth(f"suqian-{year}")
    report = parsed(read_bytes("real", f"suqian-{year}", ".html"))
    for row, figures in expected["tables"]["applications"].items():
        cells = [cell.value for (key, _), cell in report.applications.cells.items() if key == row]
        assert cells == figures, row
    for row, figures in expected["tables"]["review"].items():
        assert [cell.value for (key, _), cell in report.review.cells.items() if key == row] == figures, row
    wanted: list[Decimal] = []
    for each in expected["tables"]["disclosure"].values():  # in the form's order, under names of their own
        wanted += [Decimal(str(figure)) for figure in (each if isinstance(each, list) else [each])]
    assert [cell.value for cell in report.disclosure.cells.values()] == wanted


@pytest.mark.parametrize("name", CHROMES)
def test_a_real_report_within_a_page(name: str) -> None:
    data = read_bytes("real", "suqian-2024", ".html").decode()
    body = data.partition("<body>")[2].partition("</body>")[0].replace("h1>", "h2>")
    fill = {"title": "宿迁市2024年政府信息公开工作年度报告", "agency": "宿迁市", "day": "2025-01-20"}
    before, after = (part.format(**fill) for part in (CHROMES[name].before, CHROMES[name].after))
    result = check(f"<html><body>{before}\n{body}\n{after}</body></html>".encode())
    assert found(result) - {"H705"} <= found(check(data.encode()))


def ideographs(text: str) -> str:
    """A text without its blanks; an oracle for what a page shows, whatever its lines and tables are."""
    return "".join(text.split())


@pytest.mark.parametrize("name", [*html_files.LAYOUTS, *CHROMES])
def test_no_text_of_a_page_is_lost(name: str) -> None:
    data = html_files.around(seeded(7), name) if name in CHROMES else html_files.write(seeded(7), name, 7)
    if name == "mhtml":
        pytest.skip("not a page by itself")
    source = decoded(data)
    tree = etree.fromstring(source.encode(), etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    etree.strip_elements(tree, "head", "script", "style", "select", "noscript", with_tail=False)
    shown = ideographs("".join(tree.find("body").itertext()))
    lines = ideographs("".join(html.read(data).lines or ()))
    assert sorted(lines) == sorted(shown)
    if 'style="display' not in source:  # what is hidden stands behind the rest
        assert lines == shown


@pytest.mark.parametrize("seed", range(60))
def test_damaged_pages_are_read_for_what_they_are_worth(seed: int) -> None:
    rng = Random(seed)
    data = bytearray(html_files.write(seeded(seed), html_files.LAYOUTS[seed % (len(html_files.LAYOUTS) - 1)], seed))
    for _ in range(rng.randint(1, 12)):
        start = rng.randrange(len(data))
        piece = bytes(data[start : start + rng.randint(1, 400)])
        at = rng.randrange(len(data))
        data[at : at + rng.choice((0, len(piece)))] = rng.choice(
            (piece, b"", b"<", b">", b'"', b"</td>", b"<table>", b"<!--")
        )
    read = html.read(bytes(data))
    last = len(decoded(bytes(data)).split("\n"))
    for block in read.blocks:
        pieces = [piece for row in block.rows for piece in row] if isinstance(block, Grid) else [block]
        for piece in pieces:
            line, column, end_line, end_column = read.in_file(piece.place)[:4]
            assert 1 <= line <= end_line <= last
            assert (line, column) <= (end_line, end_column)


# ── one file ─────────────────────────────────────────────────────────────────────────────────────


def message(part: bytes, headers: str, *, start: str = "") -> bytes:
    head = f'MIME-Version: 1.0\nContent-Type: multipart/related; {start}boundary="b"\n\n--b\n'
    first = "Content-Type: text/html\nContent-ID: <first>\n\n<p>另一页</p>\n--b\n" if start else ""
    return (head + first + headers + "\n\n").encode() + part + b"\n--b--\n"


def test_the_charset_of_the_part() -> None:
    data = message("<p>政府資訊公開</p>".encode("big5"), "Content-Type: text/html; charset=big5")
    assert signatures.is_mhtml(data)
    assert texts(mhtml.read(data)) == ["政府資訊公開"]


def test_the_page_that_the_file_is_about() -> None:
    headers = "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\nContent-ID: <main>"
    data = message(b"<p>a=E7=94=B2=\nb</p>", headers, start='start="<main>"; ')
    assert texts(mhtml.read(data)) == ["a甲b"]
    assert texts(mhtml.read(data.replace(b'start="<main>"', b'start="<other>"'))) == ["另一页"]


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n",
        b"MIME-Version: 1.0\nContent-Type: text/html\n\n",
    ],
)
def test_a_file_without_a_page_cannot_be_read(data: bytes) -> None:
    with pytest.raises(Unreadable):
        mhtml.read(data)


def test_messages_within_messages_without_end() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000))
    with pytest.raises(Unreadable):
        mhtml.read(b"MIME-Version: 1.0\n" + nested)


def test_a_page_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(with_narrative("本局贯彻落实《条例》的的规定"))
    ran = gouji("check", "--format", "json", str(path))
    assert "L901" in ran.codes
    word = tmp_path / "report.doc"
    word.write_bytes(html_files.write(seeded(1), "html-word", 1))
    assert gouji("check", str(word)).status == 0


# ── hostile pages ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td colspan=99999999 rowspan=99999999>1" + "<td colspan=99999999>2" * 5000,
        "<table><tr>" + "<td rowspan=65000>1" * 200 + "<tr><td>2" * 2000,
        "<span style=display:none>" * 4000,
        "<div style=display:none>乙" * 4000 + "<table><tr><td>1<td>2",
        "<table><tr>" + "<td hidden>1" * 20_000,
        "<p a='" * 20_000 + '<p a="' * 20_000,
        "<!--" * 100_000,
        "<script>" * 100_000,
        "&" * 1_000_000 + "&#" + "1" * 1_000_000,
        "<p " + "a=b " * 300_000,
        "<pre>" + "\n" * 100_000,
        "<a href=http://a>" * 50_000,
        "<p " + "".join(f"a{number}=b " for number in range(100_000)),
        ">" * 1_000_000,
    ],
)
def test_pages_made_to_hold_up_a_reader(markup: str) -> None:
    read = html.read(f"<p>甲</p>{markup}".encode())
    assert texts(read)[0] == "甲"
    assert read.in_file(Place(1, 1, 1, 2)) == Place(1, 4, 1, 5)


@pytest.mark.parametrize("tag", ["<div>", "<b><i><font>", "<table><tr><td>", "<select>", "<p hidden><div hidden>"])
def test_elements_within_elements_without_end(tag: str) -> None:
    with pytest.raises(Unreadable, match="损坏"):
        html.read(b"<p>" + tag.encode() * 100_000)


def test_more_tags_than_memory_allows() -> None:
    with pytest.raises(Unreadable, match="上限"):
        html.read(b"<a>" * 3_000_000)
