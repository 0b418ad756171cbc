"""自带的读取与输出格式：用到时才导入。"""

from __future__ import annotations

from gouji.api import N_, Document, Outcome, Reader, Reporter, ReportOptions, Unreadable, _, hookimpl
from gouji.readers import signatures


def _need(library: str, extra: str) -> None:
    """Raise Unreadable, with what to install, if a library is not there that a format needs."""
    from importlib.util import find_spec

    if find_spec(library) is None:
        message = _("读这种文件需要另外安装组件 {library}：pip install 'gouji[{extra}]'")
        raise Unreadable(message.format(library=library, extra=extra))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def read_text(data: bytes) -> Document:
    """Plain text and Markdown (纯文本)."""
    from gouji.readers.text import read

    return read(data)


def read_docx(data: bytes) -> Document:
    """Word and WPS documents (.docx)."""
    _need("lxml", "docx")
    from gouji.readers.docx import read

    return read(data)


def read_html(data: bytes) -> Document:
    """Web pages (网页)."""
    _need("lxml", "html")
    from gouji.readers.html import read

    return read(data)


def read_mhtml(data: bytes) -> Document:
    """Web pages saved in one file (单一网页文件)."""
    _need("lxml", "html")
    from gouji.readers.mhtml import read

    return read(data)


def read_pdf(data: bytes) -> Document:
    """PDF files."""
    _need("pypdfium2", "pdf")
    from gouji.readers.confined import read

    return read("gouji.readers.pdf", data)


def read_workbook(data: bytes) -> Document:
    """Workbooks of Excel, WPS and LibreOffice (工作簿)."""
    _need("python_calamine", "xlsx")
    from gouji.readers.confined import read

    return read("gouji.readers.workbook", data)


def read_office(data: bytes) -> Document:
    """Older documents of Word and WPS, RTF, OpenDocument text (旧格式文档), by way of LibreOffice."""
    _need("lxml", "docx")
    from gouji.readers.office import read

    return read(data)


@hookimpl
def gouji_readers() -> list[Reader]:
    """The bundled readers; where a file's name says nothing, they are asked in this order.

    Documents come before workbooks: in one of before 2007 with a workbook in it, the streams of both are found.
    """
    return [
        Reader("docx", (".docx", ".docm"), read_docx, signatures.is_docx),
        Reader("office", (".doc", ".wps", ".rtf", ".odt"), read_office, signatures.is_office),
        Reader("workbook", (".xlsx", ".xlsm", ".xls", ".ods", ".et"), read_workbook, signatures.is_workbook),
        Reader("pdf", (".pdf",), read_pdf, signatures.is_pdf),
        Reader("mhtml", (".mht", ".mhtml"), read_mhtml, signatures.is_mhtml),
        Reader("html", (".html", ".htm", ".xhtml", ".shtml"), read_html, signatures.is_html),
        Reader("text", (".txt", ".md", ".markdown"), read_text, signatures.is_text),
    ]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def write_text(outcome: Outcome, options: ReportOptions) -> str:
    """For people (供人阅读)."""
    from gouji.reporters.text import write

    return write(outcome, options)


def write_json(outcome: Outcome, options: ReportOptions) -> str:
    """For programs (供程序读取)."""
    from gouji.reporters.json_ import write

    return write(outcome, options)


def write_junit(outcome: Outcome, options: ReportOptions) -> str:
    """For CI servers (供持续集成服务器读取)."""
    from gouji.reporters.junit import write

    return write(outcome, options)


@hookimpl
def gouji_reporters() -> list[Reporter]:
    """The reporters for people, programs and CI servers."""
    return [
        Reporter("text", N_("供人阅读"), write_text),
        Reporter("json", N_("供程序读取，格式见 gouji schema"), write_json),
        Reporter("junit", N_("JUnit XML，供持续集成服务器读取"), write_junit),
    ]
