"""Files of each format written by hand, with no more in them than is needed, and archives that lie about it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from generation.workbook_files import ODS, ODS_MANIFEST

Parts = Mapping[str, bytes | str]

WORD_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def packed(parts: Parts, how: int = ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    file = BytesIO()
    with ZipFile(file, "w", how, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, compress_type=ZIP_STORED if name == "mimetype" else how)
    return file.getvalue()


def docx_parts(body: str, head: str = XML, more: Parts | None = None) -> dict[str, bytes | str]:
    """The parts of a Word document with this body."""
    target = f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": LINKS.format(target),
        "word/document.xml": f"{head}<w:document {WORD_NAMES}><w:body>{body}</w:body></w:document>",
        **(more or {}),
    }


def docx(body: str, head: str = XML, more: Parts | None = None) -> bytes:
    """A Word document with this body."""
    return packed(docx_parts(body, head, more))


def xlsx(rows: str, head: str = XML, after: str = "", more: Parts | None = None) -> bytes:
    """A workbook of Excel with these rows on its only sheet."""
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    book = '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    data = f"<sheetData>{rows}</sheetData>{after}"
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": LINKS.format(
                f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
            ),
            "xl/workbook.xml": f'<workbook xmlns="{name}" xmlns:r="{RELATIONS}">{book}',
            "xl/_rels/workbook.xml.rels": LINKS.format(
                f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
            ),
            "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{name}">{data}</worksheet>',
            **(more or {}),
        }
    )


def ods(rows: str, head: str = XML) -> bytes:
    """An OpenDocument workbook with these rows in its only table."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table>'
    end = "</office:spreadsheet></office:body></office:document-content>"
    content = f"{head}<office:document-content{names}>{body}{end}"
    return packed({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": ODS_MANIFEST})


def pdf(*objects: str | bytes, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, the first of them the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n" % number + (body.encode() if isinstance(body, str) else body) + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += f"trailer\n<</Size {len(objects) + 1} {trailer}>>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: bytes, entries: str = "", *, deflated: bool = True) -> bytes:
    """A stream for an object of a PDF."""
    packed_content = zlib.compress(content, 1) if deflated else content
    names = f"{'/Filter/FlateDecode' if deflated else ''}{entries}/Length {len(packed_content)}"
    return f"<<{names}>>stream\n".encode() + packed_content + b"\nendstream"


def lying(archive: bytes) -> bytes:
    """An archive whose parts say that they unpack to ten bytes each."""
    data = bytearray(archive)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", data, at + 24, 10)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def overlapping(name: str, times: int) -> bytes:
    """An archive that lists one part under many names, so that it takes up no more than one."""
    data = packed({name: bytes(8 * 2**20)})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    listed = data[start:end]
    size = 46 + len(name)
    entries = b"".join(
        listed[:46] + (f"{number:04}"[-4:] + name[4:]).encode() + listed[size:] for number in range(times)
    )
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, times, times, len(entries), start)
    return data[:start] + listed + entries[len(listed) :] + bytes(tail)


def nested(times: int) -> bytes:
    data = bytes(2**20)
    for number in range(times):
        data = packed({f"word/{number}.zip": data})
    return packed({**docx_parts("<w:p/>"), "word/embeddings/a.zip": data})


def page(content: bytes | str, more: str = "") -> tuple[str | bytes, ...]:
    """The objects of a PDF with one page."""
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{more}>>>>"
    return ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content)


def deep(opening: str, closing: str, times: int, inside: str = "x") -> str:
    return opening * times + inside + closing * times
