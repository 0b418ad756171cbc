"""Signatures (格式特征): telling a format by its bytes, whatever the file is called. All of these are quick."""

from __future__ import annotations

import re

_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
"""How the end of an archive's directory begins, which says how long the directory is."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of Word, Excel and WPS began before 2007, and begin to this day if they are encrypted."""
_WORD = b"\xec\xa5"
"""How the text's stream begins in a document of Word before 2007."""
_ENTRY = 128
"""The bytes of an entry in a compound file's directory; entries begin at multiples of it, and with a stream's name."""
_RTF = b"{\\rtf"
_PDF = b"%PDF-"
_PDF_END = b"startxref"
_PAGES = (b"<!doctype html", b"<html")
_FURTHER_PAGES = (b"<?xml", b"<head", b"<body", b"<meta", b"<!--", b"<table", b"<div", b"<title", b"<script")
_TAGS = (b"</td>", b"</p>", b"</div>", b"</span>", b"<br>", b"<br/>", b"<br />")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CANONICAL = b"---\ngouji: document/"
"""How text begins that this program wrote, tags or not (see :mod:`gouji.readers.canonical`)."""
_FAR = 1 << 18


def is_text(data: bytes) -> bool:
    """Plain text: what does not begin as another format does."""
    head = _head(data)
    return not (head.startswith((_ZIP, _OLE, _RTF, *_PAGES)) or is_pdf(data) or is_mhtml(data))


def is_docx(data: bytes) -> bool:
    """A document of Word or WPS since 2007, a damaged one too."""
    return _packs(data, b"word/")


def is_workbook(data: bytes) -> bool:
    """A workbook of Excel, WPS or LibreOffice."""
    if data.startswith(_ZIP):
        return _packs(data, b"xl/") or b"application/vnd.oasis.opendocument.spreadsheet" in data[:4096]
    return data.startswith(_OLE) and (_entry(data, "Workbook") >= 0 or _entry(data, "Book") >= 0)


def is_office(data: bytes) -> bool:
    """An older document of Word or WPS, RTF, OpenDocument text, or an encrypted document."""
    if data.startswith(_ZIP):
        return b"application/vnd.oasis.opendocument.text" in data[:4096]
    if data.startswith(_OLE):
        return _entry(data, "WordDocument") >= 0 or _entry(data, "EncryptedPackage") >= 0
    return data.startswith(_RTF)


def is_encrypted(data: bytes) -> bool:
    """A document or workbook with a password.

    Since 2007 that makes a compound file of it with the document inside; older documents say it at the beginning of
    their text's stream.
    """
    if not data.startswith(_OLE):
        return False
    if _entry(data, "EncryptedPackage") >= 0:
        return True
    entry = _entry(data, "WordDocument")
    if entry < 0:
        return False
    power, sector = _number(data[30:32]), _number(data[entry + 116 : entry + 120])
    start = sector + 1 << power  # before the first sector there is the file's head, as long as one
    text = data[start : start + 12]
    return len(text) == 12 and text.startswith(_WORD) and bool(text[11] & 1)


def is_ofd(data: bytes) -> bool:
    """A page format of Chinese offices (OFD 版式文件), which nothing here reads."""
    return _packs(data, b"OFD.xml")


def is_pdf(data: bytes) -> bool:
    """A PDF, which may have something before its beginning; but a text may also speak of one."""
    head = data[:1024]
    return head.lstrip().startswith(_PDF) or (_PDF in head and _PDF_END in data[-_FAR:])


def is_mhtml(data: bytes) -> bool:
    """A web page with its pictures in one file."""
    head = data[:4096].lower()
    return b"mime-version:" in head and (b"multipart/" in head or b"text/html" in head)


def is_html(data: bytes) -> bool:
    """A web page, or a part of one."""
    head = _head(data)
    if head.startswith((*_PAGES, *_FURTHER_PAGES)):
        return True
    if head.startswith((_ZIP, _OLE, _RTF, _CANONICAL)) or is_pdf(data) or is_mhtml(data):
        return False
    body = data[:_FAR].replace(b"\0", b"").lower()
    return any(tag in body for tag in _TAGS)


def _packs(data: bytes, name: bytes) -> bool:
    """Whether an archive has a part whose name begins like this; what lies in a file that it packs does not count."""
    if not data.startswith(_ZIP):
        return False
    end = data.rfind(_ZIP_END)
    directory = data[max(end - _number(data[end + 12 : end + 16]), 0) : end] if end >= 0 else data
    return re.search(rb"PK(?:\x01\x02.{42}|\x03\x04.{26})" + re.escape(name), directory, re.DOTALL) is not None


def _head(data: bytes) -> bytes:
    """The first bytes, without a byte order mark and what UTF-16 puts between letters; in lower case."""
    head = data[:256]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head if head.startswith((_ZIP, _OLE)) else head.replace(b"\0", b"").lstrip().lower()


def _entry(data: bytes, name: str) -> int:
    """Where a compound file's directory has a stream of this name, -1 if it has none; texts may have it anywhere."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0 and at % _ENTRY:
        at = data.find(wanted, at + 1)
    return at


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")
