"""自带的读取与输出格式：用到时才导入。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gouji.api import N_, Comment, Document, Outcome, Place, Reader, Reporter, ReportOptions, Unreadable, _, hookimpl
from gouji.readers import signatures

if TYPE_CHECKING:
    from datetime import datetime


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


# ── changing ─────────────────────────────────────────────────────────────────────────────────────


def edit_text(data: bytes, changes: Sequence[tuple[Place, str]]) -> bytes:
    """Plain text and Markdown (纯文本)."""
    from gouji.readers.text_editing import edit

    return edit(data, changes)


def editable_text(data: bytes, document: Document, changes: Sequence[tuple[Place, str]]) -> Sequence[bool]:
    """Plain text and Markdown (纯文本)."""
    from gouji.readers.text_editing import editable

    return editable(data, document, changes)


def edit_docx(data: bytes, changes: Sequence[tuple[Place, str]]) -> bytes:
    """Word and WPS documents (.docx)."""
    _need("lxml", "docx")
    from gouji.readers.docx.editing import edit

    return edit(data, changes)


def editable_docx(data: bytes, document: Document, changes: Sequence[tuple[Place, str]]) -> Sequence[bool]:
    """Word and WPS documents (.docx)."""
    from gouji.readers.docx.editing import editable

    return editable(data, document, changes)


def annotate_docx(data: bytes, comments: Sequence[Comment], when: datetime) -> bytes:
    """Word and WPS documents (.docx)."""
    _need("lxml", "docx")
    from gouji.readers.docx.commenting import annotate

    return annotate(data, comments, when)


def edit_html(data: bytes, changes: Sequence[tuple[Place, str]]) -> bytes:
    """Web pages (网页)."""
    _need("lxml", "html")
    from gouji.readers.html.editing import edit

    return edit(data, changes)


def editable_html(data: bytes, document: Document, changes: Sequence[tuple[Place, str]]) -> Sequence[bool]:
    """Web pages (网页)."""
    from gouji.readers.html.editing import editable

    return editable(data, document, changes)


@hookimpl
def gouji_readers() -> list[Reader]:
    """The bundled readers; where a file's name says nothing, they are asked in this order.

    Documents come before workbooks: in one of before 2007 with a workbook in it, the streams of both are found.
    """
    return [
        Reader("docx", (".docx", ".docm"), read_docx, signatures.is_docx, edit_docx, annotate_docx, editable_docx),
        Reader("office", (".doc", ".wps", ".rtf", ".odt"), read_office, signatures.is_office),
        Reader("workbook", (".xlsx", ".xlsm", ".xls", ".ods", ".et"), read_workbook, signatures.is_workbook),
        Reader("pdf", (".pdf",), read_pdf, signatures.is_pdf),
        Reader("mhtml", (".mht", ".mhtml"), read_mhtml, signatures.is_mhtml),
        Reader(
            "html",
            (".html", ".htm", ".xhtml", ".shtml"),
            read_html,
            signatures.is_html,
            edit_html,
            editable=editable_html,
        ),
        Reader(
            "text",
            (".txt", ".md", ".markdown"),
            read_text,
            signatures.is_text,
            edit_text,
            editable=editable_text,
        ),
    ]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def write_text(outcome: Outcome, options: ReportOptions) -> str:
    """For people (供人阅读)."""
    from gouji.reporters.text import write

    return write(outcome, options)


def write_html(outcome: Outcome, options: ReportOptions) -> str:
    """A page for the browser (网页), with the tables drawn."""
    from gouji.reporters.html.page import write

    return write(outcome, options)


def write_json(outcome: Outcome, options: ReportOptions) -> Iterator[str]:
    """For programs (供程序读取)."""
    from gouji.reporters.json_ import write

    return write(outcome, options)


def write_junit(outcome: Outcome, options: ReportOptions) -> str:
    """For CI servers (供持续集成服务器读取)."""
    from gouji.reporters.junit import write

    return write(outcome, options)


def write_sarif(outcome: Outcome, options: ReportOptions) -> Iterator[str]:
    """For code scanning services and editors (供代码扫描服务和编辑器读取)."""
    from gouji.reporters.sarif import write

    return write(outcome, options)


def write_github(outcome: Outcome, options: ReportOptions) -> str:
    """For the log of GitHub Actions (供工作流日志)."""
    from gouji.reporters.github import write

    return write(outcome, options)


def write_gitlab(outcome: Outcome, options: ReportOptions) -> str:
    """For the merge requests of GitLab (供合并请求显示)."""
    from gouji.reporters.gitlab import write

    return write(outcome, options)


def write_csv(outcome: Outcome, options: ReportOptions) -> bytes:
    """A list for whatever opens tables (问题清单)."""
    from gouji.reporters.csv_ import write

    return write(outcome, options)


def write_xlsx(outcome: Outcome, options: ReportOptions) -> bytes:
    """A list to be sent round (问题清单), as a workbook."""
    from gouji.reporters.xlsx import write

    return write(outcome, options)


@hookimpl
def gouji_reporters() -> list[Reporter]:
    """The reporters for people, programs and CI servers."""
    return [
        Reporter("text", N_("供人阅读"), write_text),
        Reporter("html", N_("一个网页，画出表格并标明问题，可打印"), write_html, draws=True),
        Reporter("json", N_("供程序读取，格式见 gouji schema"), write_json),
        Reporter("junit", N_("JUnit XML，供持续集成服务器读取"), write_junit),
        Reporter("sarif", N_("SARIF 2.1.0，供代码扫描服务和编辑器读取"), write_sarif),
        Reporter("github", N_("GitHub Actions 的批注"), write_github),
        Reporter("gitlab", N_("GitLab 的代码质量报告"), write_gitlab),
        Reporter("csv", N_("问题清单，一行一个问题，可用表格软件打开"), write_csv),
        Reporter("xlsx", N_("问题清单工作簿，附汇总"), write_xlsx, binary=True, needs=("xlsxwriter", "xlsx")),
    ]
