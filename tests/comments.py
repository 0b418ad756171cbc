"""Word documents that get comments, and what the comments say and stand on."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
from commandline import gouji
from generation import defects, docx_files
from generation.docx_markup import package, root
from generation.reports import seeded
from lxml import etree

from gouji.document import Place
from gouji.host import Host
from gouji.readers import Comment
from gouji.readers.docx.repacking import repacked

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EPOCH = "1700000000"


def faulty(layout: str) -> bytes:
    """A report with a wrong figure, a blank cell and a missing section."""
    sample = next(sample for sample in map(seeded, range(9)) if sample.edition == "2021")
    sample = defects.fill("applications", "granted", "business", "7654")(sample)
    sample = defects.fill("applications", "repeated", "research", "")(sample)
    sample = defects.drop_section(4)(sample)
    return docx_files.write(sample, layout)


def annotated(data: bytes, *options: str) -> bytes:
    """The copy that the command makes."""
    Path("report.docx").write_bytes(data)
    ran = gouji("annotate", "report.docx", *options)
    assert ran.status == 1, ran.err
    return Path("report.checked.docx").read_bytes()


def commented(data: bytes, *places: Place) -> bytes:
    """A document with comments that each say where they are to stand."""
    annotate = Host().readers[".docx"].annotate
    assert annotate is not None
    comments = [Comment(place, ("题", str(number))) for number, place in enumerate(places)]
    return annotate(data, comments, datetime.fromtimestamp(int(EPOCH), UTC))


def made(body: str, **parts: str) -> bytes:
    """A document of this body, with further parts by their kinds."""
    further = {kind: root(kind, content) for kind, content in parts.items()}
    return package({"document": root("document", f"<w:body>{body}</w:body>"), **further})


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    """The bytes of a part."""
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The document with other bytes in a part."""
    return repacked(data, {name: content})


def commented_on(data: bytes) -> dict[int, str]:
    """What each comment stands on, by its number: the text between its two marks, deleted text left out."""
    found: dict[int, str] = {}
    under_way: set[int] = set()
    for element in etree.fromstring(part(data)).iter():
        number = int(element.get(f"{W}id", "-1")) if "comment" in str(element.tag) else -1
        if element.tag == f"{W}commentRangeStart":
            under_way.add(number)
            found[number] = ""
        elif element.tag == f"{W}commentRangeEnd":
            under_way.remove(number)
        elif element.tag == f"{W}t":
            for each in under_way:
                found[each] += element.text or ""
    assert not under_way
    return found


def said(data: bytes) -> list[list[str]]:
    """The paragraphs of each comment, as a library sees them."""
    return [[each.text for each in comment.paragraphs] for comment in docx.Document(BytesIO(data)).comments]
