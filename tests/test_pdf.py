"""PDF: lines, paragraphs and tables found again by where characters and lines stand."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pytest
import real
from answers import shown, spot
from generation import defects
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.pdf_files import FONT, LAYOUTS, write
from generation.reports import Sample, seeded
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from test_planted_defects import SECTION_DEFECTS, TABLE_DEFECTS

from gouji.api import Document, Finding, Grid, Paragraph, Unreadable
from gouji.canonical import written
from gouji.document import Address, Place, Ruling
from gouji.model import Report
from gouji.readers import canonical
from gouji.readers.pdf import read
from gouji.testing import check, findings
from gouji.testing import read as report_in

WIDTH, HEIGHT = 595, 842
Draw = Callable[[Canvas], None]


def pdf(*pages: Draw, encrypt: StandardEncryption | None = None) -> bytes:
    """A file of these pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), encrypt=encrypt, invariant=True)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def texts(*lines: tuple[float, float, str]) -> Draw:
    """Lines of text by the left end of their baseline, counted from the top."""

    def draw(canvas: Canvas) -> None:
        for x, y, text in lines:
            canvas.drawString(x, HEIGHT - y, text)

    return draw


def ruled(xs: list[float], ys: list[float], *cells: tuple[float, float, str]) -> Draw:
    """A table with all its lines, and text in it."""

    def draw(canvas: Canvas) -> None:
        for y in ys:
            canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)
        for x in xs:
            canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1])
        texts(*cells)(canvas)

    return draw


def both(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for each in draws:
            each(canvas)

    return draw


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Grid)]


SENTENCE = "本年度主动公开各类信息若干条，均在规定的期限以内予以公开，没有逾期"
"""A line that is 33 characters wide, 396 points in the font of these files."""


# ── Text ─────────────────────────────────────────────────────────────────────────────────────────


def test_lines_of_a_paragraph_are_one() -> None:
    drawn = pdf(texts((104, 100, SENTENCE[:31]), (80, 120, SENTENCE), (80, 140, "的情况。"), (104, 160, "其他各项。")))
    assert paragraphs(read(drawn)) == [SENTENCE[:31] + SENTENCE + "的情况。", "其他各项。"]


def test_a_line_that_is_not_full_ends_its_paragraph() -> None:
    drawn = pdf(texts((80, 100, SENTENCE), (80, 120, SENTENCE[:20]), (80, 140, SENTENCE)))
    assert paragraphs(read(drawn)) == [SENTENCE + SENTENCE[:20], SENTENCE]


def test_a_heading_begins_a_paragraph_after_a_full_line() -> None:
    drawn = pdf(texts((80, 100, SENTENCE), (80, 120, "二、主动公开")))
    assert paragraphs(read(drawn)) == [SENTENCE, "二、主动公开"]


def test_a_full_line_that_stands_apart_ends_its_paragraph() -> None:
    """A title as wide as the text, and paragraphs of one line that are set apart instead of set in."""
    one_line = [(80, 200 + 30 * number, f"本条第{number}款。") for number in range(6)]
    drawn = pdf(texts((80, 100, SENTENCE), (80, 130, SENTENCE), (80, 150, SENTENCE), (80, 170, "的情况。"), *one_line))
    assert paragraphs(read(drawn))[:4] == [SENTENCE, f"{SENTENCE}{SENTENCE}的情况。", "本条第0款。", "本条第1款。"]


def test_lines_that_all_stand_far_apart_make_up_paragraphs() -> None:
    drawn = pdf(texts((80, 100, SENTENCE), (80, 130, SENTENCE), (80, 160, "的情况。"), (80, 190, "其他各项。")))
    assert paragraphs(read(drawn)) == [f"{SENTENCE}{SENTENCE}的情况。", "其他各项。"]


@pytest.mark.parametrize("leader", "…·.")
def test_a_line_of_a_table_of_contents_ends_its_paragraph(leader: str) -> None:
    entry = "六、其他需要报告的事项"
    dots = round((396 - 12 * (len(entry) + 1)) / pdfmetrics.stringWidth(leader, FONT, 12))
    contents = f"{entry}{leader * dots}6"
    assert paragraphs(read(pdf(texts((80, 100, contents), (80, 120, SENTENCE))))) == [contents, SENTENCE]


def test_a_paragraph_goes_on_over_the_end_of_a_page_and_its_number() -> None:
    first = texts((104, 700, SENTENCE[:31]), (80, 720, SENTENCE), (290, 800, "- 1 -"))
    document = read(pdf(first, texts((80, 100, "的情况。"), (290, 800, "- 2 -"))))
    assert paragraphs(document) == [SENTENCE[:31] + SENTENCE + "的情况。"]
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    pages = [document.in_file(block.place_of(start, start + 1)).page for start, _, _ in block.starts]
    assert pages == [1, 1, 2]


@pytest.mark.parametrize("number", ["- 1 -", "—1—", "1", "第1页", "第 1 页 共 9 页", "1/9", "Page 1 of 9"])
def test_page_numbers_are_left_out(number: str) -> None:
    assert paragraphs(read(pdf(texts((80, 100, "总体情况"), (290, 800, number))))) == ["总体情况"]


def test_a_number_in_the_text_is_no_page_number() -> None:
    assert paragraphs(read(pdf(texts((80, 400, "总体情况"), (80, 420, "12"))))) == ["总体情况", "12"]


def test_running_titles_stand_once_and_what_a_browser_prints_not_at_all() -> None:
    pages = [
        texts((80, 30, "某某县年报"), (80, 100, f"{text}段"), (80, 830, f"http://www.example.com/ {number}/3"))
        for number, text in enumerate("甲乙丙", 1)
    ]
    assert paragraphs(read(pdf(*pages))) == ["某某县年报", "甲段", "乙段", "丙段"]


def test_the_indentation_is_kept() -> None:
    document = read(pdf(texts((80, 100, SENTENCE), (104, 160, SENTENCE[:25]))))
    blocks = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert [block.starts[0][2] for block in blocks] == [1, 5]


def test_room_between_lines_is_an_empty_line() -> None:
    lines = [(80, 100, "甲"), (80, 120, "乙"), (80, 140, "丙"), (80, 200, "丁")]
    assert [block.line for block in read(pdf(texts(*lines))).blocks] == [1, 2, 3, 5]  # type: ignore[union-attr]


def test_what_is_cut_off_the_page_is_not_there() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((0, 100, WIDTH, 800))
        texts((80, 30, "上"), (80, 142, "中"), (80, 800, "下"))(canvas)

    document = read(pdf(draw))
    assert paragraphs(document) == ["中"]
    (block,) = document.blocks
    box = document.in_file(block.place).box  # type: ignore[union-attr]
    assert box is not None
    assert 85 < box[1] < box[3] < 105


def test_text_in_an_odd_order_is_read_from_top_to_bottom() -> None:
    drawn = pdf(texts((80, 300, "丙"), (120, 100, "乙"), (80, 100, "甲"), (80, 500, "丁")))
    assert [text.split() for text in paragraphs(read(drawn))] == [["丙"], ["丁"]]
    assert grids(read(drawn)) == [[["甲", "乙"]]]


def test_bold_printed_twice_is_read_once() -> None:
    drawn = pdf(texts((80, 100, "总体情况11"), (80.3, 100, "总体情况11")))
    assert paragraphs(read(drawn)) == ["总体情况11"]


def test_a_number_with_equal_digits_stays_whole() -> None:
    assert paragraphs(read(pdf(texts((80, 100, "共1111件"))))) == ["共1111件"]


def test_a_superscript_stands_on_its_line() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(80, 700, "甲")
        canvas.setFont(FONT, 7)
        canvas.drawString(92, 705, "1")
        canvas.setFont(FONT, 12)
        canvas.drawString(97, 700, "乙")

    assert paragraphs(read(pdf(draw))) == ["甲1乙"]


@pytest.mark.parametrize("angle", [-60, 15, 30, 45, 75])
@pytest.mark.parametrize("text", ["仅供内部使用", "Draft 2024"])
def test_a_watermark_across_the_page_is_left_out(angle: int, text: str) -> None:
    def watermark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(200, HEIGHT - 130)
        canvas.rotate(angle)
        canvas.setFont(FONT, 50)
        canvas.drawCentredString(0, 0, text)
        canvas.restoreState()

    lines = texts((80, 60, "某某县年报"), (80, 80, SENTENCE))
    for draw in (both(watermark, lines, ruled(XS, YS, *CELLS)), both(lines, ruled(XS, YS, *CELLS), watermark)):
        document = read(pdf(draw))
        assert (paragraphs(document), grids(document)) == (["某某县年报", SENTENCE], SQUARE)


@pytest.mark.parametrize("matrix", [(1, 0, 0.33, 1), (1, 0.05, -0.05, 1), (0.9, 0, 0, 1.2)])
def test_letters_that_lean_and_lines_a_little_aslant_are_text(matrix: tuple[float, float, float, float]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.transform(*matrix, 100, HEIGHT - 100)
        canvas.drawString(0, 0, "总体")
        canvas.drawString(0, -20, "情况")

    assert paragraphs(read(pdf(draw))) == ["总体", "情况"]


def test_invisible_text_is_text() -> None:
    """Programs that recognise scanned text lay it under the picture."""

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(image(), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(80, 700)
        text.setTextRenderMode(3)
        for _ in range(4):
            text.textLine(SENTENCE[:15])
        canvas.drawText(text)

    document = read(pdf(draw))
    assert (len(paragraphs(document)), document.pictures) == (4, ())


def test_what_is_filled_into_a_form_is_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name="count", value="12 filled in", x=100, y=500, width=200, height=20)

    assert paragraphs(read(pdf(draw))) == ["12 filled in"]


# ── Tables ───────────────────────────────────────────────────────────────────────────────────────

XS, YS = [80.0, 180.0, 280.0], [100.0, 130.0, 160.0]
CELLS = ((90, 120, "甲"), (190, 120, "1"), (90, 150, "乙"), (190, 150, "2"))
SQUARE = [[["甲", "1"], ["乙", "2"]]]


def rectangles(canvas: Canvas) -> None:
    """Lines as thin filled rectangles that end at the corners, as Word draws them."""
    for y in YS:
        for left, right in pairwise(XS):
            canvas.rect(left + 0.5, HEIGHT - y, right - left - 0.5, 0.5, stroke=0, fill=1)
    for x in XS:
        for top, bottom in pairwise(YS):
            canvas.rect(x, HEIGHT - bottom + 0.5, 0.5, bottom - top - 0.5, stroke=0, fill=1)
    texts(*CELLS)(canvas)


def boxes(canvas: Canvas) -> None:
    """Each cell with a border of its own, a little apart."""
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            canvas.rect(left + 0.7, HEIGHT - bottom + 0.7, right - left - 1.4, bottom - top - 1.4)
    texts(*CELLS)(canvas)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("lines", 0, 0, 10 * WIDTH, 10 * HEIGHT)
    canvas.scale(10, 10)
    canvas.setLineWidth(0.5)
    ruled(XS, YS)(canvas)
    canvas.endForm()
    canvas.saveState()
    canvas.scale(0.1, 0.1)
    canvas.doForm("lines")
    canvas.restoreState()
    texts(*CELLS)(canvas)


def open_sides(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], HEIGHT - y, XS[-1], HEIGHT - y)
    canvas.line(XS[1], HEIGHT - YS[0], XS[1], HEIGHT - YS[-1])
    texts(*CELLS)(canvas)


def double_lines(canvas: Canvas) -> None:
    ruled(XS, YS)(canvas)
    ruled([x + 1.5 for x in XS], [y + 1.5 for y in YS], *CELLS)(canvas)


def coloured(canvas: Canvas) -> None:
    """With cells and lines of text on coloured ground, which is no ruling."""
    canvas.setFillGray(0.8)
    canvas.rect(80, HEIGHT - 130, 200, 30, stroke=0, fill=1)
    canvas.rect(88, HEIGHT - 152, 15, 14, stroke=0, fill=1)
    canvas.setFillGray(0)
    ruled(XS, YS, *CELLS)(canvas)


def in_a_frame(canvas: Canvas) -> None:
    canvas.rect(30, 30, WIDTH - 60, HEIGHT - 60)
    ruled(XS, YS, *CELLS)(canvas)


@pytest.mark.parametrize(
    "draw",
    [ruled(XS, YS, *CELLS), rectangles, boxes, in_a_form, open_sides, double_lines, coloured, in_a_frame],
    ids=["lines", "rectangles", "boxes", "form", "open-sides", "double", "coloured", "framed"],
)
def test_ruling_however_it_is_drawn(draw: Draw) -> None:
    document = read(pdf(draw))
    assert (grids(document), paragraphs(document)) == (SQUARE, [])


def underlined(canvas: Canvas) -> None:
    canvas.line(80, HEIGHT - 103, 180, HEIGHT - 103)
    canvas.line(80, HEIGHT - 123, 180, HEIGHT - 123)


def framed(canvas: Canvas) -> None:
    canvas.rect(70, HEIGHT - 140, 300, 60)


def curved(canvas: Canvas) -> None:
    canvas.roundRect(70, HEIGHT - 140, 300, 60, 10)
    canvas.circle(120, HEIGHT - 110, 30)


@pytest.mark.parametrize("draw", [underlined, framed, curved])
def test_what_is_no_table(draw: Draw) -> None:
    drawn = pdf(both(draw, texts((80, 100, "总体情况"), (80, 120, "其他事项"))))
    assert (grids(read(drawn)), paragraphs(read(drawn))) == ([], ["总体情况", "其他事项"])


def test_merged_cells_stand_where_they_begin() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(80, HEIGHT - 160, 300, 60)
        canvas.line(180, HEIGHT - 130, 380, HEIGHT - 130)
        canvas.line(180, HEIGHT - 100, 180, HEIGHT - 160)
        canvas.line(280, HEIGHT - 130, 280, HEIGHT - 160)
        texts((90, 135, "甲"), (200, 120, "乙"), (200, 150, "1"))(canvas)

    (grid,) = read(pdf(draw)).blocks
    assert isinstance(grid, Grid)
    assert [[(cell.x, cell.text) for cell in row] for row in grid.rows] == [[(0, "甲"), (1, "乙")], [(1, "1"), (2, "")]]


def test_a_number_wider_than_its_cell_stays_whole() -> None:
    drawn = pdf(ruled([80, 180, 200, 220, 300], YS, (90, 120, "甲"), (171, 120, "1234567"), (240, 120, "8")))
    assert grids(read(drawn))[0][0] == ["甲", "1234567", "", "8"]


def test_lines_of_a_cell() -> None:
    drawn = pdf(ruled(XS, [100, 160, 190], (90, 120, "社会公"), (90, 134, "益组织"), (190, 127, "0"), (90, 180, "乙")))
    assert grids(read(drawn)) == [[["社会公\n益组织", "0"], ["乙", ""]]]


def turned(canvas: Canvas) -> None:
    canvas.translate(100, HEIGHT - 105)
    canvas.rotate(-90)
    canvas.drawString(0, 0, "三、办理结果")


@pytest.mark.parametrize(
    "label", [turned, texts(*((90, 120 + 14 * number, text) for number, text in enumerate("三、办理结果")))]
)
def test_upright_labels(label: Draw) -> None:
    def lines(canvas: Canvas) -> None:
        ruled([110, 280], [100, 150, 220], (120, 130, "予以公开1"), (120, 190, "2"))(canvas)
        canvas.rect(80, HEIGHT - 220, 30, 120)

    first, second = grids(read(pdf(both(lines, label))))[0]
    assert (["".join(text.split()) for text in first], second) == (["三、办理结果", "予以公开1"], ["2"])


def test_a_table_set_sideways_and_a_page_shown_sideways() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.transform(0, 1, -1, 0, HEIGHT, 0)
        ruled(XS, YS, *CELLS)(canvas)
        canvas.restoreState()

    def shown_so(canvas: Canvas) -> None:
        canvas.setPageSize((HEIGHT, WIDTH))
        canvas.setPageRotation(90)
        draw(canvas)

    sideways, shown_sideways = read(pdf(draw)), read(pdf(shown_so))
    assert grids(sideways) == grids(shown_sideways) == SQUARE
    boxes = [document.in_file(document.blocks[0].rows[0][0].place).box for document in (sideways, shown_sideways)]
    assert boxes == [(100, 662, 130, 762), (80, 100, 180, 130)]


def test_where_a_cell_is() -> None:
    document = read(pdf(texts((80, 60, "标题")), both(texts((80, 60, "标题")), ruled(XS, YS, *CELLS))))
    grid = document.blocks[-1]
    assert isinstance(grid, Grid)
    place = document.in_file(grid.rows[1][1].place)
    assert (place.page, place.line, place.box) == (2, 3, (180, 130, 280, 160))


def test_columns_without_ruling() -> None:
    rows = [(100, "行政许可", "12"), (120, "行政处罚", "0"), (140, "行政强制", "345")]
    spots = [(x, y, text) for y, *cells in rows for x, text in zip((80, 300), cells, strict=True)]
    (grid,) = read(pdf(texts(*spots))).blocks
    assert isinstance(grid, Grid)
    assert grid.ruling is Ruling.ALIGNED
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["行政许可", "12"],
        ["行政处罚", "0"],
        ["行政强制", "345"],
    ]
    assert len({row[1].x for row in grid.rows}) == 1


def test_a_line_spread_to_fill_its_width_has_no_columns() -> None:
    spread = [(80 + 22 * number, 100, text) for number, text in enumerate("区，邮编，电话，电子邮箱，")]
    assert grids(read(pdf(texts(*spread)))) == []


# ── Tables over several pages ────────────────────────────────────────────────────────────────────

FEET = [700.0, 730.0, 760.0]
HEADS = [100.0, 130.0, 160.0]
LONG = "申请人无正当理由"  # eight characters, 96 of the 100 points of its cell


def test_a_row_that_the_page_cuts_is_one() -> None:
    first = ruled(XS, FEET, (90, 720, "甲"), (190, 720, "1"), (82, 750, LONG), (190, 750, "2"))
    second = ruled(XS, HEADS, (82, 120, "逾期不补正"), (90, 150, "丙"), (190, 150, "3"))
    found = grids(read(pdf(both(first, texts((290, 800, "-1-"))), second)))
    assert found == [[["甲", "1"], [f"{LONG}\n逾期不补正", "2"]], [["丙", "3"]]]


COLUMNS = [80.0 + 60 * number for number in range(7)]


def torn(upper: str, lower: str) -> list[list[list[str]]]:
    """A table of a row of figures, a character a cell, and one that the page's end cuts into two such."""
    middles = [x + 10 for x in COLUMNS[:-1]]
    whole = [(x, 720.0, "9") for x in middles]
    first = ruled(COLUMNS, FEET, *whole, *((x, 750, text) for x, text in zip(middles, upper, strict=False)))
    return grids(
        read(pdf(first, ruled(COLUMNS, HEADS[:2], *((x, 120, t) for x, t in zip(middles, lower, strict=False)))))
    )


def test_a_row_of_figures_that_the_page_cuts_at_other_places_in_each_cell_is_one() -> None:
    assert torn("12  34", "  50  ") == [[["9"] * 6, ["1", "2", "5", "0", "3", "4"]]]


@pytest.mark.parametrize(
    ("upper", "lower"), [("12 034", "  50  "), ("12  34", "  5   "), ("123456", "      "), (" 23456", "甲     ")]
)
def test_rows_of_figures_that_do_not_fill_each_other_up_are_two(upper: str, lower: str) -> None:
    rows = [[text.strip() for text in row] for row in (upper, lower)]
    assert torn(upper, lower) == [[["9"] * 6, rows[0]], [rows[1]]]


@pytest.mark.parametrize(
    ("last", "following"),
    [
        (("规章", ""), ("行政规范性文件", "3")),
        (("规章", "3"), ("行政规范性文件", "")),
        ((LONG, "3"), ("2.重复申请", "")),
        ((LONG, "3"), ("逾期不补正", "4")),
    ],
)
def test_rows_on_either_side_of_a_page_end_are_two(last: tuple[str, str], following: tuple[str, str]) -> None:
    first = ruled(XS, FEET, (90, 720, "甲"), (190, 720, "1"), (82, 750, last[0]), (190, 750, last[1]))
    second = ruled(XS, HEADS, (82, 120, following[0]), (190, 120, following[1]), (90, 150, "丙"), (190, 150, "3"))
    found = grids(read(pdf(first, second)))
    assert found == [[["甲", "1"], [*last]], [[*following], ["丙", "3"]]]


def test_columns_too_narrow_to_tell_apart_join_no_rows() -> None:
    first = ruled([80, 180, 185.5, 191, 291], FEET, (90, 720, "甲"), (200, 720, "1"), (82, 750, LONG), (200, 750, "2"))
    second = ruled([80, 180, 185.5, 191, 300], HEADS, (82, 120, "逾期不补正"), (90, 150, "丙"), (200, 150, "3"))
    upper, lower = grids(read(pdf(first, second)))
    assert (upper[-1], lower[0]) == ([LONG, "", "", "2"], ["逾期不补正", "", "", ""])


def test_headings_on_every_page_stand_once() -> None:
    first = ruled(XS, FEET, (90, 720, "内容"), (190, 720, "数量"), (90, 750, "乙"), (190, 750, "2"))
    second = ruled(XS, HEADS, (90, 120, "内容"), (190, 120, "数量"), (90, 150, "丙"), (190, 150, "3"))
    assert grids(read(pdf(first, second))) == [[["内容", "数量"], ["乙", "2"]], [["丙", "3"]]]


# ── Links ────────────────────────────────────────────────────────────────────────────────────────

SITE = "http://www.example.com/a"


def linked(target: str, *areas: tuple[float, float, float, float]) -> Draw:
    """A link on areas of the page, given from its upper left corner."""

    def draw(canvas: Canvas) -> None:
        for left, top, right, bottom in areas:
            canvas.linkURL(target, (left, HEIGHT - bottom, right, HEIGHT - top))

    return draw


def addresses(data: bytes) -> list[Address]:
    return list(read(data).addresses)


def test_where_the_words_of_a_link_lead() -> None:
    """An empty line, four blanks and one stand before the words; the link on nothing is none."""
    page = both(
        texts((80, 100, SENTENCE), (80, 120, SENTENCE[:20]), (104, 200, "见"), (122, 200, "门户网站。")),
        linked(SITE, (122, 190, 170, 202), (300, 400, 400, 420)),
    )
    assert addresses(pdf(page)) == [Address(SITE, "门户网站", Place(4, 7, 4, 11))]


def test_words_that_say_where_they_lead_are_no_link() -> None:
    page = both(texts((80, 100, f"见{SITE}。")), linked(f"{SITE}/", (92, 90, 236, 102)))
    assert addresses(pdf(page)) == []


def test_a_link_whose_words_run_over_the_end_of_a_line_is_one() -> None:
    page = both(
        texts((80, 100, SENTENCE), (80, 120, "的情况。")), linked(SITE, (452, 90, 476, 102), (80, 110, 104, 122))
    )
    ((target, words, place),) = addresses(pdf(page))
    assert (target, words) == (SITE, f"{SENTENCE[-2:]}的情")
    assert place == Place(1, len(SENTENCE) - 1, 2, 3)
    again = canonical.read(written(read(pdf(page))))
    assert [(each.target, each.text) for each in again.addresses] == [(target, words)]


def test_a_link_on_a_page_with_fields_and_one_on_a_page_shown_sideways() -> None:
    def field(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name="count", value="12", x=100, y=500, width=200, height=20)

    def sideways(canvas: Canvas) -> None:
        canvas.setPageSize((HEIGHT, WIDTH))
        canvas.setPageRotation(90)
        canvas.transform(0, 1, -1, 0, HEIGHT, 0)
        texts((80, 100, "见门户网站。"))(canvas)
        canvas.linkURL(SITE, (92, HEIGHT - 102, 140, HEIGHT - 90), relative=1)

    plain = both(texts((80, 100, "见门户网站。")), linked(SITE, (92, 90, 140, 102)))
    for page in (both(plain, field), sideways):
        assert [(target, words) for target, words, _place in addresses(pdf(page))] == [(SITE, "门户网站")]


def test_links_that_lead_to_no_address_are_left_out() -> None:
    def inside(canvas: Canvas) -> None:
        canvas.bookmarkPage("here")
        canvas.linkRect("", "here", (80, HEIGHT - 102, 200, HEIGHT - 90))

    words = texts((80, 100, "总体情况"))
    assert addresses(pdf(both(words, inside))) == []
    assert addresses(pdf(both(words, linked("http://a.cn/" + "a" * 3000, (80, 90, 200, 102))))) == []


# ── Pictures ─────────────────────────────────────────────────────────────────────────────────────


def image() -> ImageReader:
    """A grey picture."""
    from PIL import Image

    out = BytesIO()
    Image.new("L", (60, 80), 200).save(out, "PNG")
    return ImageReader(BytesIO(out.getvalue()))


def picture(x: float, y: float, width: float, height: float) -> Draw:
    return lambda canvas: canvas.drawImage(image(), x, HEIGHT - y - height, width, height)


def test_a_scan_has_pictures_only() -> None:
    strips = both(*(picture(0, 80 * number, WIDTH, 80) for number in range(10)))
    document = read(pdf(strips, strips))
    assert [document.in_file(place).page for place in document.pictures] == [1, 2]
    assert [each.code for each in findings(pdf(strips, strips), path="scan.pdf")] == ["X003"]


def test_a_picture_in_the_place_of_a_table() -> None:
    drawn = pdf(both(texts((80, 100, "二、主动公开")), picture(80, 120, 430, 200), texts((80, 350, "三、依申请公开"))))
    document = read(drawn)
    (place,) = document.pictures
    assert paragraphs(document) == ["二、主动公开", "三、依申请公开"]
    assert document.blocks[0].line < place.line < document.blocks[1].line  # type: ignore[union-attr]
    assert document.in_file(place).box == (80, 120, 510, 320)


def test_a_seal_is_no_picture() -> None:
    assert read(pdf(both(texts((80, 100, "某某局")), picture(80, 60, 120, 120)))).pictures == ()


# ── Whole files ──────────────────────────────────────────────────────────────────────────────────


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return str(caught.value)


def test_passwords() -> None:
    page = texts((80, 100, "总体情况"))
    assert "加密" in refused(pdf(page, encrypt=StandardEncryption("user", "owner")))
    assert paragraphs(read(pdf(page, encrypt=StandardEncryption("", "owner", canCopy=0)))) == ["总体情况"]


def test_damaged_files() -> None:
    whole = pdf(texts((80, 100, "总体情况")))
    assert "损坏" in refused(whole[: len(whole) // 2])
    assert "损坏" in refused(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    assert paragraphs(read(b"\r\nanything\r\n" + whole)) == ["总体情况"]


def test_pages_without_anything() -> None:
    document = read(pdf(texts(), lambda canvas: canvas.setPageRotation(90)))
    assert (document.blocks, document.pictures) == ((), ())


def test_too_many_pages() -> None:
    assert "301" in refused(pdf(*[texts()] * 301))


def test_too_many_characters() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 2)
        texts(*((10, 10 + 3 * number, "a" * 250) for number in range(201)))(canvas)

    assert "50,000 字" in refused(pdf(draw))


def test_too_many_lines() -> None:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for number in range(101_000):
            path.moveTo(number % 500, number // 500)
            path.lineTo(number % 500 + 1, number // 500)
        canvas.drawPath(path)

    assert "200,000 个图形" in refused(pdf(draw))


def test_a_drawing_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(2000):
            canvas.line(10, number * 0.4, 500, number * 0.4)
            canvas.line(number * 0.25, 10, number * 0.25, 700)

    assert read(pdf(both(draw, texts((80, 100, "总体情况"))))).blocks[0].text == "总体情况"  # type: ignore[union-attr]


def test_characters_that_only_their_font_knows() -> None:
    page = texts((80, 100, "甲\ue123乙"))
    assert paragraphs(read(pdf(page))) == ["甲\ufffd乙"]


# ── Reports ──────────────────────────────────────────────────────────────────────────────────────


def named(found: list[Finding]) -> list[str]:
    """The findings on figures, tables and sections, each cell once."""
    return sorted({spot(each) for each in found if each.code[0] in "ATSX"})


def as_text(sample: Sample) -> list[str]:
    return named(findings(render(sample, BY_NAME["|blank"], 0, Noise())))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(3))
def test_reports_are_read_as_from_text(layout: str, seed: int) -> None:
    sample = seeded(seed)
    found = findings(write(sample, layout, seed), path="report.pdf")
    assert named(found) == as_text(sample), [shown(each) for each in found]


@pytest.mark.parametrize("seed", [7, 12, 13])
def test_a_short_last_line_of_a_label_between_other_columns(seed: int) -> None:
    """It stands below the middle of a line of fifteen characters, and could begin another label (申请)."""
    found = findings(write(seeded(seed), "level-lines", seed), path="report.pdf")
    assert named(found) == [], [shown(each) for each in found]


@pytest.mark.parametrize("name", [*TABLE_DEFECTS, *SECTION_DEFECTS])
def test_defects_are_found_as_in_text(name: str) -> None:
    """Each defect in two layouts, other ones for each."""
    defect = (TABLE_DEFECTS | SECTION_DEFECTS)[name]
    number = list(TABLE_DEFECTS | SECTION_DEFECTS).index(name)
    sample = defect.change(next(each for each in map(seeded, range(number, 99)) if each.edition == "2021"))
    wanted = as_text(sample)
    shows_blanks = [layout for layout in LAYOUTS if layout not in ("unruled", "level-lines")]
    for layout in (shows_blanks[number % len(shows_blanks)], shows_blanks[(number * 5 + 2) % len(shows_blanks)]):
        found = findings(write(sample, layout, number), path="report.pdf")
        assert named(found) == wanted, (layout, [shown(each) for each in found])


def test_a_finding_says_where_it_is() -> None:
    sample = defects.fill("applications", "repeated", "business", "若干")(seeded(0))
    (finding,) = (each for each in findings(write(sample, "ruled"), path="report.pdf") if each.code == "A105")
    assert finding.place.page == 2
    assert finding.place.box is not None
    left, top, right, bottom = finding.place.box
    assert 20 < right - left < 60
    assert 10 < bottom - top < 60


# ── Real reports ─────────────────────────────────────────────────────────────────────────────────

NAMES = ("huaian-2024", "hongze-2023", "hongze-2024")
DISCLOSURE = {
    "regulations": ("rules", ("issued", "repealed", "in_force")),
    "normative_documents": ("normative_docs", ("issued", "repealed", "in_force")),
    "licensing": ("licensing", ("decisions",)),
    "punishment": ("penalty", ("decisions",)),
    "coercion": ("coercion", ("decisions",)),
    "fees_wan": ("admin_fees", ("fee_amount_wan",)),
}


def published(name: str) -> Report:
    return report_in(real.read_bytes("real", name, ".pdf"), path=f"{name}.pdf")


@pytest.mark.parametrize("name", NAMES)
def test_figures_of_real_reports(name: str) -> None:
    report, truth = published(name), real.truth(name)["tables"]
    applicants = ("natural_person", "business", "research", "social", "legal_service", "other_org", "total")
    results = ("upheld", "corrected", "other", "pending", "total")
    for row, values in truth["applications"].items():
        assert [report.applications.value(row, key) for key in applicants] == values, row
    for row, values in truth["review"].items():
        assert [report.review.value(row, key) for key in results] == values, row
    for row, values in truth["disclosure"].items():
        key, fields = DISCLOSURE[row]
        expected = [str(value) for value in (values if isinstance(values, list) else [values])]
        assert [str(report.disclosure.value(key, field)) for field in fields] == expected, row


@pytest.mark.parametrize("name", NAMES)
def test_findings_of_real_reports(name: str) -> None:
    """The same as in the text that a program for that makes of them."""
    data = real.read_bytes("real", name, ".pdf")
    assert sorted(map(spot, findings(data, path="a.pdf"))) == sorted(map(spot, findings(real.pdf_text(name))))


def test_wrong_totals_of_a_real_report() -> None:
    result = check(real.read_bytes("real", "hongze-2023", ".pdf"), path="a.pdf")
    sums = {(each.row, each.expected, each.actual) for each in result.findings if each.code == "A104"}
    assert sums == {("review", "11", "0"), ("after_review", "5", "0")}
    assert {each.place.page for each in result.findings if each.code == "A104"} == {4}
