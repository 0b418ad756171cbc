"""Markup of Word documents (文档标记), written out by hand, and the packages that hold it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REFERENCES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = {
    "w": _WORD,
    "r": _REFERENCES,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
LINKS = {"rIdLink": "http://www.qingtang.gov.cn/"}
NO_FILES: dict[str, bytes] = {}
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
WHO = 'w:id="7" w:author="李" w:date="2024-01-05T09:00:00Z"'
"""Who changed something, and when, in a change that is tracked."""


def run(text: str, properties: str = "") -> str:
    """A stretch of text."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def package(
    parts: Mapping[str, str],
    main: str = "word/document.xml",
    encoding: str = "utf-8",
    links: Mapping[str, str] = LINKS,
    files: Mapping[str, bytes] = NO_FILES,
) -> bytes:
    """The file.

    parts: the main part as ``document``, and further ones by their kind, such as ``numbering``. links: addresses that
    the main part refers to, by the keys that it uses. files: further parts by their names, referred to by those.
    """
    folder, _, name = main.rpartition("/")
    kinds = {kind: f"{folder}/{kind}.xml" for kind in parts if kind != "document"}
    types = "".join(
        f'<Override PartName="/{path}" ContentType="{_DOCUMENT.format(kind)}"/>'
        for kind, path in {"document.main": main, **kinds}.items()
    )
    references = [_reference(f"rId{kind}", kind, f"{kind}.xml") for kind in kinds]
    references += [_reference(key, "hyperlink", address, ' TargetMode="External"') for key, address in links.items()]
    references += [_reference(path, "aFChunk", f"/{path}") for path in files]
    texts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _listing([_reference("rId1", "officeDocument", main)]),
        f"{folder}/_rels/{name}.rels": _listing(references),
        main: parts["document"],
        **{path: parts[kind] for kind, path in kinds.items()},
    }
    declared = {path: f'<?xml version="1.0" encoding="{encoding}"?>\n{text}' for path, text in texts.items()}
    return zipped({path: text.encode(encoding) for path, text in declared.items()} | dict(files))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return stream.getvalue()


def _reference(key: str, kind: str, target: str, mode: str = "") -> str:
    return f'<Relationship Id="{key}" Type="{_REFERENCES}/{kind}" Target={quoteattr(target)}{mode}/>'


def _listing(references: list[str]) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(references)}</Relationships>'


def root(name: str, content: str) -> str:
    """The root element of a part, with all namespaces."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    return f'<w:{name} {spaces} mc:Ignorable="w14">{content}</w:{name}>'


def inserted(content: str) -> str:
    """Content that somebody has added."""
    return f"<w:ins {WHO}>{content}</w:ins>"


def deleted(text: str, way: str = "del") -> str:
    """Text that somebody has taken away."""
    return f'<w:{way} {WHO}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:{way}>'


def field(instruction: str, result: str) -> str:
    """A field with its result, of runs."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{separate}{result}{end}'


def control(content: str, properties: str = "") -> str:
    """Content in a content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def text_box(content: str) -> str:
    """A run with a text box, as Word writes it for itself and once more for its older versions."""
    new = (
        '<w:drawing><wp:anchor><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        f'wordprocessingShape"><wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )
