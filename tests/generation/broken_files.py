"""Files made to do harm: each is a few kilobytes that want all memory, all time, or another file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from random import Random
from zipfile import ZIP_BZIP2, ZIP_LZMA

from generation.bare_files import (
    LINKS,
    RELATIONS,
    WORD_NAMES,
    XML,
    deep,
    docx,
    docx_parts,
    lying,
    nested,
    ods,
    overlapping,
    packed,
    page,
    pdf,
    stream,
    xlsx,
)
from generation.office_files import ODT
from generation.workbook_files import ODS

Make = Callable[[], bytes]

BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "laugh">{BILLION}]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;<!ENTITY l9 "x">]>'

_TABLE = ("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>")
_TEXT = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_ONE = '<c r="{}"><v>1</v></c>'
_ODS_CELL = '<table:table-cell office:value-type="float" office:value="1"{}><text:p>1</text:p></table:table-cell>'


def hostile() -> dict[str, Make]:
    """All of them, by names that end in the suffix of their format; each is made when it is called."""
    return {**_archives(), **_documents(), **_workbooks(), **_pages(), **_pdfs(), **_others()}


def _archives() -> dict[str, Make]:
    big = {"word/document.xml": bytes(70 * 2**20)}
    many = {f"word/{number}.xml": bytes(2**20) for number in range(70)}
    strings = {f"xl/{number}.xml": bytes(2**20) for number in range(70)}
    return {
        "one-large-part.docx": lambda: packed({**docx_parts(""), **big}),
        "one-large-part.xlsx": lambda: xlsx("", more={"xl/sharedStrings.xml": bytes(70 * 2**20)}),
        "one-large-part.ods": lambda: packed({"mimetype": ODS, "content.xml": bytes(70 * 2**20)}),
        "one-large-part.odt": lambda: packed({"mimetype": ODT, "content.xml": bytes(70 * 2**20)}),
        "many-parts.docx": lambda: packed({**docx_parts("<w:p/>"), **many}),
        "many-parts.xlsx": lambda: xlsx("", more=strings),
        "many-names.docx": lambda: packed(
            {**docx_parts("<w:p/>"), **{f"word/{number}": b"" for number in range(20_000)}}
        ),
        "lying-sizes.docx": lambda: lying(packed({**docx_parts(""), **big})),
        "lying-sizes.xlsx": lambda: lying(xlsx("", more={"xl/sharedStrings.xml": bytes(70 * 2**20)})),
        "overlapping.xlsx": lambda: overlapping("aaaa/xl/worksheets/a.xml", 3000),
        "nested.docx": lambda: nested(30),
        "bzip2.docx": lambda: packed({**docx_parts(""), "word/document.xml": bytes(20 * 2**20)}, ZIP_BZIP2),
        "lzma.xlsx": lambda: packed({"xl/workbook.xml": bytes(20 * 2**20)}, ZIP_LZMA),
        "outside-names.docx": lambda: docx(
            _TEXT.format("甲"), more={"../../../../../../escaped": "x", "/etc/escaped": "x", "word/../../escaped": "x"}
        ),
        "outside-targets.docx": lambda: packed(
            {
                **docx_parts(_TEXT.format("甲")),
                "word/_rels/document.xml.rels": LINKS.format(
                    f'<Relationship Id="r1" Type="{RELATIONS}/styles" Target="../../../../../../etc/passwd"/>'
                    f'<Relationship Id="r2" Type="{RELATIONS}/numbering" Target="file:///etc/passwd"/>'
                    f'<Relationship Id="r3" Type="{RELATIONS}/image" TargetMode="External" Target="http://[::1]:9/"/>'
                ),
            }
        ),
        "itself.docx": lambda: packed(
            {
                **docx_parts(_TEXT.format("甲")),
                "_rels/.rels": LINKS.format(
                    f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="_rels/.rels"/>'
                ),
            }
        ),
        "parts-of-nothing.docx": lambda: b"PK\x03\x04" + b"word/" * 1000,
        "only-an-end.docx": lambda: b"PK\x05\x06" + bytes(18),
    }


def _documents() -> dict[str, Make]:
    wide = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    skipped = '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{}"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    found: dict[str, Make] = {}
    for name, head in {"laughs": LAUGHS, "external": EXTERNAL, "remote": REMOTE, "parameter": PARAMETER}.items():
        found[f"entities-{name}.docx"] = lambda head=head: docx(_TEXT.format("&l9;"), XML + head)
    wide_head = '<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS
    text = docx_parts(_TEXT.format("&l9;"), wide_head)
    text["word/document.xml"] = str(text["word/document.xml"]).encode("utf-16")
    many = {f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(5000)}
    loop = (
        '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    styled = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    return found | {
        "entities-in-utf-16.docx": lambda: packed(text),
        "blanks-before-entities.docx": lambda: docx(_TEXT.format("&l9;"), XML + " " * 10_000 + LAUGHS),
        "deep-tables.docx": lambda: docx(deep(*_TABLE, 100_000)),
        "tables-as-deep-as-may-be.docx": lambda: docx(deep(*_TABLE, 60)),
        "deep-runs.docx": lambda: docx("<w:p>" + deep("<w:ins>", "</w:ins>", 100_000) + "</w:p>"),
        "wide-cell.docx": lambda: docx(wide.format(10**7)),
        "wide-cell-of-many-digits.docx": lambda: docx(wide.format("9" * 5000)),
        "many-wide-cells.docx": lambda: docx(
            wide.format(10**7).replace("</w:tr>", "<w:tc><w:p/></w:tc></w:tr>") * 1000
        ),
        "negative-cell.docx": lambda: docx(wide.format(-5)),
        "skipped-columns.docx": lambda: docx(skipped.format(10**9)),
        "many-cells.docx": lambda: docx("<w:tbl>" + "<w:tr>" + "<w:tc><w:p/></w:tc>" * 300_000 + "</w:tr></w:tbl>"),
        "many-paragraphs.docx": lambda: docx("<w:p/>" * 1_000_000),
        "long-paragraph.docx": lambda: docx(_TEXT.format("公开" * 5_000_000)),
        "styles-in-a-ring.docx": lambda: docx(
            styled.format("a"), more={"word/styles.xml": f"<w:styles {WORD_NAMES}>{loop}</w:styles>"}
        ),
        "styles-in-a-chain.docx": lambda: docx(
            styled.format("s0"), more={"word/styles.xml": f"<w:styles {WORD_NAMES}>{''.join(many)}</w:styles>"}
        ),
        "large-numbers.docx": lambda: docx(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="-1"/></w:numPr></w:pPr></w:p>'
        ),
    }


def _workbooks() -> dict[str, Make]:
    found: dict[str, Make] = {}
    for name, head in {"laughs": LAUGHS, "external": EXTERNAL, "remote": REMOTE, "parameter": PARAMETER}.items():
        text = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
        found[f"entities-{name}.xlsx"] = lambda text=text, head=head: xlsx(text, XML + head)
        found[f"entities-{name}.ods"] = lambda head=head: ods("<table:table-row/>", XML + head)
    far = f'<row r="1">{_ONE.format("A1")}</row><row r="1048576">{_ONE.format("XFD1048576")}</row>'
    tall = f'<row r="1">{_ONE.format("A1")}</row><row r="1048576">{_ONE.format("C1048576")}</row>'
    merges = "".join(f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(1, 5000))
    shared = f"<sst><si><t>{'公开' * 15_000}</t></si></sst>"
    cells = "".join('<c t="s"><v>0</v></c>' for _ in range(20_000))
    repeated = '<table:table-row table:number-rows-repeated="{}">' + _ODS_CELL + "</table:table-row>"
    columns = ' table:number-columns-repeated="{}"'
    spans = ' table:number-columns-spanned="10000000" table:number-rows-spanned="10000000"'
    return found | {
        "far-cell.xlsx": lambda: xlsx(far),
        "tall.xlsx": lambda: xlsx(tall),
        "farther-cell.xlsx": lambda: xlsx(f'<row r="4294967295">{_ONE.format("ZZZZZZ4294967295")}</row>'),
        "row-nought.xlsx": lambda: xlsx(f'<row r="0">{_ONE.format("A0")}</row>'),
        "many-merged.xlsx": lambda: xlsx(tall, after=f"<mergeCells>{merges}</mergeCells>"),
        "turned-merged.xlsx": lambda: xlsx(tall, after='<mergeCells><mergeCell ref="C9:A1"/></mergeCells>'),
        "many-cells.xlsx": lambda: xlsx(f'<row r="1">{"<c><v>1</v></c>" * 16_000}</row>' * 20),
        "one-string-many-times.xlsx": lambda: xlsx(
            f"<row>{cells[:600_000]}</row>", more={"xl/sharedStrings.xml": shared}
        ),
        "deep.xlsx": lambda: xlsx(deep("<row>", "</row>", 300_000)),
        "no-such-string.xlsx": lambda: xlsx('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'),
        "repeated-cells.ods": lambda: ods(repeated.format(1, columns.format(10**7))),
        "repeated-rows.ods": lambda: ods(repeated.format(10**7, columns.format(10**4))),
        "repeated-beyond-number.ods": lambda: ods(repeated.format("9" * 30, columns.format("9" * 30))),
        "wide-cell.ods": lambda: ods(repeated.format(1, spans)),
        "deep.ods": lambda: ods(
            deep("<table:table-row><table:table-cell>", "</table:table-cell></table:table-row>", 200_000)
        ),
        "compound.xls": lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + "Workbook".encode("utf-16-le") + bytes(5000)
        ),
        "compound-ring.xls": _compound_ring,
    }


def _compound_ring() -> bytes:
    """A compound file whose table of sectors leads in a circle."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 1, 0, 4096, 1, 1, 0, 0, 0)
    struct.pack_into("<109I", head, 76, *([0] + [0xFFFFFFFF] * 108))
    table = struct.pack("<128I", *([0xFFFFFFFD, 1] + [2] * 126))
    entry = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HB", 18, 2)
    return bytes(head) + table + entry.ljust(116, b"\0") + struct.pack("<III", 1, 2**31, 0) + bytes(2000)


def _pages() -> dict[str, Make]:
    html = "<html><body>{}</body></html>".format
    return {
        "deep-blocks.html": lambda: html("<div>" * 100_000 + "政府信息公开").encode(),
        "deep-tables.html": lambda: html("<table><tr><td>" * 100_000).encode(),
        "deep-spans.html": lambda: html("<b><i><font>" * 100_000 + "x").encode(),
        "wide-cell.html": lambda: html(f"<table><tr><td colspan={10**7}>甲<td>乙</tr></table>").encode(),
        "tall-cell.html": lambda: html(f"<table><tr><td rowspan={10**7}>甲<td>乙</tr><tr><td>丙</table>").encode(),
        "many-wide-cells.html": lambda: html(
            f"<table>{f'<tr><td colspan={10**7} rowspan={10**7}>甲' * 2000}</table>"
        ).encode(),
        "many-digits.html": lambda: html(f"<table><tr><td colspan={'9' * 10_000}>甲</table>").encode(),
        "many-tags.html": lambda: html("<p>公开" * 100_000).encode(),
        "many-attributes.html": lambda: html("<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">公开").encode(),
        "unclosed-comment.html": lambda: html("<!-- " + "公开 -" * 200_000).encode(),
        "unclosed-tags.html": lambda: b"<html>" + b"<a <b <c " * 200_000,
        "many-entities.html": lambda: html("&amp;&lt;&#x4e00;" * 100_000).encode(),
        "document-type.html": (LAUGHS + html("&l9;")).encode,
        "xhtml-entities.html": (XML + LAUGHS + '<html xmlns="http://www.w3.org/1999/xhtml">&l9;</html>').encode,
        "encodings.html": lambda: (
            b'<html><meta charset="utf-7"><meta charset="idna"><meta charset="hex">' + b"+ADw-" * 1000
        ),
        "deep-parts.mht": lambda: _deep_mail(3000),
        "many-parts.mht": lambda: _mail("--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n" * 50_000),
    }


def _mail(parts: str) -> bytes:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return (head + parts + "--b--\r\n").encode()


def _deep_mail(depth: int) -> bytes:
    text = "MIME-Version: 1.0\r\n"
    for level in range(depth):
        text += f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'
    return (text + "Content-Type: text/html\r\n\r\n<p>x</p>").encode()


def _pdfs() -> dict[str, Make]:
    root = "<</Type/Catalog/Pages 2 0 R>>"
    form = b"q /F Do Q /F Do"
    again = stream(form, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>")
    text = b"BT /F1 9 Tf " + b"1 0 0 1 10 10 Tm (x) Tj " * 300_000 + b"ET"
    font = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    levels = [f"<</Type/Pages/Parent {n - 1} 0 R/Kids[{n + 1} 0 R]/Count 1>>" for n in range(2, 20_000)]
    return {
        "pages-in-a-ring.pdf": lambda: pdf(
            root, "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"
        ),
        "pages-twice.pdf": lambda: pdf(root, f"<</Type/Pages/Kids[{'3 0 R ' * 100_000}]/Count 100000>>", page("")[2]),
        "count-of-pages.pdf": lambda: pdf(root, "<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", page("")[2]),
        "deep-pages.pdf": lambda: pdf(root, *levels),
        "form-in-itself.pdf": lambda: pdf(*page(stream(form), "/XObject<</F 5 0 R>>"), again),
        "objects-in-themselves.pdf": lambda: pdf(
            root, stream(b"2 0 3 9 <</Type/Pages>>", "/Type/ObjStm/N 2/First 8/Extends 2 0 R")
        ),
        "length-of-itself.pdf": lambda: pdf(
            root, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page("")[2], b"<</Length 4 0 R>>stream\nx\nendstream"
        ),
        "bomb.pdf": lambda: pdf(*page(stream(bytes(150 * 2**20)))),
        "bomb-in-bomb.pdf": lambda: pdf(
            *page(
                stream(zlib.compress(zlib.compress(bytes(200 * 2**20), 1), 9), "/DecodeParms[null null null]").replace(
                    b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
                )
            )
        ),
        "much-text.pdf": lambda: pdf(*page(stream(text), font)),
        "many-lines.pdf": lambda: pdf(*page(stream(b"0 0 m 9 9 l S " * 300_000))),
        "many-ruled-lines.pdf": lambda: pdf(
            *page(stream(b"".join(b"%d 0 m %d 800 l S 0 %d m 500 %d l S " % (n, n, n, n) for n in range(500)) * 20))
        ),
        "deep-states.pdf": lambda: pdf(*page(stream(b"q " * 1_000_000))),
        "deep-arrays.pdf": lambda: pdf(*page(stream(b"[" * 500_000)), "[" * 100_000),
        "large-page.pdf": lambda: pdf(
            root, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page("")[2].replace("595 842", "1e38 1e38"), stream(b"")
        ),
        "previous-in-a-ring.pdf": lambda: pdf(*page(stream(b"")), trailer="/Root 1 0 R/Prev 9"),
        "no-objects.pdf": lambda: b"%PDF-1.7\n" + b"obj endobj " * 100_000,
        "encrypted-oddly.pdf": lambda: pdf(
            *page(stream(b"")),
            "<</Filter/Standard/V 99/R 99/Length 999999>>",
            trailer="/Root 1 0 R/Encrypt 5 0 R/ID[<00><00>]",
        ),
        "only-a-mark.pdf": lambda: b"%PDF-",
    }


def _others() -> dict[str, Make]:
    rng = Random(1)
    return {
        "begins-as-archive.txt": lambda: b"PK\x03\x04" + "政府信息公开工作年度报告\n".encode() * 100,
        "begins-as-pdf.txt": lambda: b"%PDF-1.4\n" + "政府信息公开工作年度报告\n".encode() * 100,
        "speaks-of-pdf.txt": "说明：本文件原为 %PDF-1.4 格式。\n政府信息公开工作年度报告\n".encode,
        "bars.txt": lambda: b"|" * 16_000_000,
        "words.txt": lambda: b"a  " * 5_000_000,
        "lines.txt": lambda: "年\n".encode() * 4_000_000,
        "canonical-bars.txt": lambda: b"---\ngouji: document/1\n---\n" + b"|" * 15_000_000,
        "noise.docx": lambda: rng.randbytes(50_000),
        "noise-in-archive.docx": lambda: b"PK\x03\x04" + bytes(26) + b"word/" + rng.randbytes(50_000),
        "noise.xls": lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
            + "Workbook\0".encode("utf-16-le")
            + rng.randbytes(50_000)
        ),
        "noise.pdf": lambda: b"%PDF-1.7\n" + rng.randbytes(50_000),
        "noise.html": lambda: b"<html>" + rng.randbytes(50_000),
        "noise.mht": lambda: b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + rng.randbytes(50_000),
        "empty.docx": lambda: b"",
        "empty.pdf": lambda: b"",
        "empty.html": lambda: b"",
        "empty.xlsx": lambda: b"",
    }
