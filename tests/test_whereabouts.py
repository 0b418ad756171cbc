"""Where a finding is said to be, in each format."""

from __future__ import annotations

import re

import pytest
from generation import docx_files, html_files, pdf_files, workbook_files
from generation.defects import double_section
from generation.reports import seeded

from gouji.document import Place
from gouji.reporters.wording import where
from gouji.testing import check


@pytest.mark.parametrize(
    ("path", "place", "said"),
    [
        ("a.txt", Place(34, 37, 34, 38), "a.txt:34:37"),
        ("a.html", Place(4, 5, 4, 9), "a.html:4:5"),
        ("a.docx", Place(80, 1, 80, 3, cell="T2R5C3"), "a.docx：第2个表格第5行第3列"),
        ("a.docx", Place(14, 1, 14, 3, cell="P14"), "a.docx：第14段"),
        ("a.pdf", Place(12, 3, 12, 9, page=3, box=(1, 2, 3, 4)), "a.pdf：第3页第12行"),
        ("a.xlsx", Place(5, 1, 5, 2, cell="Sheet1!C5"), "a.xlsx:Sheet1!C5"),
        ("a.xlsx", Place(5, 1, 5, 2, cell="P14!C5"), "a.xlsx:P14!C5"),
        ("a.pdf", Place(1, 1, 1, 1), "a.pdf:1:1"),
        ("a\x1b.pdf", Place(1, 1, 1, 1, page=2), "a\\x1b.pdf：第2页第1行"),
    ],
)
def test_a_place_is_told_as_people_see_it(path: str, place: Place, said: str) -> None:
    assert where(path, place) == said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (docx_files.write(double_section(4)(seeded(1)), docx_files.LAYOUTS[0]), r"第一次在第\d+段$"),
        (html_files.write(double_section(4)(seeded(1)), html_files.LAYOUTS[0]), r"第一次在第\d+行$"),
        (pdf_files.write(double_section(4)(seeded(1)), pdf_files.LAYOUTS[0]), r"第一次在第\d+页第\d+行$"),
        (workbook_files.write(double_section(4)(seeded(1)), workbook_files.LAYOUTS[0]), r"第一次在[^!]+![A-Z]+\d+$"),
    ],
    ids=["docx", "html", "pdf", "workbook"],
)
def test_a_message_names_a_place_as_the_format_has_it(data: bytes, said: str) -> None:
    (message,) = (finding.message for finding in check(data, path="report").findings if finding.code == "S306")
    assert re.search(said, message)
