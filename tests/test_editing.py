"""Editing: what is changed is exactly what was asked for, or nothing; every other byte of the file stays."""

from __future__ import annotations

import shutil
from functools import cache
from io import BytesIO
from operator import attrgetter
from random import Random
from zipfile import ZipFile, ZipInfo

import docx
import pytest
from generation import docx_files, html_files
from generation.docx_markup import WHO, control, deleted, field, inserted, paragraph, root, run, text_box
from generation.docx_markup import package as packaged
from generation.encodings import ENCODINGS
from generation.layouts import BY_NAME, LAYOUTS, render
from generation.noise import Noise
from generation.reports import seeded
from hypothesis import given
from hypothesis import strategies as st

from gouji.document import Document, Grid, Paragraph, Place
from gouji.host import Host
from gouji.readers import office

LIBRE_OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

READERS = Host().readers
PAGES = [layout for layout in html_files.LAYOUTS if layout.startswith("html")]


def edit(suffix: str, data: bytes, *changes: tuple[Place, str]) -> bytes:
    changed = READERS[suffix].edit
    assert changed is not None
    return changed(data, changes)


def place(line: int, start: int, end: int) -> Place:
    """Part of a line, all from 1 on; the end is behind the last character."""
    return Place(line, start, line, end)


def cells(document: Document) -> list[tuple[str, Place]]:
    """The cells of one line, in order."""
    return [
        (piece.text, piece.place)
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for piece in row
        if "\n" not in piece.text
    ]


def lines(suffix: str, data: bytes) -> list[str]:
    return list(READERS[suffix].read(data).lines or ())


def middle(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """What differs between two files that begin and end alike."""
    start = next(at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1])
    pairs = zip(before[start:][::-1], after[start:][::-1], strict=False)
    end = next((at for at, pair in enumerate(pairs) if pair[0] != pair[1]), min(len(before), len(after)) - start)
    return before[start : len(before) - end], after[start : len(after) - end]


# ── reports in every layout ──────────────────────────────────────────────────────────────────────


BLANK = [("applications", "repeated", field) for field in ("natural_person", "business", "research", "total")]


@cache
def written(suffix: str, layout: str) -> bytes:
    """A report in which a few cells are blank."""
    sample = seeded(3)
    for key in BLANK:
        sample = sample.with_value(key, "")
    if suffix == ".txt":
        return render(sample, BY_NAME[layout], 0, Noise()).encode()
    return (html_files if suffix == ".html" else docx_files).write(sample, layout)


EVERY = [
    *((".txt", layout.name) for layout in LAYOUTS),
    *((".html", layout) for layout in PAGES),
    *((".docx", layout) for layout in docx_files.LAYOUTS),
]


@pytest.mark.parametrize(("suffix", "layout"), EVERY)
def test_figures(suffix: str, layout: str) -> None:
    data = written(suffix, layout)
    document = READERS[suffix].read(data)
    rng = Random(layout)
    alone = [(block.text, block.place) for block in document.blocks if isinstance(block, Paragraph)]
    figures = [(text, where) for text, where in [*cells(document), *alone] if text.isdigit()]
    chosen = rng.sample(figures, 5)
    changes = [(where, str(int(text) + rng.randrange(1, 2000))) for text, where in chosen]
    expected = list(document.lines or ())
    for where, text in sorted(changes, reverse=True):
        line = expected[where.line - 1]
        expected[where.line - 1] = line[: where.column - 1] + text + line[where.end_column - 1 :]
    after = edit(suffix, data, *changes)
    if layout == "tracked":  # whoever tracks changes decides on them first
        assert after == data
    elif layout == "controlled":  # some figures are what fields give
        assert all(
            line in pair for line, *pair in zip(lines(suffix, after), document.lines or (), expected, strict=True)
        )
    else:
        assert lines(suffix, after) == expected


@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx"])
@given(choice=st.integers(0, 99), seed=st.integers(0, 9999), text=st.text("甲9 <&|¦\t。\n[]", max_size=4))
def test_any_text_anywhere_is_put_in_or_left_out(suffix: str, choice: int, seed: int, text: str) -> None:
    layouts = [layout for kind, layout in EVERY if kind == suffix]
    layout = layouts[choice % len(layouts)]
    data = written(suffix, layout)
    expected = lines(suffix, data)
    rng = Random(seed)
    number = rng.choice([number for number, line in enumerate(expected) if line])
    start = rng.randrange(len(expected[number]))
    end = min(start + rng.randrange(6), len(expected[number]))
    after = edit(suffix, data, (place(number + 1, start + 1, end + 1), text))
    if after != data:
        expected[number] = expected[number][:start] + text + expected[number][end:]
        assert ["".join(each.split()) for each in lines(suffix, after)] == ["".join(each.split()) for each in expected]
        assert suffix != ".txt" or middle(data, after)[1].decode(errors="ignore") in text


@pytest.mark.parametrize(
    ("suffix", "layout"),
    [(suffix, layout) for suffix, layout in EVERY if suffix != ".txt" or BY_NAME[layout].shows_blanks],
)
def test_blank_cells_are_filled(suffix: str, layout: str) -> None:
    data = written(suffix, layout)
    before = cells(READERS[suffix].read(data))
    blank = [index for index, (text, _where) in enumerate(before) if not text][-len(BLANK) :]
    assert blank
    after = edit(suffix, data, *((before[index][1], "0") for index in blank))
    changed = [
        index
        for index, (old, new) in enumerate(zip(before, cells(READERS[suffix].read(after)), strict=True))
        if old[0] != new[0]
    ]
    assert changed == ([] if layout == "tracked" else blank)


# ── text ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", [name for name in ENCODINGS if name not in ("long-lines", "form-feeds")])
def test_encoding_and_line_ends_stay(encoding: str) -> None:
    data = ENCODINGS[encoding]("甲[2023]5号\n\n乙 12 件\n")
    wanted = ENCODINGS[encoding]("甲〔2023〕5号\n\n乙 3 件\n")
    changes = (place(1, 2, 3), "〔"), (place(1, 7, 8), "〕"), (place(3, 3, 5), "3")
    assert edit(".txt", data, *changes) == wanted


@pytest.mark.parametrize(
    ("line", "start", "text", "wanted"),
    [
        ("|甲|  |1|", 4, "0", "|甲| 0 |1|"),
        ("|甲||1|", 4, "0", "|甲|0|1|"),
        ("甲\t\t1", 3, "0", "甲\t0\t1"),
        ("|甲||1|", 4, "0|", "|甲||1|"),
        ("甲\t\t1", 3, "\t", "甲\t\t1"),
    ],
)
def test_a_blank_cell_of_a_text(line: str, start: int, text: str, wanted: str) -> None:
    assert edit(".txt", line.encode(), (place(1, start, start), text)) == wanted.encode()


def test_what_cannot_be_put_into_a_text_is_known_beforehand() -> None:
    editable = READERS[".txt"].editable
    assert editable is not None
    table = "甲    商业    科研\n乙       1       2\n丙       3       4\n".encode()
    columns = [(place(2, 5, 5), "0"), (place(2, 9, 10), "7"), (place(2, 10, 10), "7")]
    assert editable(table, READERS[".txt"].read(table), columns) == [False, True, True]
    assert edit(".txt", table, columns[0]) == table
    damaged = "甲乙".encode() + b"\xff\xfe" + "丙".encode() * 40
    assert editable(damaged, READERS[".txt"].read(damaged), [(place(1, 1, 2), "丁")]) == [False]


def test_a_place_that_is_none() -> None:
    data = "甲乙\n丙".encode()
    for where in (place(3, 1, 2), place(1, 2, 9), place(0, 1, 1), Place(2, 1, 1, 1), place(1, 3, 2)):
        assert edit(".txt", data, (where, "丁")) == data


def test_of_two_changes_that_overlap_one_is_made() -> None:
    assert edit(".txt", "甲乙丙".encode(), (place(1, 1, 3), "丁"), (place(1, 2, 4), "戊")) == "丁丙".encode()


def test_a_change_that_is_left_out_leaves_the_others() -> None:
    changes = [(place(1, 2, 3), "9"), (place(1, 4, 5), "|"), (place(2, 2, 3), "8")]
    assert edit(".txt", b"|1|2|\n|3|4|", *changes) == b"|9|2|\n|8|4|"


def test_a_stretch_over_two_lines() -> None:
    assert edit(".txt", "甲乙\n丙丁".encode(), (Place(1, 2, 2, 2), "戊")) == "甲戊\n丁".encode()


def test_damaged_bytes_are_left_alone() -> None:
    data = "甲乙".encode() + b"\xff\xfe" + "丙".encode() * 40
    assert edit(".txt", data, (place(1, 1, 2), "丁")) == data


def test_the_canonical_form() -> None:
    data = b"---\ngouji: document/1\n---\n# A\n| a \\| b |  | 1 |\n"
    (_, first), (_, blank), _one = cells(READERS[".txt"].read(data))
    wanted = b"---\ngouji: document/1\n---\n# A\n| a \\| c | 0 | 1 |\n"
    assert edit(".txt", data, (first._replace(column=first.end_column - 1), "c"), (blank, "0")) == wanted


# ── web pages ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "start", "end", "text", "wanted"),
    [
        ("<p>甲&lt;乙</p>", 2, 3, "＜", "<p>甲＜乙</p>"),
        ("<p>甲乙</p>", 2, 3, "<b>&", "<p>甲&lt;b&gt;&amp;</p>"),
        ("<p>甲<b>乙</b>丙</p>", 1, 4, "丁", "<p>丁<b></b></p>"),
        ("<p>甲<b>乙</b>丙</p>", 1, 4, "甲乙丁", "<p>甲<b>乙</b>丁</p>"),
        ("<p>甲\n  乙</p>", 2, 3, "丙", "<p>甲\n  丙</p>"),
        ("<p>甲&nbsp;&nbsp;乙</p>", 2, 3, "", "<p>甲&nbsp;乙</p>"),
        ("<p>a \n b</p>", 2, 3, "", "<p>ab</p>"),
        ("<p>甲<!-- 乙 -->丙</p>", 2, 3, "丁", "<p>甲<!-- 乙 -->丁</p>"),
        ("<P CLASS=x>甲<BR>乙<script>甲</script></P>", 1, 2, "丁", "<P CLASS=x>丁<BR>乙<script>甲</script></P>"),
        ("<p>甲&copy;乙</p>", 2, 3, "丁", "<p>甲丁乙</p>"),
    ],
)
def test_the_source_of_a_page(body: str, start: int, end: int, text: str, wanted: str) -> None:
    data = f"<html><body>\r\n{body}\r\n</body></html>".encode()
    assert edit(".html", data, (place(1, start, end), text)) == data.replace(body.encode(), wanted.encode())


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("<td></td>", "<td>0</td>"),
        ("<td>&nbsp;</td>", "<td>0</td>"),
        ("<td><p class=x><span>&nbsp;</span></p></td>", "<td><p class=x><span>0</span></p></td>"),
        ("<td>\n <p><b></b></p>\n</td>", "<td>\n <p><b>0</b></p>\n</td>"),
        ("<td><br></td>", "<td>0<br></td>"),
        ("<td>　<!-- 空 --></td>", "<td>0<!-- 空 --></td>"),
    ],
)
def test_a_blank_cell_of_a_page(cell: str, wanted: str) -> None:
    data = f"<html><body><table><tr><td>甲</td>{cell}<td>1</td></tr></table></body></html>".encode()
    where = cells(READERS[".html"].read(data))[1][1]
    assert edit(".html", data, (where, "0")) == data.replace(cell.encode(), wanted.encode())


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8-sig", "utf-16"])
def test_the_encoding_of_a_page_stays(encoding: str) -> None:
    page = f"<html><head><meta charset={encoding}></head><body><p>本機關公開[5]號</p></body></html>"
    wanted = page.replace("[5]", "〔5〕")
    change = (place(1, 6, 7), "〔"), (place(1, 8, 9), "〕")
    assert edit(".html", page.encode(encoding), *change) == wanted.encode(encoding)


def test_a_character_that_the_encoding_does_not_have() -> None:
    page = "<html><head><meta charset=big5></head><body><p>本機關公開</p></body></html>"
    assert edit(".html", page.encode("big5"), (place(1, 1, 2), "😀")) == page.replace("本", "&#128512;").encode("big5")


# ── Word ─────────────────────────────────────────────────────────────────────────────────────────

RED = '<w:rPr><w:color w:val="FF0000"/></w:rPr>'


def made(body: str, **parts: str) -> bytes:
    further = {kind: root(kind, content) for kind, content in parts.items()}
    return packaged({"document": root("document", f"<w:body>{body}</w:body>"), **further})


def packed_bytes(data: bytes, part: ZipInfo) -> bytes:
    """The header and the packed bytes of a part."""
    return data[part.header_offset :][: 30 + len(part.filename.encode()) + len(part.extra) + part.compress_size]


def main_part(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("content", "start", "end", "text", "wanted"),
    [
        (run("甲乙丙"), 2, 3, "<丁>", run("甲<丁>丙")),
        (
            run("甲乙") + run("丙丁", RED),
            2,
            4,
            "戊",
            run("甲戊") + "<w:r>" + RED + '<w:t xml:space="preserve">丁</w:t></w:r>',
        ),
        ("<w:r><w:t>1&amp;2</w:t></w:r>", 2, 3, "＆", "<w:r><w:t>1＆2</w:t></w:r>"),
        (
            "<w:r >\n<w:t\txml:space='preserve'>甲</w:t></w:r>",
            1,
            2,
            "乙",
            "<w:r >\n<w:t\txml:space='preserve'>乙</w:t></w:r>",
        ),
        (run("甲  乙"), 2, 3, "", run("甲 乙")),
        (run("甲") + "<w:r><w:tab/></w:r>" + run("乙"), 3, 4, "丙", run("甲") + "<w:r><w:tab/></w:r>" + run("丙")),
        (control(run("甲")) + run("乙"), 1, 2, "丙", control(run("丙")) + run("乙")),
    ],
)
def test_the_text_of_runs(content: str, start: int, end: int, text: str, wanted: str) -> None:
    data = made(paragraph(content))
    after = edit(".docx", data, (place(1, start, end), text))
    assert main_part(after) == main_part(data).replace(content, wanted)


@pytest.mark.parametrize(
    "content",
    [
        inserted(run("甲乙")),
        run("甲") + deleted("旧") + run("乙"),
        field("MERGEFIELD 甲", run("甲乙")),
        f'<w:hyperlink r:id="rIdLink">{run("甲乙")}</w:hyperlink>',
        control(run("甲乙"), '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>'),
        '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' * 2,
        text_box(paragraph(run("甲乙"))),
        f"<w:ins {WHO}/>" + run("甲乙"),
    ],
)
def test_what_is_left_alone(content: str) -> None:
    data = made(paragraph(content))
    assert len(lines(".docx", data)[0]) == 2
    assert edit(".docx", data, (place(1, 1, 2), "丁")) == data
    editable = READERS[".docx"].editable
    assert editable is not None
    further = made(paragraph(content) + paragraph(run("丙")))
    changes = [(place(1, 1, 2), "丁"), (place(2, 1, 2), "丁")]
    assert editable(further, READERS[".docx"].read(further), changes) == [False, True]


def test_a_number_that_word_generates() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    data = made(
        paragraph(run("总体"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'), numbering=numbering
    )
    (line,) = lines(".docx", data)
    assert line.startswith("一、")
    assert edit(".docx", data, (place(1, 1, 2), "二")) == data
    after = edit(".docx", data, (place(1, len(line), len(line) + 1), "结"))
    assert lines(".docx", after) == [line[:-1] + "结"]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("<w:p/>", "<w:p><w:r><w:t>0</w:t></w:r></w:p>"),
        (
            f'<w:p w:rsidR="1"><w:pPr><w:jc w:val="center"/>{RED}</w:pPr></w:p>',
            f'<w:p w:rsidR="1"><w:pPr><w:jc w:val="center"/>{RED}</w:pPr><w:r>{RED}<w:t>0</w:t></w:r></w:p>',
        ),
        (f"<w:p><w:r>{RED}</w:r></w:p>", f"<w:p><w:r>{RED}</w:r><w:r>{RED}<w:t>0</w:t></w:r></w:p>"),
    ],
)
def test_a_blank_cell_of_a_document(content: str, wanted: str) -> None:
    row = "".join(f"<w:tc><w:tcPr/>{each}</w:tc>" for each in (paragraph(run("甲")), content, paragraph(run("1"))))
    data = made(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{row}</w:tr></w:tbl><w:p/>")
    where = cells(READERS[".docx"].read(data))[1][1]
    assert main_part(edit(".docx", data, (where, "0"))) == main_part(data).replace(content, wanted, 1)


def test_only_the_main_part_is_written() -> None:
    data = written(".docx", "plain")
    document = READERS[".docx"].read(data)
    figure = next(where for text, where in cells(document) if text.isdigit())
    after = edit(".docx", data, (figure, "4321"))
    kept = attrgetter("date_time", "compress_type", "extra")
    assert middle(main_part(data).encode(), main_part(after).encode())[1].decode() == "4321"
    with ZipFile(BytesIO(data)) as old, ZipFile(BytesIO(after)) as new:
        assert new.testzip() is None
        assert old.namelist() == new.namelist()
        for before, now in zip(old.infolist(), new.infolist(), strict=True):
            assert kept(before) == kept(now)
            if now.filename != "word/document.xml":
                assert packed_bytes(data, before) == packed_bytes(after, now)
    assert any(cell.text == "4321" for table in docx.Document(BytesIO(after)).tables for cell in table._cells)


@LIBRE_OFFICE
@pytest.mark.parametrize("layout", ["plain", "tracked", "strict"])
def test_libre_office_reads_what_was_changed(layout: str) -> None:
    data = written(".docx", layout)
    figures = [where for text, where in cells(READERS[".docx"].read(data)) if text.isdigit()]
    changes = [(where, str(70001 + number)) for number, where in enumerate(figures[:3])]
    after = edit(".docx", data, *changes)
    assert (after == data) is (layout == "tracked")
    converted = READERS[".docx"].read(office.converted(after)).lines or ()
    assert [line for line in converted if line.startswith("7000")] == [
        line for line in lines(".docx", after) if line.startswith("7000")
    ]
