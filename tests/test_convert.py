"""The canonical form: nothing is lost in it, it says the same again, and ``gouji convert`` writes it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from commandline import CLEAN, FAULTY, gouji, process
from generation import docx_files, html_files, pdf_files, workbook_files
from generation.layouts import LAYOUTS, Layout, render
from generation.reports import seeded
from hypothesis import given
from hypothesis import strategies as st
from real import seed
from test_planted_defects import SECTION_DEFECTS, TABLE_DEFECTS

from gouji.api import Document, Draft, Grid, Origin, Paragraph, Piece, Place, Ruling, passages
from gouji.canonical import written
from gouji.engine import Engine
from gouji.host import Host
from gouji.parsing import NotAReport, parse
from gouji.readers import Unreadable, text
from gouji.testing import check

TITLE = "甲县2023年政府信息公开工作年度报告"
HEAD = "---\ngouji: document/1\n---\n"


def again(document: Document) -> Document:
    """The document after it was written and read."""
    return text.read(written(document).encode())


def answers(data: bytes, path: str = "report.txt") -> tuple[object, ...]:
    """All that is found in a report but where it is, and what could be changed there: formats differ in that."""
    result = check(data, path=path)
    found = Counter(
        finding._replace(
            place=None,
            culprit=finding.culprit and finding.culprit._replace(place=None),
            fix=None,
            message="" if finding.code == "S306" else finding.message,  # it names a line
        )
        for finding in result.findings
    )
    return result.agency, result.year, result.edition, result.checked, found


@cache
def engine() -> Engine:
    return Engine(Host())


def canonical(data: bytes, path: str = "report.txt") -> bytes:
    """A file in the canonical form."""
    return written(engine().document(path, data)).encode()


# ── Nothing is lost ──────────────────────────────────────────────────────────────────────────────


def assert_kept(data: bytes, path: str = "report.txt") -> None:
    once = canonical(data, path)
    assert canonical(once) == once
    assert answers(once) == answers(data, path)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_report_in_any_layout_keeps_its_findings(layout: Layout) -> None:
    for number in range(3):
        assert_kept(render(seeded(number), layout, number).encode())


@pytest.mark.parametrize("name", [*TABLE_DEFECTS, *SECTION_DEFECTS])
def test_a_faulty_report_keeps_its_findings(name: str) -> None:
    sample = (TABLE_DEFECTS | SECTION_DEFECTS)[name].change(seeded(3))
    for index, layout in enumerate(LAYOUTS):
        if (index + len(name)) % 4 == 0:
            assert_kept(render(sample, layout, 1).encode())


CONTAINERS = [
    (module, layout) for module in (docx_files, html_files, pdf_files, workbook_files) for layout in module.LAYOUTS
]


@pytest.mark.parametrize(("module", "layout"), CONTAINERS, ids=lambda each: getattr(each, "__name__", each))
def test_a_report_of_any_format_keeps_its_findings(module: ModuleType, layout: str) -> None:
    """The content tells the format, so that the name need not."""
    for number, name in enumerate(("row-foreign", "section-twice")):
        sample = (TABLE_DEFECTS | SECTION_DEFECTS)[name].change(seeded(number))
        assert_kept(module.write(sample, layout, number), "report")


@pytest.mark.parametrize("number", range(5))
def test_a_real_report_keeps_its_findings(number: int) -> None:
    assert_kept(seed(number))


NASTY = (
    *("甲", "3", "，", "。", " ", "  ", "\u3000", "\u200b", "\\", "|", "¦", "[", "]", "(", ")", "<", ">", "!", "-"),
    *(
        "![]()",
        "![图](a.png)",
        "](<",
        "<br>",
        "---",
        "[甲](<乙>)",
        "- 3 -",
        "二、",
        "总计",
        "2023年，我县依法公开政府信息",
    ),
)
lines = st.lists(st.sampled_from(NASTY), min_size=1, max_size=6).map("".join)
cells = st.lists(lines, max_size=3).map("\n".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents of whatever a reader may make."""
    draft = Draft()
    draft.paragraph((TITLE, Origin(1)))
    kinds = draw(st.lists(st.sampled_from("pppegac"), max_size=8))
    for last, kind in pairwise(("p", *kinds)):
        if kind == last and kind in "ga":
            draft.paragraph(("", Origin(1)))  # two tables of a kind are never without anything between
        first = draft.next_line
        if kind == "p":
            draft.paragraph(*((line, Origin(1)) for line in draw(st.lists(lines, min_size=1, max_size=3))))
        elif kind == "e":
            draft.paragraph(("", Origin(1)))
        elif kind == "c":
            draft.picture(Origin(1))
        else:
            draft.grid(*draw_grid(draw, draft, Ruling.RULED if kind == "g" else Ruling.ALIGNED))
        if kind in "pga" and draw(st.booleans()):
            address(draw, draft, first)
    return draft.document(published=draw(st.sampled_from(("", "2024-01-20 10:00"))))


def draw_grid(draw: st.DrawFn, draft: Draft, ruling: Ruling) -> tuple[list[list[Piece]], Ruling, frozenset[int]]:
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        row: list[Piece] = []
        x = draw(st.integers(0, 3))
        for _ in range(draw(st.integers(1, 3))):
            # Columns that only blanks set apart have one line a cell, and never stand over one another.
            written_out = draw(cells if ruling is Ruling.RULED else st.sampled_from(("甲", "12", "总计")))
            row.append(draft.piece(written_out, x, Origin(1)))
            x += draw(st.integers(1, 3)) if ruling is Ruling.RULED else len(row[-1].text) + draw(st.integers(1, 9))
        rows.append(row)
    headings = draw(st.frozensets(st.integers(0, len(rows) - 1))) if ruling is Ruling.RULED else frozenset()
    return rows, ruling, headings


def address(draw: st.DrawFn, draft: Draft, line: int) -> None:
    """A link on some words of the lines that were drawn last."""
    document = draft.document()
    assert document.lines is not None
    words = document.lines[line - 1]
    start = draw(st.integers(0, len(words)))
    end = draw(st.integers(start, len(words)))
    lead = len(words) - len(words.lstrip())
    start, end = max(start, lead), min(max(end, start, lead), len(words.rstrip()))
    if words.strip() and start <= end:
        place = document.blocks[0].place._replace(line=line, end_line=line, column=start + 1, end_column=end + 1)
        draft.address(draw(st.sampled_from(("http://a.cn/", "a|b<br>\\>", "图.png"))), words[start:end], place)


def content(document: Document) -> list[object]:
    """The text of every block, and what tells one block from another."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else (block.ruling, block.headings, [[(piece.text, piece.x) for piece in row] for row in block.rows])
        for block in document.blocks
    ]


def marks(document: Document) -> list[tuple[int, str]]:
    """Pictures and links, by how much text stands before them."""
    found = [(place, "") for place in document.pictures]
    found += [(each.place, f"{each.target} {each.text}") for each in document.addresses]
    return sorted((sum(before(place, *line) for line in printed(document)), target) for place, target in found)


def before(place: Place, line: int, column: int, words: str) -> int:
    """How much of a line's text stands before a place."""
    if line != place.line:
        return len(words) if line < place.line else 0
    return min(max(place.column - column, 0), len(words))


def printed(document: Document) -> list[tuple[int, int, str]]:
    """Every line of text: its number, the column of its first character, and its characters."""
    found = []
    for block in document.blocks:
        if isinstance(block, Grid):
            for piece in (piece for row in block.rows for piece in row):
                for index, words in enumerate(piece.text.split("\n")):
                    found.append((piece.place.line + index, 1 if index else piece.place.column, words))
            continue
        ends = [at for at, _line, _column in block.starts[1:]] + [len(block.text)]
        for (at, line, column), end in zip(block.starts, ends, strict=True):
            found.append((line, column, block.text[at:end]))
    return found


@given(documents())
def test_any_document_is_read_back_as_it_was(document: Document) -> None:
    back = again(document)
    assert content(back) == content(document)
    assert back.published == document.published
    assert marks(back) == marks(document)
    assert written(back) == written(document)


def narrative(document: Document) -> list[tuple[str | None, str]] | None:
    """The running text of a report; None if the document is none."""
    try:
        return [(each.section, each.text) for each in passages(parse(document, "a.txt"))]
    except NotAReport:
        return None


@given(documents())
def test_sentences_go_on_where_they_did(document: Document) -> None:
    assert narrative(again(document)) == narrative(document)


@given(documents())
def test_places_are_those_in_the_file(document: Document) -> None:
    source = written(document).split("\n")
    back = again(document)
    for block in back.blocks:
        for part in (block,) if isinstance(block, Paragraph) else (piece for row in block.rows for piece in row):
            place = back.in_file(part.place)
            shown = source[place.line - 1][place.column - 1 : place.end_column - 1]
            assert place.line == place.end_line
            if not any(mark in shown for mark in ("\\", "[", "<")):
                assert shown == part.text


# ── What stands in it ────────────────────────────────────────────────────────────────────────────


def one_paragraph(words: str) -> str:
    draft = Draft()
    draft.paragraph((words, Origin(1)))
    return written(draft.document())


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("2023年，甲县公开信息3条。", "2023年，甲县公开信息3条。"),
        ("| 甲", "\\| 甲"),
        ("¦", "\\¦"),
        ("甲 | 乙  丙\t丁", "甲 | 乙  丙\t丁"),
        ("TOC \\o", "TOC \\\\o"),
        ("![图](a.png)", "\\![图](a.png)"),
        ("[甲](http://a.cn)", "[甲](http://a.cn)"),
        ("[甲](<http://a.cn>)", "[甲\\](<http://a.cn>)"),
        ("甲<br>乙", "甲<br>乙"),
        ("甲\r\ud800乙", "甲 \ufffd乙"),
    ],
)
def test_what_looks_like_a_mark_is_set_apart(words: str, line: str) -> None:
    assert one_paragraph(words) == f"{HEAD}\n{line}\n"
    assert again(text.read(one_paragraph(words).encode())).blocks[0].text == words.replace("\r\ud800", " \ufffd")


def test_a_table_shows_its_merged_cells_blanks_and_breaks() -> None:
    draft = Draft()
    rows = [
        [
            draft.piece("三、\n结果", 0, Origin(1)),
            draft.piece("（一）予以公开", 1, Origin(1)),
            draft.piece("1|2", 3, Origin(1)),
        ],
        [draft.piece("---", 1, Origin(1)), draft.piece("", 2, Origin(1)), draft.piece("<br>", 3, Origin(1))],
    ]
    draft.grid(rows, headings=frozenset({0}))
    assert written(draft.document()).splitlines()[4:] == [
        "| 三、<br>结果 | （一）予以公开 || 1\\|2 |",
        "| --- | --- | --- |",
        "|| \\--- |  | \\<br> |",
    ]
    assert content(again(draft.document())) == content(draft.document())


def test_columns_stand_where_they_stood() -> None:
    columns = "信息内容        本年制发件数    本年废止件数\n规章              12               0\n"
    shown = canonical(columns.encode()).decode().splitlines()[4:]
    assert shown == ["¦信息内容       ¦本年制发件数   ¦本年废止件数", "¦规章             ¦12              ¦0"]
    (grid,) = again(text.read(columns.encode())).blocks
    assert isinstance(grid, Grid)
    assert grid.ruling is Ruling.ALIGNED
    assert [piece.x for piece in grid.rows[1]] == [0, 16, 33]


def test_a_paragraph_that_a_page_broke_is_one_line() -> None:
    draft = Draft()
    draft.paragraph(("    2023年，甲县依法", Origin(1)), ("公开政府信息。", Origin(2)))
    assert written(draft.document()) == f"{HEAD}\n2023年，甲县依法公开政府信息。\n"


def test_a_broken_sentence_stays_one() -> None:
    draft = Draft()
    for line in ("2023年，甲县政府依法主动公开政府", "- 3 -", "信息12条。", "二是加强培训。"):
        draft.paragraph((line, Origin(1)))
    assert written(draft.document()).splitlines()[4:] == [
        "2023年，甲县政府依法主动公开政府",
        "- 3 -",
        "信息12条。",
        "",
        "二是加强培训。",
    ]


def test_pictures_and_links_stay_where_they_are() -> None:
    draft = Draft()
    draft.paragraph(("见甲县门户网站。", Origin(1)))
    place = draft.document().blocks[0].place
    draft.address("http://a.cn/?a=<1>", "甲县门户网站", place._replace(column=2, end_column=8))
    draft.picture(Origin(2))
    document = draft.document()
    assert written(document).splitlines()[4:] == ["见[甲县门户网站](<http://a.cn/?a=\\<1\\>>)。", "", "![]()"]
    back = again(document)
    assert [(each.target, each.text) for each in back.addresses] == [("http://a.cn/?a=<1>", "甲县门户网站")]
    assert back.in_file(back.addresses[0].place)[:4] == (5, 3, 5, 9)
    assert [back.in_file(place).line for place in back.pictures] == [7]


def test_pictures_of_markdown_are_left_as_they_are() -> None:
    found = "二、主动公开\n![表一](a.png)\n[图片1]\n"
    shown = canonical(found.encode()).decode()
    assert shown.splitlines()[4:] == ["二、主动公开", "", "![表一](a.png)", "", "![]()[图片1]"]
    assert len(text.read(shown.encode()).pictures) == 2


def test_the_day_of_publication_is_in_the_head() -> None:
    draft = Draft()
    draft.paragraph((TITLE, Origin(1)))
    document = draft.document(published="2024-01-20\n10:00")
    assert written(document).startswith("---\ngouji: document/1\npublished: 2024-01-20 10:00\n---\n\n")
    assert again(document).published == "2024-01-20 10:00"


def test_line_ends_of_any_system_are_read() -> None:
    found = canonical(FAULTY.encode())
    assert answers(found.replace(b"\n", b"\r\n")) == answers(found)


def test_a_finding_points_into_the_canonical_file() -> None:
    found = canonical(FAULTY.encode()).decode()
    (finding, *_others) = check(found).findings
    place = finding.place
    assert found.splitlines()[place.line - 1][place.column - 1 : place.end_column - 1] == finding.actual


def test_a_later_version_is_not_guessed_at() -> None:
    with pytest.raises(Unreadable, match="升级"):
        text.read(HEAD.replace("/1", "/2").encode())


@pytest.mark.parametrize("source", ["|", "| |", "¦", "\\", "甲\\", "[", "[甲](<", "| --- |", "![]()", "---"])
def test_whatever_people_write_into_it_is_read(source: str) -> None:
    document = text.read(f"{HEAD}{source}\n{source}".encode())
    assert written(again(document)) == written(document)


def test_a_head_without_an_end_loses_no_text() -> None:
    document = text.read(f"---\ngouji: document/1\n{TITLE}\n".encode())
    assert content(document) == [TITLE]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("| ![]() [甲](<b>) ![]() | 3 |", ["", "| ![]()[甲](<b>)![]() | 3 |"]),
        ("甲 ![]()", ["", "甲![]()"]),
        ("2023年，甲县政府依法\n![]() 公开信息。", ["", "2023年，甲县政府依法", "![]()公开信息。"]),
    ],
)
def test_blanks_between_text_and_pictures_do_no_harm(source: str, shown: list[str]) -> None:
    document = text.read(f"{HEAD}{source}".encode())
    assert written(document).splitlines()[3:] == shown
    assert written(again(document)) == written(document)


def test_where_text_behind_a_picture_is() -> None:
    document = text.read(f"{HEAD}| ![]() 甲乙 |".encode())
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert document.in_file(grid.rows[0][0].place)[:4] == (4, 9, 4, 11)


def test_pictures_between_the_cells_of_the_first_row_stand_above_the_table() -> None:
    draft = Draft()
    draft.paragraph(("甲", Origin(1)))
    first = draft.piece("乙", 0, Origin(1))
    draft.picture(Origin(1))
    draft.grid([[first, draft.piece("3", 1, Origin(1))]])
    assert written(draft.document()).splitlines()[4:] == ["甲", "", "![]()", "", "| 乙 | 3 |"]
    assert written(again(draft.document())) == written(draft.document())


def test_a_head_without_an_end_loses_no_text_before_a_line_of_dashes_either() -> None:
    document = text.read(f"---\ngouji: document/1\npublished: 2024-01-20\n\n{TITLE}\n\n---\n甲\n".encode())
    assert content(document) == ["published: 2024-01-20", TITLE, "---", "甲"]


def test_a_cell_of_very_many_lines_is_read() -> None:
    """No work is done for each line of a cell that grows with their number."""
    document = text.read(f"{HEAD}| 甲<br><br>![]() | {'<br>'.join(['乙'] * 100_000)} |".encode())
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    first, second = grid.rows[0]
    assert (first.text, len(second.paragraphs())) == ("甲", 100_000)
    assert [place.line for place in document.pictures] == [first.place.line]


# ── The command ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("folder")
class TestCommand:
    def test_writes_to_standard_output_as_bytes(self) -> None:
        ran = process("convert", "clean.txt")
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout == canonical(CLEAN.encode())
        assert b"\r" not in ran.stdout

    def test_writes_a_file_in_place_of_what_was_there(self) -> None:
        Path("out.txt").write_text("old", encoding="utf-8")
        ran = gouji("convert", "faulty.txt", "-o", "out.txt")
        assert (ran.status, ran.out) == (0, "")
        assert Path("out.txt").read_bytes() == canonical(FAULTY.encode())
        assert not list(Path().glob(".out*"))

    def test_reads_standard_input_and_is_read_from_it(self) -> None:
        found = process(
            "convert", "-", "--stdin-filename=a.txt", stdin=FAULTY.replace("规章", "规</span>章<br>").encode()
        )
        assert process("check", "-", stdin=found.stdout).returncode == 1
        assert canonical(found.stdout) == found.stdout

    def test_converts_what_is_no_report(self) -> None:
        Path("notice.txt").write_text("关于召开会议的通知\n", encoding="utf-8")
        gouji("convert", "notice.txt", "-o", "out.txt")
        assert Path("out.txt").read_text(encoding="utf-8") == f"{HEAD}\n关于召开会议的通知\n"

    @pytest.mark.parametrize("arguments", [["absent.txt"], ["empty.txt"], ["clean.txt", "-o", "no/such/folder.txt"]])
    def test_says_what_it_cannot_do(self, arguments: list[str]) -> None:
        Path("empty.txt").touch()
        ran = gouji("convert", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert "错误：" in ran.err

    def test_keeps_to_the_limits(self) -> None:
        ran = gouji("convert", "clean.txt", "--max-size", "1KB")
        assert ran.status == 2
        assert "--max-size" in ran.err
