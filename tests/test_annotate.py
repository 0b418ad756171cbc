"""``gouji annotate``: comments at the cells and words that they are about, in a document that is otherwise the same."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from commandline import gouji
from comments import EPOCH, W, annotated, commented, commented_on, faulty, made, part, said
from generation import docx_files
from generation.docx_markup import WHO, deleted, field, inserted, paragraph, run, text_box, zipped
from generation.reports import seeded
from lxml import etree

from gouji.document import Place
from gouji.host import Host
from gouji.readers import Unreadable
from gouji.testing import check

LIBRE_OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
NOTE = "（所指的文字在脚注、尾注或文本框里，批注加在它所属的段落上。）"


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    assert folder.is_dir()


# ── whole reports ────────────────────────────────────────────────────────────────────────────────

USUAL = [layout for layout in docx_files.LAYOUTS if layout != "strict"]


@pytest.mark.parametrize("layout", USUAL)
def test_each_problem_is_at_its_cell(layout: str) -> None:
    data = faulty(layout)
    after = annotated(data)
    comments = said(after)
    assert [lines[0][:7] for lines in comments] == ["错误 这一格应", "警告 T205", "错误 S301"]
    assert [line[:4] for line in comments[0][1:3]] == ["A101", "A103"]
    assert comments[2][-1].startswith("依据：")
    assert list(commented_on(after).values()) == ["7654", "", "六、其他需要报告的事项"[-len(commented_on(after)[2]) :]]
    assert check(after, path="r.docx") == check(data, path="r.docx")


def test_a_comment_names_all_the_cells_that_it_is_about() -> None:
    sample = seeded(3)
    for column in ("natural_person", "business", "research"):
        sample = sample.with_value(("applications", "repeated", column), "")
    Path("r.docx").write_bytes(docx_files.write(sample, "plain"))
    gouji("annotate", "r.docx", "--select", "T205")
    ((heading, message, cells, *_basis),) = said(Path("r.checked.docx").read_bytes())
    assert heading == "警告 T205 单元格空白"
    assert "3个单元格空白" in message
    assert cells == "2.重复申请：自然人、商业企业、科研机构"


def test_the_strict_variant() -> None:
    data = faulty("strict")
    after = annotated(data)
    with ZipFile(BytesIO(after)) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("comments.xml")]
        assert b"http://purl.oclc.org/ooxml/wordprocessingml/main" in archive.read(name)
    assert check(after, path="r.docx") == check(data, path="r.docx")


@pytest.mark.parametrize("layout", ["tracked", "controlled"])
def test_changes_and_fields_survive(layout: str) -> None:
    data = faulty(layout)
    before, after = (etree.fromstring(part(each)) for each in (data, annotated(data)))
    for mark in [*after.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")]:
        gone = mark if "Range" in mark.tag else mark.getparent()
        gone.getparent().remove(gone)
    assert etree.tostring(after, method="c14n") == etree.tostring(before, method="c14n")


@LIBRE_OFFICE
@pytest.mark.parametrize("layout", ["plain", "tracked", "controlled", "nested"])
def test_libre_office_shows_them_at_their_cells(layout: str, tmp_path: Path) -> None:
    annotated(faulty(layout))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "fodt", "report.checked.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    tree = etree.parse("report.checked.fodt").getroot()
    spaces = {key: value for key, value in tree.nsmap.items() if key}
    shown = tree.findall(".//office:annotation", spaces)
    assert [each.findtext("dc:creator", "", spaces) for each in shown] == ["gouji 勾稽"] * 3
    text = "{" + spaces["text"] + "}"
    around = [next(each.iterancestors(f"{text}p", f"{text}h")) for each in shown]
    for each in shown:
        each.clear(keep_tail=True)
    cells = [next(each.iterancestors("{" + spaces["table"] + "}table-cell"), each) for each in around]
    figure, blank, heading = ("".join(each.itertext()).strip() for each in cells[:2] + around[2:])
    if layout == "tracked":  # it keeps what is deleted in front of what is not
        figure, blank = figure.removeprefix("88"), blank.removeprefix("88")
    assert (figure, blank) == ("7654", "")
    if layout != "controlled":  # of a paragraph in a content control it shows nothing once that has a comment
        assert "其他需要报告的事项" in heading


# ── words ────────────────────────────────────────────────────────────────────────────────────────

RED = '<w:rPr><w:color w:val="FF0000"/></w:rPr>'


@pytest.mark.parametrize(
    ("content", "start", "end", "wanted"),
    [
        (run("甲乙丙丁"), 2, 4, "乙丙"),
        (run("甲乙丙丁"), 1, 5, "甲乙丙丁"),
        (run("甲乙", RED) + run("丙丁"), 2, 4, "乙丙"),
        ("<w:r><w:t>甲 乙&amp;丙</w:t></w:r>", 2, 5, " 乙&"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙丙</w:t></w:r>", 3, 4, "甲乙丙"),
        (inserted(run("甲乙")) + deleted("旧") + run("丙丁"), 2, 4, "甲乙丙"),
        (f'<w:hyperlink r:id="rIdLink">{run("甲乙")}</w:hyperlink>{run("丙")}', 2, 3, "甲乙"),
        (run("甲") + field("MERGEFIELD 乙", run("乙")) + run("丙"), 2, 3, "甲乙丙"),
        (run("甲乙"), 2, 2, "甲乙"),
    ],
)
def test_words(content: str, start: int, end: int, wanted: str) -> None:
    data = made(paragraph(content))
    after = commented(data, Place(1, start, 1, end, cell="P1"))
    assert commented_on(after) == {0: wanted}
    assert Host().readers[".docx"].read(after).lines == Host().readers[".docx"].read(data).lines


def test_several_within_and_beside_each_other() -> None:
    places = [Place(1, *each, cell="P1") for each in ((1, 1, 4), (2, 1, 3), (3, 1, 5), (2, 1, 5), (1, 1, 2), (2, 1, 3))]
    after = commented(made(paragraph(run("甲乙丙丁", RED))), *places)
    found = commented_on(after)
    assert [found[number] for number in range(len(places))] == ["甲乙丙", "乙", "丙丁", "乙丙丁", "甲", "乙"]
    colors = [
        each.find(f"{W}rPr/{W}color")
        for each in etree.fromstring(part(after)).iter(f"{W}r")
        if each.find(f"{W}t") is not None
    ]
    assert len(colors) == 4
    assert None not in colors


@pytest.mark.parametrize("empty", ["<w:p/>", '<w:p w:rsidR="1"></w:p>', paragraph("")])
def test_an_empty_cell(empty: str) -> None:
    rows = f"<w:tr><w:tc>{paragraph(run('甲'))}</w:tc><w:tc>{empty}</w:tc></w:tr>"
    after = commented(made(f"<w:tbl>{rows}</w:tbl><w:p/>"), Place(2, 1, 2, 1, cell="T1R1C2"))
    (cell,) = [
        each
        for each in etree.fromstring(part(after)).iter(f"{W}tc")
        if next(each.iter(f"{W}commentReference"), None) is not None
    ]
    assert "".join(cell.itertext()) == ""


def test_a_cell_of_several_lines() -> None:
    rows = f"<w:tr><w:tc>{paragraph(run('甲'))}{paragraph(run('乙'))}</w:tc></w:tr>"
    after = commented(made(f"<w:tbl>{rows}</w:tbl><w:p/>"), Place(1, 1, 1, 2, cell="T1R1C1"))
    assert commented_on(after) == {0: "甲乙"}


def test_a_text_box_is_commented_where_it_hangs() -> None:
    data = made(paragraph(run("框外") + text_box(paragraph(run("框内")))))
    after = commented(data, Place(2, 1, 2, 3, cell="P2"))
    assert "框外" in commented_on(after)[0]
    assert said(after) == [["题", "0", NOTE]]
    assert not any(
        "comment" in str(each.tag)
        for box in etree.fromstring(part(after)).iter(f"{W}txbxContent")
        for each in box.iter()
    )


def test_a_note_is_commented_where_it_is_referred_to() -> None:
    notes = f'<w:footnote w:id="2">{paragraph(run("注文"))}</w:footnote>'
    data = made(paragraph(run("正文") + '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=notes)
    after = commented(data, Place(3, 1, 3, 3, cell="P1"))
    assert commented_on(after) == {0: "正文"}
    assert said(after) == [["题", "0", NOTE]]


def test_comments_that_are_there_stay() -> None:
    old = f"<w:comment {WHO.replace('7', '4')}>{paragraph(run('旧批注'))}</w:comment>"
    marks = '<w:commentRangeStart w:id="4"/>{}<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
    data = made(paragraph(marks.format(run("甲")) + run("乙")), comments=old)
    after = commented(data, Place(1, 2, 1, 3, cell="P1"))
    assert said(after) == [["旧批注"], ["题", "0"]]
    assert commented_on(after) == {4: "甲", 5: "乙"}


def test_all_else_stays_as_it_is() -> None:
    data = made(paragraph(run("甲乙")) + paragraph(run("丙")), styles="")
    after = commented(data, Place(2, 1, 2, 2, cell="P2"))
    with ZipFile(BytesIO(data)) as old, ZipFile(BytesIO(after)) as new:
        assert new.testzip() is None
        changed = {name for name in new.namelist() if name not in old.namelist() or new.read(name) != old.read(name)}
    listing = "word/_rels/document.xml.rels"
    assert changed == {"word/document.xml", listing, "[Content_Types].xml", "word/comments.xml"}
    assert b'w:date="2023-11-14T22:13:20Z" w:initials="\xe5\x8b\xbe\xe7\xa8\xbd"' in part(after, "word/comments.xml")
    assert commented(data, Place(2, 1, 2, 2, cell="P2")) == after


def test_a_place_that_is_nowhere_is_at_the_beginning() -> None:
    data = made("<w:p/>" + paragraph(run("题名")) + paragraph(run("正文")))
    assert commented_on(commented(data, Place(1, 1, 1, 1), Place(99, 1, 99, 1))) == {0: "题名", 1: "题名"}


def test_a_document_that_cannot_take_any() -> None:
    with ZipFile(BytesIO(made(paragraph(run("甲"))))) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name != "[Content_Types].xml"}
    with pytest.raises(Unreadable, match="另存为"):
        commented(zipped(files), Place(1, 1, 1, 2, cell="P1"))


# ── the command ──────────────────────────────────────────────────────────────────────────────────


def test_options_and_status(folder: Path) -> None:
    (folder / "r.docx").write_bytes(faulty("plain"))
    ran = gouji("annotate", "r.docx", "-o", "out.docx", "--select", "T205", "--fail-on", "warning")
    assert (ran.status, ran.out) == (1, "")
    assert "out.docx：1条批注" in ran.err
    assert [lines[0] for lines in said((folder / "out.docx").read_bytes())] == ["警告 T205 单元格空白"]
    assert gouji("annotate", "r.docx", "--select", "T205").status == 0


def test_english(folder: Path) -> None:
    (folder / "r.docx").write_bytes(faulty("plain"))
    gouji("annotate", "r.docx", "--lang", "en")
    assert said((folder / "r.checked.docx").read_bytes())[1][0].startswith("warning T205")


def test_what_is_left_out_is_said(folder: Path) -> None:
    (folder / "r.docx").write_bytes(faulty("plain"))
    gouji("baseline", "r.docx", "--select", "T205")
    ran = gouji("annotate", "r.docx", "--select", "T205", "--baseline", "gouji-baseline.json")
    assert "没有发现问题" in ran.err
    assert "另有没有报告的问题：1个是基线里已有的。" in ran.err


def test_a_report_without_problems_is_copied(folder: Path) -> None:
    data = docx_files.write(seeded(1), "plain")
    (folder / "r.docx").write_bytes(data)
    ran = gouji("annotate", "r.docx", "--select", "A")
    assert (ran.status, "没有发现问题" in ran.err) == (0, True)
    assert (folder / "r.checked.docx").read_bytes() == data


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("clean.txt",), "--format html"),
        (("old.doc",), "另存为 .docx"),
        (("r.docx", "-o", "r.docx"), "不能覆盖"),
        (("r.docx", "-o", "./r.docx"), "不能覆盖"),
        (("r.docx", "-o", "none/x.docx"), "没有文件夹"),
        (("-",), "标准输入"),
        (("r.docx", "-o", "-"), "标准输出"),
        ((".",), "一次处理一个文件"),
        (("none.docx",), "没有这个文件"),
        (("letter.docx",), "没有年度报告"),
        (("broken.docx",), "损坏"),
    ],
)
def test_what_is_refused(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    data = faulty("plain")
    (folder / "r.docx").write_bytes(data)
    (folder / "old.doc").write_bytes(b"{\\rtf1\\ansi text}")
    (folder / "letter.docx").write_bytes(made(paragraph(run("来信"))))
    (folder / "broken.docx").write_bytes(data[: len(data) // 2])
    before = sorted(each.name for each in folder.iterdir())
    ran = gouji("annotate", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
    assert sorted(each.name for each in folder.iterdir()) == before
    assert (folder / "r.docx").read_bytes() == data


def test_a_moment_that_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "r.docx").write_bytes(faulty("plain"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "gestern")
    ran = gouji("annotate", "r.docx")
    assert (ran.status, "SOURCE_DATE_EPOCH" in ran.err) == (2, True)
