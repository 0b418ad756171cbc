"""Comments for gouji in a text or a page: what is read, as if they were not there, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.canonical import written
from gouji.document import Document, Grid, Place
from gouji.readers import html, text
from gouji.readers.remarks import Uncut
from gouji.testing import clean_report

REMARK = "<!-- gouji: ignore A101 -->"


def places(document: Document) -> list[tuple[str, Place]]:
    """Everything in a document with its place in the file."""
    found = []
    for block in document.blocks:
        if isinstance(block, Grid):
            found += [(piece.text, document.in_file(piece.place)) for row in block.rows for piece in row]
        else:
            found.append((block.text, document.in_file(block.place)))
    return found


@pytest.mark.parametrize(
    ("source", "without"),
    [
        (f"甲\n{REMARK}\n乙", "甲\n乙"),
        (f"甲{REMARK}\n乙", "甲\n乙"),
        (f"甲{REMARK}乙", "甲乙"),
        (f"\t1\n{REMARK}\n\t2\n", "\t1\n\t2\n"),
        (f"| 甲 | 1 {REMARK} |\n", "| 甲 | 1  |\n"),
        (f"{REMARK}  {REMARK}\n甲", "甲"),
        (f"甲 {REMARK}\n{REMARK}\n乙", "甲 \n乙"),
        (f"  {REMARK}", ""),
        ("甲\n<!--\ngouji：ignore A101\n-->\n乙", "甲\n乙"),
        ("<!-- 页脚 -->甲", "<!-- 页脚 -->甲"),
        ("<!-- gouji: ignore A101", "<!-- gouji: ignore A101"),
        (r"\<!-- gouji: ignore A101 -->", r"\<!-- gouji: ignore A101 -->"),
    ],
)
def test_a_text_is_read_as_if_there_were_no_remark(source: str, without: str) -> None:
    assert Uncut(source).text == without


LINES = st.lists(st.sampled_from(clean_report().split("\n")[:60]), max_size=20).map(lambda lines: ["甲县", *lines])


@given(LINES, st.data())
def test_remarks_on_lines_of_their_own_change_nothing_but_the_numbers_of_lines(
    lines: list[str], data: st.DataObject
) -> None:
    at = sorted(data.draw(st.lists(st.integers(0, len(lines)), max_size=5)))
    source = list(lines)
    for index in reversed(at):
        source.insert(index, REMARK)
    plain = text.read("\n".join(lines).encode())
    remarked = text.read("\n".join(source).encode())
    assert remarked.blocks == plain.blocks
    assert [remark.text for remark in remarked.remarks] == ["gouji: ignore A101"] * len(at)
    for content, place in places(remarked):
        first = content.split("\n")[0]
        assert source[place.line - 1][place.column - 1 :].startswith(first)


@given(LINES, st.data())
def test_remarks_within_a_line_leave_its_text_and_its_places(lines: list[str], data: st.DataObject) -> None:
    number = data.draw(st.sampled_from([index for index, line in enumerate(lines) if line.strip()]))
    column = data.draw(st.integers(0, len(lines[number])))
    line = lines[number]
    source = [*lines[:number], line[:column] + REMARK + line[column:], *lines[number + 1 :]]
    plain = text.read("\n".join(lines).encode())
    remarked = text.read("\n".join(source).encode())
    assert remarked.blocks == plain.blocks
    for (content, before), (same, after) in zip(places(plain), places(remarked), strict=True):
        assert content == same
        if before.line == number + 1 and before[:2] != before[2:4]:
            moved = len(REMARK) if before.column - 1 >= column else 0
            assert after.column == before.column + moved


def test_where_a_remark_stands() -> None:
    document = text.read(f"甲\n\n{REMARK}\n乙{REMARK}\n".encode())
    alone, behind = document.remarks
    assert (alone.place[:2], alone.stands) == ((3, 1), Place(3, 1, 3, 28))
    assert (behind.place[:2], behind.stands) == ((3, 2), Place(4, 2, 4, 29))


@pytest.mark.parametrize(
    ("body", "about"),
    [
        (f"<p>甲{REMARK}乙</p><p>丙</p>", "甲乙"),
        (f"<p>甲</p>{REMARK}<p>丙</p>", "丙"),
        (f"<p>甲</p><p>{REMARK}丙</p>", "丙"),
        (f"<table><tr><td>{REMARK}1<td>2</table>", "1"),
        (f"<p>甲<table><tr><td><td>{REMARK}<tr><td>丁</table>", ""),
        (f"<table><tr><td>1<td>2{REMARK}<tr><td>丁</table>", "2"),
        (f"<table><tr><td>1<td>2</tr>{REMARK}<tr><td>丁</table>", "丁"),
    ],
)
def test_what_a_remark_in_a_page_is_about(body: str, about: str) -> None:
    document = html.read(f"<html><body>{body}</body></html>".encode())
    (remark,) = document.remarks
    assert remark.text == "gouji: ignore A101"
    assert document.lines is not None
    assert document.lines[remark.place.line - 1] == about
    assert not any("gouji" in line for line in document.lines)


def test_a_page_keeps_its_places_around_remarks() -> None:
    body = "<p>甲</p><p>乙</p><table><tr><td>1</td></tr></table>"
    plain = html.read(body.encode())
    remarked = html.read(body.replace("</p><p>", f"</p>{REMARK}<p>").replace("<td>", f"<td>{REMARK}").encode())
    assert remarked.blocks == plain.blocks
    source = body.replace("</p><p>", f"</p>{REMARK}<p>").replace("<td>", f"<td>{REMARK}")
    for content, place in places(remarked):
        assert source[place.column - 1 : place.end_column - 1] == content


@pytest.mark.parametrize("read", [text.read, html.read])
def test_the_canonical_form_keeps_remarks(read: object) -> None:
    source = f"<p>甲</p>\n{REMARK}\n<p>乙</p>\n<!-- gouji: ignore-file L902 -->\n"
    document = html.read(source.encode()) if read is html.read else text.read(source.encode())
    once = written(document)
    again = text.read(once.encode())
    assert [remark.text for remark in again.remarks] == ["gouji: ignore A101", "gouji: ignore-file L902"]
    assert written(again) == once


def test_the_canonical_form_takes_no_text_for_a_remark() -> None:
    page = "<p>注释写作&lt;!-- gouji: ignore A101 --&gt;，见说明</p>"
    once = written(html.read(page.encode()))
    again = text.read(once.encode())
    assert again.remarks == ()
    assert [block.text for block in again.blocks if not isinstance(block, Grid)] == [
        "注释写作<!-- gouji: ignore A101 -->，见说明"
    ]
