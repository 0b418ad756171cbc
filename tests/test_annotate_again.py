"""``gouji annotate`` on a copy that it made before: its own comments are replaced, those of others stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import gouji
from comments import EPOCH, annotated, commented, commented_on, faulty, made, part, said, with_part
from generation import docx_files
from generation.docx_markup import WHO, paragraph, run

from gouji.document import Place

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    assert folder.is_dir()


@pytest.mark.parametrize("layout", docx_files.LAYOUTS)
def test_a_copy_that_is_annotated_again_comes_out_the_same(layout: str) -> None:
    once = annotated(faulty(layout))
    assert annotated(once) == once


def test_what_is_mended_loses_its_comment_and_others_keep_theirs() -> None:
    old = f"<w:comment {WHO.replace('7', '4')}>{paragraph(run('旧批注'))}</w:comment>"
    marks = '<w:commentRangeStart w:id="4"/>{}<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
    data = made(paragraph(marks.format(run("甲")) + run("乙")) + paragraph(run("丙")), comments=old)
    twice = commented(commented(data, Place(1, 2, 1, 3, cell="P1"), Place(2, 1, 2, 2, cell="P2")), Place(1, 1, 1, 2))
    assert said(twice) == [["旧批注"], ["题", "0"]]
    assert commented_on(twice) == {4: "甲", 5: "甲"}
    without = commented(twice)
    assert part(without) == part(data)
    assert part(without, "word/comments.xml") == part(data, "word/comments.xml")


def test_a_run_that_a_person_wrote_into_stays() -> None:
    after = commented(made(paragraph(run("甲"))), Place(1, 1, 1, 2, cell="P1"))
    reference = b'<w:commentReference w:id="0"/>'
    written = part(after).replace(reference, reference + "<w:t>乙</w:t>".encode())
    again = commented(with_part(after, "word/document.xml", written))
    assert "乙" in part(again).decode()
    assert b"comment" not in part(again)


def test_one_that_somebody_answered_stays() -> None:
    """Word keeps who answers whom in a part of its own, by the paragraphs of the comments."""
    answered, other = Place(1, 1, 1, 2, cell="P1"), Place(2, 1, 2, 2, cell="P2")
    threads = (
        '<w15:commentEx w15:paraId="00000001"/><w15:commentEx w15:paraId="00000002"/>'
        '<w15:commentEx w15:paraId="00000003" w15:paraIdParent="00000001"/>'
    )
    data = made(paragraph(run("甲")) + paragraph(run("乙")), commentsExtended="")
    data = with_part(
        data, "word/commentsExtended.xml", f'<w15:commentsEx xmlns:w15="{W15}">{threads}</w15:commentsEx>'.encode()
    )
    once = commented(data, answered, other)
    said_there = part(once, "word/comments.xml").decode()
    for number in (0, 1):
        last = said_there.rindex("<w:p>", 0, said_there.index(f">{number}</w:t>"))
        said_there = (
            f'{said_there[:last]}<w:p xmlns:w14="{W14}" w14:paraId="0000000{number + 1}">{said_there[last + 5 :]}'
        )
    answer = (
        f'<w:comment {WHO}><w:p xmlns:w14="{W14}" w14:paraId="00000003"><w:r><w:t>答复</w:t></w:r></w:p></w:comment>'
    )
    said_there = said_there.replace("</w:comments>", f"{answer}</w:comments>")
    again = commented(with_part(once, "word/comments.xml", said_there.encode()))
    assert said(again) == [["题", "0"], ["答复"]]
    assert commented_on(again) == {0: "甲"}
    assert part(again, "word/commentsExtended.xml").count(b"commentEx ") == 2


def test_a_report_whose_problems_are_mended_loses_its_comments() -> None:
    annotated(faulty("plain"))
    ran = gouji("annotate", "report.checked.docx", "--select", "L901", "-o", "again.docx")
    assert (ran.status, said(Path("again.docx").read_bytes())) == (0, [])
    assert "先前的批注" in ran.err
