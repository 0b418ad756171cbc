"""What all readers share: which one reads a file, the draft that it writes, and where in the file its lines stand."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from gouji.api import Document, Draft, Grid, Origin, Paragraph, Place
from gouji.engine import Engine, Request
from gouji.host import Host
from gouji.judge import Layer, decide
from gouji.outcome import FileResult
from gouji.readers import signatures
from gouji.testing import check, clean_report

CLEAN = clean_report()
TICKER = """
from gouji.api import Draft, Origin, Reader, hookimpl

def read(data):
    draft = Draft()
    for number, line in enumerate(data.decode().splitlines()[1:], 1):
        draft.paragraph((line, Origin(number, cell=f"第{number}条")))
    return draft.document()

def recognises(data):
    return data.startswith(b"TICKER")

@hookimpl
def gouji_readers():
    return [Reader("ticker", (".tick",), read{recognises})]
"""


def compound(*streams: str) -> bytes:
    """A compound file with the names of its streams in their places."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names + b".."


def with_ticker(folder: Path, data: bytes, name: str, *, recognises: str = ", recognises") -> FileResult:
    """The check of a file by a host that has a plugin's reader for a format of its own."""
    path = folder / "ticker.py"
    path.write_text(TICKER.replace("{recognises}", recognises), encoding="utf-8")
    host = Host([str(path)])
    assert host.findings == ()
    return Engine(host).check(name, data, Request(decide([Layer(select=("S307",))], host.rules)))


# ── which reader ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["report.tick", "report.docx", "report.txt", "report"])
def test_the_content_decides(tmp_path: Path, name: str) -> None:
    result = with_ticker(tmp_path, f"TICKER\n{CLEAN}".encode(), name)
    if name == "report.txt":  # it is text too, and so it is called
        assert result.checked
        return
    assert (result.checked, result.findings) == (True, ())


def test_without_a_signature_the_name_decides(tmp_path: Path) -> None:
    assert with_ticker(tmp_path, f"\n{CLEAN}".encode(), "report.tick", recognises="").findings == ()
    assert not with_ticker(tmp_path, b"\n", "report.tick", recognises="").checked


def test_what_the_named_reader_does_not_recognise_is_read_as_what_it_is(tmp_path: Path) -> None:
    assert with_ticker(tmp_path, CLEAN.encode(), "report.tick").findings == ()


def test_findings_are_where_the_reader_says(tmp_path: Path) -> None:
    wrong = CLEAN.replace("政府信息公开工作年度报告\n", "政府信息公开工作报告\n", 1)
    (finding,) = with_ticker(tmp_path, f"TICKER\n\n{wrong}".encode(), "report.tick").findings
    assert (finding.code, finding.place.line, finding.place.cell) == ("S307", 2, "第2条")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "docx"),
        (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", "workbook"),
        (b"PK\x03\x04" + b"..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "workbook"),
        (b"PK\x03\x04" + b"..mimetypeapplication/vnd.oasis.opendocument.text", "office"),
        (compound("Workbook"), "workbook"),
        (compound("Book"), "workbook"),
        (compound("WordDocument"), "office"),
        (compound("WordDocument", "Workbook"), "workbook office"),  # one in the other
        (compound("WordDocument") + "Workbook\0".encode("utf-16-le"), "office"),  # speaks of one
        (b"{\\rtf1\\ansi}", "office"),
        (b"\n%PDF-1.4", "pdf"),
        (b"From: <x>\nMIME-Version: 1.0\nContent-Type: multipart/related\n", "mhtml"),
        ("\ufeff<!DOCTYPE html><html>".encode(), "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"  <HTML>", "html"),
        ("甲县<p>乙</p>".encode(), "html text"),
        ("甲县2023年政府信息公开工作年度报告".encode("gb18030"), "text"),
        ("|--|--|\n<未填>".encode(), "text"),
        (b"", "text"),
    ],
)
def test_signatures(data: bytes, told: str) -> None:
    names = ("docx", "workbook", "office", "pdf", "mhtml", "html", "text")
    assert [name for name in names if getattr(signatures, f"is_{name}")(data)] == told.split()


@pytest.mark.parametrize(
    ("library", "data"),
    [
        ("lxml", b"PK\x03\x04" + bytes(26) + b"word/document.xml"),
        ("lxml", b"<html><p>"),
        ("pypdfium2", b"%PDF-1.4"),
        ("python_calamine", b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml"),
    ],
)
def test_a_missing_library_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, library: str, data: bytes
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    (finding,) = check(data).findings
    assert finding.code == "X001"
    assert library in finding.message
    assert "pip install 'gouji[" in finding.message


def test_a_text_file_loads_no_reader_of_another_format() -> None:
    program = (
        "import sys; from gouji.testing import check, clean_report; assert check(clean_report()).checked;"
        "print(*(name for name in sys.modules if name.startswith('gouji.readers.') or name in"
        " {'lxml', 'pypdfium2', 'python_calamine', 'multiprocessing', 'zipfile', 'email'}))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    others = {"gouji.readers.draft", "gouji.readers.foreign", "gouji.readers.limits", "gouji.readers.signatures"}
    assert set(loaded) <= others | {"gouji.readers.text", "gouji.readers.decoding", "gouji.readers.radicals"}


# ── the draft ────────────────────────────────────────────────────────────────────────────────────


def drafted() -> Document:
    """A title, a table of two cells on page 2, and a sentence that goes over to page 3."""
    draft = Draft()
    draft.paragraph(("  ⼀、标题", Origin(1, 1, box=(10, 10, 90, 20))))
    draft.paragraph(("", Origin(2, 1)))
    row = [draft.piece("总\n 计 ", 0, Origin(1, 2, box=(0, 0, 50, 9))), draft.piece("", 1, Origin(1, 2))]
    draft.grid([row, []])
    draft.paragraph(("收到", Origin(2, 2, box=(5, 30, 40, 40))), (" 申请3件", Origin(1, 3, box=(5, 5, 60, 15))))
    draft.picture(Origin(2, 3))
    return draft.document("2024-01-02")


def test_a_draft_counts_a_line_for_each_paragraph_and_line_of_a_cell() -> None:
    document = drafted()
    assert document.lines == ("  一、标题", "", "总", "计", "", "收到", " 申请3件", "")
    title, grid, sentence = document.blocks
    assert isinstance(title, Paragraph)
    assert isinstance(grid, Grid)
    assert isinstance(sentence, Paragraph)
    assert (title.text, title.starts) == ("一、标题", ((0, 1, 3),))
    assert [(piece.text, piece.place[:4], piece.x) for piece in grid.rows[0]] == [
        ("总\n计", (3, 1, 4, 2), 0),
        ("", (5, 1, 5, 1), 1),
    ]
    assert (sentence.text, sentence.starts) == ("收到申请3件", ((0, 6, 1), (2, 7, 2)))
    assert document.pictures == (Place(8, 1, 8, 1),)
    assert document.published == "2024-01-02"


def test_places_are_those_in_the_file() -> None:
    document = drafted()
    sentence = document.blocks[-1]
    assert isinstance(sentence, Paragraph)
    assert document.in_file(sentence.place_of(0, 2)) == Place(2, 1, 2, 3, 2, None, (5, 30, 40, 40))
    assert document.in_file(sentence.place_of(0, 5)) == Place(2, 1, 2, 5, 2, None, (5, 30, 40, 40))  # ends on page 3
    assert document.in_file(sentence.place_of(2, 4)) == Place(1, 2, 1, 4, 3, None, (5, 5, 60, 15))
    assert document.in_file(Place(3, 1, 4, 2)) == Place(1, 1, 1, 2, 2, None, (0, 0, 50, 9))
    assert document.in_file(Place(99, 1, 99, 1)).page == 3  # a place that a rule made up
    assert Draft().document().in_file(Place(1, 1, 1, 1)) == Place(1, 1, 1, 1)


def test_a_scan_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "scan.py"
    path.write_text(
        "from gouji.api import Draft, Origin, Reader, hookimpl\n"
        "def read(data):\n"
        "    draft = Draft()\n"
        "    draft.picture(Origin(1, 1))\n"
        "    if data: draft.paragraph((data.decode(), Origin(2, 1)))\n"
        "    return draft.document()\n"
        "@hookimpl\n"
        "def gouji_readers(): return [Reader('scan', ('.scan',), read)]\n",
        encoding="utf-8",
    )
    engine = Engine(Host([str(path)]))

    def found(text: str) -> tuple[str, bool]:
        result = engine.check("a.scan", text.encode(), Request(decide([Layer()], Host().rules)))
        return result.findings[0].code, result.checked

    assert found("") == ("X003", False)
    assert found("- 1 -") == ("X003", False)
    assert found("甲县2023年政府信息公开工作年度报告") == ("X003", False)
    assert found("关于召开全县农村工作会议的通知，" * 20) == ("X002", False)
