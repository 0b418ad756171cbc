"""Reports as documents of Word: the markup of the programs and habits that they come from, written out by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from xml.sax.saxutils import quoteattr

from generation import form
from generation.docx_markup import WHO, control, deleted, field, inserted, package, paragraph, root, run, text_box
from generation.docx_plain import EMPTY, RPR, SMALL, Plain, tall
from generation.form import Matrix, Run
from generation.noise import broken
from generation.reports import Sample

# ── numbers that Word generates ──────────────────────────────────────────────────────────────────

_ORDINALS = (
    ("headings", re.compile("([一二三四五六七八九])、"), "chineseCounting", "%1、", "nothing"),
    ("points", re.compile("（([一二三四五六七八九])）"), "chineseCountingThousand", "（%1）", "nothing"),
    ("items", re.compile(r"(\d)\."), "decimal", "%1.", "space"),
)


class Numbered(Plain):
    """Headings, points and the labels in the tables numbered by Word, wherever the number is the next one."""

    def __init__(self, sample: Sample, rng: Random) -> None:
        super().__init__(sample, rng)
        self._counts: dict[str, int] = {}
        self._overrides: list[str] = []
        self._lists: dict[str, int] = {}

    def parts(self) -> dict[str, str]:
        parts = super().parts()
        abstracts = "".join(
            f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
            f'<w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:suff w:val="{gap}"/><w:lvlText w:val="{text}"/></w:lvl>'
            "</w:abstractNum>"
            for at, (_, _, shape, text, gap) in enumerate((*_ORDINALS, _ORDINALS[0]))
        )
        style = (
            '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="heading small"/><w:basedOn w:val="1"/></w:style>'
        )
        first = f'<w:num w:numId="1"><w:abstractNumId w:val="{len(_ORDINALS)}"/></w:num>'
        parts["numbering"] = root("numbering", abstracts + first + "".join(self._overrides))
        parts["styles"] = root("styles", style)
        return parts

    def heading(self, text: str) -> str:
        number = self._next("headings", text, restart=False)
        if number is None:
            return super().heading(text)
        style = self.rng.choice(("1", "11"))
        return paragraph(self.words(text[number:]), f'<w:pStyle w:val="{style}"/><w:keepNext/>')

    def text(self, text: str) -> str:
        return self._numbered(text, "points") or super().text(text)

    def label(self, text: str, each: Run, tall: bool) -> str:
        kind = next((kind for kind, pattern, *_ in _ORDINALS if pattern.match(text)), "")
        name = {"headings": "labels", "points": "groups"}.get(kind, kind)
        return self._numbered(text, kind, name) or super().label(text, each, tall)

    def table(self, key: str, matrix: Matrix) -> str:
        for name in ("labels", "groups", "items"):
            self._counts.pop(name, None)
        return super().table(key, matrix)

    def _numbered(self, text: str, kind: str, name: str = "") -> str:
        """The paragraph with its number taken away and generated; nothing if it has none, or not the next one."""
        name = name or kind
        number = self._next(kind, text, name) if kind else None
        if number is None:
            return ""
        return paragraph(
            run(text[number:], SMALL),
            f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self._lists[name]}"/></w:numPr><w:jc w:val="left"/>',
        )

    def _next(self, kind: str, text: str, name: str = "", restart: bool = True) -> int | None:
        """The length of the number that a text begins with, if that is the next one of its list."""
        name = name or kind
        pattern = next(pattern for each, pattern, *_ in _ORDINALS if each == kind)
        match = pattern.match(text)
        if match is None:
            return None
        number = int(match[1]) if match[1].isdigit() else "〇一二三四五六七八九".index(match[1])
        if restart and number == 1:
            self._lists[name] = self._restarted(kind)
        elif number != self._counts.get(name, 0) + 1:
            return None
        self._counts[name] = number
        return match.end()

    def _restarted(self, kind: str) -> int:
        """A further list of this kind that begins with 1."""
        number = len(self._overrides) + 2
        at = next(at for at, (each, *_) in enumerate(_ORDINALS) if each == kind)
        restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        self._overrides.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{at}"/>{restart}</w:num>')
        return number


# ── changes that are tracked ─────────────────────────────────────────────────────────────────────


class Tracked(Plain):
    """Changes on every line that are not accepted yet; when they are, the report is left."""

    def words(self, text: str) -> str:
        at = self.rng.randrange(len(text))
        return (
            run(text[:at], RPR)
            + self.rng.choice((deleted("初稿"), deleted("原段落", "moveFrom"), ""))
            + self.rng.choice(("<w:ins {}>{}</w:ins>", "<w:moveTo {}>{}</w:moveTo>")).format(WHO, run(text[at:]))
        )

    def text(self, text: str) -> str:
        gone = paragraph(deleted("删去的一段。"), f"<w:rPr><w:del {WHO}/></w:rPr>")
        at = self.rng.randrange(1, len(text))
        halves = paragraph(self.words(text[:at]), f"<w:rPr><w:del {WHO}/></w:rPr>") + super().text(text[at:])
        return self.rng.choice((gone + super().text(text), halves))

    def figure(self, text: str) -> str:
        return self.small(deleted("88") + (inserted(run(text)) if text else ""))

    def row(self, key: str, matrix: Matrix, index: int) -> str:
        row = super().row(key, matrix, index)
        if self.rng.random() < 0.3:
            return row
        cells = self.celled("", self.small(deleted("旧行"))) * len(matrix[index])
        return f"{row}<w:tr><w:trPr><w:del {WHO}/></w:trPr>{cells}</w:tr>" if not _open(matrix, index) else row


def _open(matrix: Matrix, index: int) -> bool:
    """Whether any merged cell goes on below a row."""
    return any(tall(matrix, index, each) for each in form.runs(matrix, index))


# ── tables within and beside each other ──────────────────────────────────────────────────────────


class Split(Plain):
    """Long tables in two, with empty paragraphs or the next page between them."""

    def framed(self, matrix: Matrix, rows: Sequence[str]) -> str:
        if len(rows) < 8:
            return super().framed(matrix, rows)
        at = self.rng.randrange(5, len(rows) - 2)
        page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        between = self.rng.choice((EMPTY, page, EMPTY * 3))
        return super().framed(matrix, rows[:at]) + between + super().framed(matrix, rows[at:])


class Nested(Plain):
    """The whole report in a cell of a table that is only there for the layout, as pages pasted into Word are."""

    def body(self) -> str:
        inner = super().body()
        cell = self.celled("", inner)
        if self.rng.random() < 0.5:
            margin = self.celled("", EMPTY)
            cells, columns = margin + cell + margin, 3
        else:
            cells, columns = self.celled("", f"<w:tbl><w:tblPr/><w:tr>{cell}</w:tr></w:tbl>{EMPTY}"), 1
        grid = '<w:gridCol w:w="900"/>' * columns
        return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>{EMPTY}"


class Upright(Plain):
    """Labels over several lines and paragraphs, the narrow ones set upright or one character a paragraph."""

    upright = True

    def label(self, text: str, each: Run, tall: bool) -> str:
        if not text or self.rng.random() < 0.3:
            return super().label(text, each, tall)
        lines = broken(text, self.rng)
        if self.rng.random() < 0.5:
            return "".join(self.small(run(line, SMALL)) for line in lines)
        return self.small("<w:r><w:br/></w:r>".join(run(line, SMALL) for line in lines))


class OldMerges(Plain):
    """Cells merged sideways as old converters do it: each of them there, the first one saying that it goes on."""

    def cell(self, key: str, matrix: Matrix, index: int, each: Run) -> str:
        first = super().cell(key, matrix, index, each)
        if each.columns == 1:
            return first
        down = self.merged(matrix, index, each)
        first = re.sub(r'<w:gridSpan w:val="\d+"/>', '<w:hMerge w:val="restart"/>', first)
        return first + self.celled(f"<w:hMerge/>{down}", self.small("")) * (each.columns - 1)


# ── fields, controls, boxes ──────────────────────────────────────────────────────────────────────


class Controlled(Plain):
    """A template that is filled in: controls, fields, bookmarks, text boxes, a table of contents."""

    def title(self) -> str:
        title = super().title() if self.sample.title else ""
        return paragraph(text_box(title)) + self._contents() if title else ""

    def _contents(self) -> str:
        entries = [
            paragraph(field(f"PAGEREF _Toc{at} \\h", run(f"{section.heading}{at}")))
            for at, section in enumerate(self.sample.sections, 1)
        ]
        if self.rng.random() < 0.5:
            return "".join(entries)
        gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        return control(paragraph(run("目录")) + "".join(entries), gallery)

    def heading(self, text: str) -> str:
        mark = '<w:bookmarkStart w:id="1" w:name="_Toc1"/>{}<w:bookmarkEnd w:id="1"/>'
        return control(paragraph(mark.format(self.words(text)), '<w:outlineLvl w:val="0"/>'))

    def words(self, text: str) -> str:
        pieces = []
        while text:
            size = self.rng.randrange(1, 12)
            pieces.append(self._wrapped(run(text[:size], RPR)))
            text = text[size:]
        return "".join(pieces)

    def _wrapped(self, piece: str) -> str:
        instruction = quoteattr(' DOCPROPERTY "机关" ')
        return self.rng.choice(
            (
                piece,
                f'{piece}<w:proofErr w:type="spellEnd"/>',
                control(piece),
                f'<w:smartTag w:uri="x" w:element="date"><w:smartTagPr/>{piece}</w:smartTag>',
                f"<w:fldSimple w:instr={instruction}>{piece}</w:fldSimple>",
                field("MERGEFIELD 单位", piece),
                field(f"IF {field('MERGEFIELD 甲', run('1'))} = 1", piece),
                f'<w:hyperlink r:id="rIdLink">{piece}</w:hyperlink>',
            )
        )

    def figure(self, text: str) -> str:
        if not text:
            return super().figure(text)
        return self.rng.choice((control(self.small(run(text))), self.small(field("MERGEFIELD 数", run(text)))))

    def row(self, key: str, matrix: Matrix, index: int) -> str:
        row = super().row(key, matrix, index)
        return control(row) if self.rng.random() < 0.2 else row

    def celled(self, merging: str, content: str, columns: int = 1) -> str:
        cell = super().celled(merging, content, columns)
        return control(cell) if self.rng.random() < 0.1 else cell


# ── other programs ───────────────────────────────────────────────────────────────────────────────


class Wps(Plain):
    """As WPS saves it: all said at length, line breaks for paragraphs, rows that begin further in."""

    def merged(self, matrix: Matrix, index: int, each: Run) -> str:
        return super().merged(matrix, index, each).replace("<w:vMerge/>", '<w:vMerge w:val="continue"/>')

    def heading(self, text: str) -> str:
        return paragraph(
            f'{self.words(text)}<w:r><w:br w:type="textWrapping"/></w:r>',
            '<w:pStyle w:val="2"/><w:keepLines w:val="0"/>',
        )

    def text(self, text: str) -> str:
        return paragraph(self.words("\u3000\u3000" + text), '<w:pStyle w:val="3"/><w:bidi w:val="0"/>')

    def label(self, text: str, each: Run, tall: bool) -> str:
        after = self.small("") if self.rng.random() < 0.3 else ""
        return super().label(text, each, tall) + after

    def row(self, key: str, matrix: Matrix, index: int) -> str:
        row = super().row(key, matrix, index)
        return row.replace("</w:trPr>", '<w:gridAfter w:val="1"/><w:wAfter w:w="0" w:type="auto"/></w:trPr>')


class Strict(Plain):
    """The strict variant of the format, its main part under another name, in UTF-16."""

    main = "word/document2.xml"
    encoding = "utf-16"

    def parts(self) -> dict[str, str]:
        strict = re.compile("http://schemas.openxmlformats.org/(wordprocessingml|officeDocument|drawingml)/2006/")
        return {name: strict.sub(r"http://purl.oclc.org/ooxml/\1/", text) for name, text in super().parts().items()}


_LAYOUTS: dict[str, type[Plain]] = {
    "plain": Plain,
    "numbered": Numbered,
    "tracked": Tracked,
    "split": Split,
    "nested": Nested,
    "upright": Upright,
    "old-merges": OldMerges,
    "controlled": Controlled,
    "wps": Wps,
    "strict": Strict,
}
LAYOUTS: tuple[str, ...] = tuple(_LAYOUTS)


def write(sample: Sample, layout: str, seed: int = 0) -> bytes:
    """The report as a document of Word."""
    writer = _LAYOUTS[layout](sample, Random(seed))
    return package(writer.parts(), writer.main, writer.encoding)
