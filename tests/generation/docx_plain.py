"""Reports as Word saves them, which the other layouts of :mod:`generation.docx_files` are variations of."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from generation import form
from generation.docx_markup import paragraph, root, run
from generation.form import Matrix, Run
from generation.reports import Sample

RPR = (
    '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:color w:val="000000"/>'
    '<w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>'
)
SMALL = (
    '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体" w:cs="宋体"/><w:color w:val="000000"/>'
    '<w:kern w:val="0"/><w:sz w:val="18"/><w:szCs w:val="18"/><w:lang w:bidi="ar"/></w:rPr>'
)
_SIDES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0"/>' for side in ("top", "left", "bottom", "right"))
_BORDERS = f"<w:tcBorders>{_SIDES}</w:tcBorders>"
EMPTY = '<w:p><w:pPr><w:spacing w:line="560" w:lineRule="exact"/></w:pPr></w:p>'
_WIDTH = 900


class Plain:
    """As Word saves it; the other layouts are variations of this one."""

    main = "word/document.xml"
    encoding = "utf-8"
    upright = False
    """Whether cells merged downwards are set upright."""

    def __init__(self, sample: Sample, rng: Random) -> None:
        self.sample = sample
        self.rng = rng

    def parts(self) -> dict[str, str]:
        """The text of each part by its kind."""
        return {"document": root("document", f"<w:body>{self.body()}<w:sectPr/></w:body>")}

    def body(self) -> str:
        """What stands in the document."""
        blocks = [self.title(), EMPTY, *map(self.text, self.sample.preamble)]
        for section in self.sample.sections:
            blocks += [self.heading(section.heading), *map(self.text, section.text)]
            if section.table is not None:
                key = next(key for key, matrix in self.sample.tables.items() if matrix is section.table)
                blocks += [self.table(key, section.table), EMPTY]
        return "".join([*blocks, EMPTY, *map(self.signature, self.sample.signature)])

    def title(self) -> str:
        """The headline."""
        return paragraph(self.words(self.sample.title), '<w:jc w:val="center"/>')

    def heading(self, text: str) -> str:
        """The heading of a section."""
        return paragraph(self.words(text), '<w:keepNext/><w:ind w:firstLine="640"/><w:outlineLvl w:val="0"/>')

    def text(self, text: str) -> str:
        """A paragraph of the narrative."""
        return paragraph(self.words(text), '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLine="640"/>')

    def signature(self, text: str) -> str:
        """A line of the signature."""
        return paragraph(self.words(text), '<w:jc w:val="right"/>')

    def words(self, text: str) -> str:
        """The runs of a paragraph of the narrative."""
        return run(text, RPR)

    def table(self, key: str, matrix: Matrix) -> str:
        """A table."""
        return self.framed(matrix, [self.row(key, matrix, index) for index in range(len(matrix))])

    def framed(self, matrix: Matrix, rows: Sequence[str]) -> str:
        """The rows as a table."""
        grid = f'<w:gridCol w:w="{_WIDTH}"/>' * max(map(len, matrix))
        properties = '<w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def row(self, key: str, matrix: Matrix, index: int) -> str:
        """A row with all its cells, those too that a merged cell above covers."""
        cells = [self.cell(key, matrix, index, each) for each in form.runs(matrix, index)]
        return f'<w:tr><w:trPr><w:trHeight w:val="454"/></w:trPr>{"".join(cells)}</w:tr>'

    def cell(self, key: str, matrix: Matrix, index: int, each: Run) -> str:
        """A cell, or its continuation."""
        span = f'<w:gridSpan w:val="{each.columns}"/>' if each.columns > 1 else ""
        text = self.sample.text_of(key, each.box) if each.first else ""
        content = self.figure(text) if each.box.key else self.label(text, each, tall(matrix, index, each))
        return self.celled(span + self.merged(matrix, index, each), content, each.columns)

    def merged(self, matrix: Matrix, index: int, each: Run) -> str:
        """How a cell is merged downwards."""
        if not each.first:
            return "<w:vMerge/>"
        return '<w:vMerge w:val="restart"/>' if tall(matrix, index, each) else ""

    def celled(self, merging: str, content: str, columns: int = 1) -> str:
        """The cell's markup around its paragraphs."""
        width = f'<w:tcW w:w="{_WIDTH * columns}" w:type="dxa"/>'
        upright = '<w:textDirection w:val="tbRlV"/>' if self.upright and "restart" in merging else ""
        looks = f'{_BORDERS}<w:shd w:val="clear" w:color="auto"/>{upright}<w:vAlign w:val="center"/>'
        return f"<w:tc><w:tcPr>{width}{merging}{looks}</w:tcPr>{content}</w:tc>"

    def label(self, text: str, each: Run, tall: bool) -> str:
        """The paragraphs of a cell that the form prints."""
        return self.small(run(text, SMALL))

    def figure(self, text: str) -> str:
        """The paragraph of a cell to fill in."""
        return self.small(run(text, SMALL))

    def small(self, content: str) -> str:
        """A paragraph in a cell."""
        return paragraph(
            content, f'<w:widowControl/><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>{SMALL}'
        )


def tall(matrix: Matrix, index: int, each: Run) -> bool:
    """Whether a box goes on in the next row."""
    below = matrix[index + 1] if index + 1 < len(matrix) else []
    return each.start < len(below) and below[each.start] is each.box
