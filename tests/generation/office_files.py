"""Reports as older documents: RTF and OpenDocument text written by hand, .doc made of these by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from generation import form
from generation.form import Matrix
from generation.reports import Sample

LAYOUTS: tuple[str, ...] = ("odt", "rtf", "doc")
_WIDTH = 900
"""A column's, in twips."""


def write(sample: Sample, layout: str, seed: int = 0) -> bytes:
    """The report in one of the formats; .doc needs LibreOffice. Nothing about these is left to chance."""
    return {"odt": odt, "rtf": rtf, "doc": lambda sample: converted(odt(sample), "doc")}[layout](sample)


def parts(sample: Sample) -> list[str | tuple[str, Matrix]]:
    """The report's paragraphs and tables in order; an empty paragraph follows each table, as editors want it."""
    flow: list[str | tuple[str, Matrix]] = [sample.title, *sample.preamble]
    for section in sample.sections:
        flow += [section.heading, *section.text]
        if section.table is not None:
            key = next(name for name, matrix in sample.tables.items() if matrix is section.table)
            flow += [(key, section.table), ""]
    return [*flow, *sample.signature]


def height(matrix: Matrix, index: int, start: int) -> int:
    """How many rows a box takes up from this one on."""
    rows = (row[start] if start < len(row) else None for row in matrix[index:])
    return next((at for at, box in enumerate(rows) if box is not matrix[index][start]), len(matrix) - index)


# ── OpenDocument text ────────────────────────────────────────────────────────────────────────────

ODT = "application/vnd.oasis.opendocument.text"
_ROOT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
    "<office:body><office:text>{}</office:text></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt(sample: Sample) -> bytes:
    """A document of LibreOffice."""
    return odt_of(
        "".join(
            f"<text:p>{escape(part)}</text:p>" if isinstance(part, str) else _odt_table(sample, *part)
            for part in parts(sample)
        )
    )


def odt_of(body: str) -> bytes:
    """An OpenDocument text with this body, given as XML."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT, compress_type=0)
        archive.writestr("content.xml", _ROOT.format(body))
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return file.getvalue()


def _odt_table(sample: Sample, key: str, matrix: Matrix) -> str:
    width = max(map(len, matrix))
    rows = []
    for index, row in enumerate(matrix):
        cells = []
        for run in form.runs(matrix, index):
            text = escape(sample.text_of(key, run.box))
            spans = f' table:number-columns-spanned="{run.columns}"'
            spans += f' table:number-rows-spanned="{height(matrix, index, run.start)}"'
            own = f"<table:table-cell{spans}><text:p>{text}</text:p></table:table-cell>"
            covered = run.columns - 1 if run.first else run.columns
            cells.append((own if run.first else "") + "<table:covered-table-cell/>" * covered)
        cells.append("<table:table-cell/>" * (width - len(row)))
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f'<table:table table:name="{key}">{columns}{"".join(rows)}</table:table>'


# ── RTF ──────────────────────────────────────────────────────────────────────────────────────────


def rtf(sample: Sample) -> bytes:
    """A document in RTF as Word writes it, its characters as numbers."""
    body = "".join(
        f"\\pard\\plain {_characters(part)}\\par\n" if isinstance(part, str) else _rtf_table(sample, *part)
        for part in parts(sample)
    )
    return ("{\\rtf1\\ansi\\ansicpg936\\uc1\\deff0{\\fonttbl{\\f0\\fnil SimSun;}}\n" + body + "}").encode("ascii")


def _characters(text: str) -> str:
    """The text with every character beyond ASCII as a number, a question mark standing by for it."""
    return "".join(
        f"\\u{ord(character) - 65536 * (ord(character) > 32767)}?"
        if ord(character) > 127
        else f"\\{character}"
        if character in "\\{}"
        else character
        for character in text
    )


def _rtf_table(sample: Sample, key: str, matrix: Matrix) -> str:
    rows = []
    for index in range(len(matrix)):
        edges, cells = [], []
        for run in form.runs(matrix, index):
            tall = height(matrix, index, run.start) > 1 or not run.first
            merge = ("\\clvmgf" if run.first else "\\clvmrg") if tall else ""
            edges.append(f"{merge}\\cellx{(run.start + run.columns) * _WIDTH}")
            text = _characters(sample.text_of(key, run.box)) if run.first else ""
            cells.append(f"\\pard\\plain\\intbl {text}\\cell\n")
        rows.append("\\trowd" + "".join(edges) + "\n" + "".join(cells) + "\\row\n")
    return "".join(rows) + "\\pard\\plain\n"


# ── by way of LibreOffice ────────────────────────────────────────────────────────────────────────


def converted(data: bytes, ending: str, source: str = "odt") -> bytes:
    """A document in another format, as LibreOffice saves it."""
    program = shutil.which("soffice")
    assert program is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"report.{source}").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, "--headless", "--norestore", profile, "--convert-to", ending, "--outdir", name]
        subprocess.run([*command, str(folder / f"report.{source}")], check=True, capture_output=True, timeout=120)
        return (folder / f"report.{ending}").read_bytes()
