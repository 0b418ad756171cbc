"""Reports with a rich narrative that is true of their tables, in the sentences and layouts of published reports."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, partial
from random import Random
from typing import NamedTuple

from generation import form
from generation import narrative_preambles as preambles
from generation import narrative_remarks as remarks
from generation import narrative_templates as templates
from generation.layouts import LAYOUTS, Layout, render
from generation.narrative_facts import FILERS, Facts, Filer, Numbers, Style, facts_of, say, style
from generation.narrative_templates import Case
from generation.noise import Noise
from generation.reports import CellKey, Paragraphs, Sample, seeded

_HALF_WIDTH = str.maketrans("，；：（）？！", ",;:()?!")
_OPENING, _CLOSING = "\ue000", "\ue001"


class Story(NamedTuple):
    """What a narrated report says, part by part."""

    preamble: tuple[str, ...]
    overview: tuple[str, ...]
    notes: dict[str, tuple[str, ...]]
    problems: tuple[str, ...]
    others: tuple[str, ...]
    signature: tuple[str, ...]


_UNTOLD = Story((), (), {}, (), (), ())


@dataclass(frozen=True)
class Narrated(Sample):
    """A report with its story. ``filer`` is who files it; ``half`` sets half-width marks throughout."""

    filer: Filer = FILERS[0]
    story: Story = _UNTOLD
    half: bool = False
    wrapped: int = 0
    """Characters in a line of the narrative, 0 for none: sentences are broken where the line is full."""
    page_numbers: bool = False

    def telling(self, **parts: object) -> Narrated:
        """The same report with parts of its story replaced."""
        return replace(self, story=self.story._replace(**parts))

    @property
    def preamble(self) -> tuple[str, ...]:
        """The text before section 一."""
        return self._set(self.story.preamble)

    @property
    def sections(self) -> list[Paragraphs]:
        """The six sections."""
        notes = self.story.notes
        sections = [
            Paragraphs("一、总体情况", self.story.overview),
            Paragraphs("二、主动公开政府信息情况", notes.get("disclosure", ()), self.tables["disclosure"]),
            Paragraphs(
                "三、收到和处理政府信息公开申请情况", notes.get("applications", ()), self.tables["applications"]
            ),
            Paragraphs("四、政府信息公开行政复议、行政诉讼情况", notes.get("review", ()), self.tables["review"]),
            Paragraphs("五、存在的主要问题及改进情况", self.story.problems),
            Paragraphs("六、其他需要报告的事项", self.story.others),
        ]
        return self.edit([section._replace(text=self._set(section.text)) for section in sections])

    @property
    def signature(self) -> tuple[str, ...]:
        """Who signs, and when."""
        return self.story.signature

    def _set(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        if self.half:
            texts = tuple(text.translate(_HALF_WIDTH) for text in texts)
        if self.wrapped:
            texts = tuple(_wrapped(text, self.wrapped, self.page_numbers) for text in texts)
        return texts


def _wrapped(text: str, width: int, page_numbers: bool) -> str:
    """The paragraph in lines of about this many characters; numbers and addresses are not torn."""
    lines, line = [], ""
    for atom in re.findall(r"[0-9A-Za-z.:/@\-]+[，。、：；）》〉”,;)\ue001]*|.[，。、：；）》〉”,;)\ue001]*", text):
        if line and len(line) + len(atom) > width:
            lines.append(line)
            line = ""
        line += atom
    lines.append(line)
    if page_numbers and len(lines) > 4:
        lines[2:2] = ["", " " * 20 + "-3-"]
    return "\n".join(lines)


def printed(sample: Narrated, layout: Layout, seed: int = 0, noise: Noise | None = None) -> str:
    """The report as text, with a site's furniture around it in some copies."""
    text = render(sample, layout, seed, noise)
    rng = Random(seed)
    if rng.random() < 0.1:
        text = f"当前位置：首页 > 政务公开 > 政府信息公开年报\n\n{text}\n\n打印本页　关闭窗口\n扫一扫在手机打开当前页\n"
    return text


@cache
def narrated(seed: int, *, edition: str | None = None, kinds: str = "", avoid: tuple[str, ...] = ()) -> Narrated:
    """The report of this seed, by a filer of these kinds, in sentences without the words to avoid."""
    rng = Random(f"narrated {seed} {edition} {kinds}")
    sample = seeded(seed)
    while edition is not None and sample.edition != edition:
        sample = seeded(rng.randrange(10**6))
    filer = rng.choice([each for each in FILERS if not kinds or each.kind in kinds.split()])
    sample = _moderate(sample, filer, rng)
    facts = facts_of(sample, filer, rng)
    writer = Writer(facts, style(rng), rng, avoid)
    story = Story(
        writer.preamble(sample.edition),
        writer.overview(sample.edition, filer),
        writer.notes(filer, sample.edition),
        writer.problems(),
        writer.others(sample.edition),
        writer.signature(filer, sample.year),
    )
    headline = _headline(filer, sample.year, rng)
    base = dict(sample.__dict__) | {"agency": filer.agency, "headline": headline}
    return Narrated(**base, filer=filer, story=story)


def dressed(report: Narrated, seed: int) -> tuple[Narrated, Layout]:
    """The report with habits of a copy, and a layout for its tables."""
    rng = Random(f"dressed {seed}")
    layout = rng.choice(LAYOUTS)
    width = rng.choice((0, 0, 0, 0, 28, 30, 36))
    report = replace(report, half=rng.random() < 0.1, wrapped=width, page_numbers=rng.random() < 0.5)
    return report, layout


def _headline(filer: Filer, year: int, rng: Random) -> str | None:
    return rng.choice(
        (
            None,
            None,
            None,
            f"{year}年{filer.agency}政府信息公开工作年度报告",
            f"{filer.agency} {year} 年政府信息公开工作年度报告",
        )
    )


def _moderate(sample: Sample, filer: Filer, rng: Random) -> Sample:
    """Figures as such filers have them: often none at all, rules only of cities and provinces."""
    values = dict(sample.values)

    def clear(*tables: str, row: str = "") -> None:
        for key in values:
            if key[0] in tables and (not row or key[1] == row):
                values[key] = "0"

    size = rng.random()
    if size < 0.7:
        clear("applications")
    if 0.25 <= size < 0.7:
        values |= _few_applications(sample.edition, rng)
    if rng.random() < 0.35:
        clear("review")
    if filer.agency not in ("沐原市", "沐原市人民政府", "澜陵省人民政府"):
        clear("disclosure", row="rules")
    if filer.kind in ("town", "street") and rng.random() < 0.7:
        clear("disclosure", row="normative_docs")
        clear("disclosure", row="licensing")
    return replace(sample, values=values)


def _few_applications(edition: str, rng: Random) -> dict[CellKey, str]:
    """Applications as most agencies have them: a few, of one or two kinds of applicant, mostly none carried over."""
    count: dict[tuple[str, str], int] = {}
    outcomes = form.OUTCOME_ROWS[edition]
    chosen = [outcomes[0], *rng.choices(outcomes, k=rng.choice((0, 1, 3)))]
    for applicant in ("natural_person", *rng.choice(((), ("business",), ("business", "other_org")))):
        for row in chosen:
            count[row, applicant] = count.get((row, applicant), 0) + rng.choice((1, 1, 2, 3, 8, 17))
        total = sum(count[row, applicant] for row in {*chosen})
        carried_out, carried_in = rng.choice((0, 0, 0, 1, 2)), rng.choice((0, 0, 1))
        count |= {("total", applicant): total, ("carried_out", applicant): carried_out}
        count |= {("carried_in", applicant): carried_in, ("received", applicant): total + carried_out - carried_in}
    for (row, _), number in list(count.items()):
        count[row, "total"] = count.get((row, "total"), 0) + number
    return {("applications", row, column): str(number) for (row, column), number in count.items()}


class Writer:
    """Chooses and fills in the sentences of one report."""

    def __init__(self, facts: Facts, write: Style, rng: Random, avoid: tuple[str, ...]) -> None:
        """facts: of the report. write: how it writes numbers. avoid: words that no sentence may have."""
        self._facts, self._write, self._rng, self._avoid = facts, write, rng, avoid
        self._numbers = Numbers(facts)

    def one(self, choices: tuple[str, ...]) -> str:
        """One of the sentences, filled in; empty if all hold a word to avoid."""
        choices = tuple(text for text in choices if not any(word in text for word in self._avoid))
        if not choices:
            return ""
        figures = {
            "r1": self._rng.randint(2, 90),
            "r2": self._rng.randint(1, 12),
            "r3": self._rng.randint(40, 900),
            "r4": self._rng.randint(60, 30000),
        }
        return say(self._rng.choice(choices), self._facts | figures, self._write)

    def about(self, cases: tuple[Case, ...], kind: str, edition: str) -> str:
        """A sentence of one of the cases that are so."""
        open_to = [
            case.templates
            for case in cases
            if (not case.kinds or kind in case.kinds) and edition in case.editions and case.when(self._numbers)
        ]
        return self.one(self._rng.choice(open_to)) if open_to else ""

    def maybe(self, chance: float, sentence: str) -> str:
        """The sentence, or nothing."""
        return sentence if self._rng.random() < chance else ""

    def preamble(self, edition: str) -> tuple[str, ...]:
        """The text before section 一, in one paragraph or two."""
        cited = partial(self.one, preambles.BASED)
        order, form = self.one(preambles.ORDER), self.one(preambles.FORM[edition])
        self._facts |= {"order": order, "form": form}
        first = cited() if order and form else ""
        rest = self.one(preambles.CONTENTS) + self.maybe(0.95, self.one(preambles.PERIOD))
        rest += self.one(preambles.CONTACT)
        texts = (first + rest,) if self._rng.random() < 0.7 else (first, rest)
        return tuple(text for text in texts if text)

    def overview(self, edition: str, filer: Filer) -> tuple[str, ...]:
        """Section 一."""
        year = int(str(self._facts["y"]))
        cited = tuple(each.text for each in preambles.CITED if each.first <= year <= each.last)
        kind = filer.kind
        heads = self._rng.choice(remarks.HEADS)
        appraised = 1.0 if kind == "government" else 0.6
        bodies = (
            [
                self.maybe(0.6, self.about(templates.DOCUMENTS, kind, edition)),
                self.maybe(0.5, self.one(cited)),
                self.one(remarks.TRAPS),
                self.maybe(0.5, self.one(remarks.TRAPS)),
            ],
            [
                self.maybe(0.9, self.about(templates.RECEIVED, kind, edition)),
                self.maybe(0.3, self.about(templates.RECEIVED, kind, edition)),
                self.maybe(0.3, self.about(templates.OUTCOMES, kind, edition)),
                self.maybe(0.6, self.about(templates.OUTCOMES, kind, edition)),
                self.maybe(0.6, self.about(templates.REVIEW, kind, edition)),
                self.maybe(0.3, self.about(templates.REVIEW, kind, edition)),
                self.maybe(0.4, self.one(remarks.TRAPS)),
            ],
            [self.one(remarks.MANAGEMENT), self.maybe(0.4, self.one(cited)), self.one(remarks.TRAPS)],
            [self.one(remarks.PLATFORM), self.maybe(0.5, self.one(remarks.TRAPS))],
            [self.maybe(appraised, self.one(remarks.SUPERVISION)), self.one(remarks.TRAPS)],
        )
        paragraphs = [head + "".join(body) for head, body in zip(heads, bodies, strict=True)]
        if self._rng.random() < 0.15:
            paragraphs = ["".join(paragraphs)]
        return (self.one(remarks.OPENINGS), *paragraphs)

    def notes(self, filer: Filer, edition: str) -> dict[str, tuple[str, ...]]:
        """What stands between a heading and its table: mostly nothing."""
        said = {}
        for key, cases in templates.NOTES.items():
            if self._rng.random() < 0.2 and (text := self.about(cases, filer.kind, edition)):
                said[key] = (text,)
        return said

    def problems(self) -> tuple[str, ...]:
        """Section 五, in one paragraph or two."""
        texts = (self.one(remarks.PROBLEMS), self.one(remarks.REMEDIES))
        return texts if self._rng.random() < 0.6 else ("".join(texts),)

    def others(self, edition: str) -> tuple[str, ...]:
        """Section 六."""
        if edition == "2019":
            return (self.one(remarks.NOTHING),)
        fee = self.one(remarks.FEES)
        return (fee, self.one(remarks.NOTHING)) if self._rng.random() < 0.15 else (fee,)

    def signature(self, filer: Filer, year: int) -> tuple[str, ...]:
        """Who signs and when, in time for the filer; sometimes no date, sometimes nothing at all."""
        last = {"government": 3, "town": 3, "street": 3}.get(filer.kind, 1)
        month, day = self._rng.randint(1, last), self._rng.randint(2, 28)
        date = self._rng.choice(
            (
                f"{year + 1}年{month}月{day}日",
                f"{year + 1}年{month}月{day}日",
                f"{year + 1} 年 {month} 月 {day} 日",
                f"{_words(year + 1)}年{'〇一二三'[month]}月十八日",
                f"{year + 1}年1月31日" if last == 1 else f"{year + 1}年3月31日",
                f"{year + 1}-{month:02}-{day:02}",
            )
        )
        return self._rng.choice(((filer.signs, date), (filer.signs, date), (date,), (filer.signs,), ()))


def _words(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


# ── Planting ─────────────────────────────────────────────────────────────────────────────────────


class Marked(NamedTuple):
    """A stretch of a text: from line and column to line and column, the last exclusive, counted from 1."""

    start: tuple[int, int]
    end: tuple[int, int]


def marked(text: str) -> str:
    """The text with «…» turned into the marks that `unmarked` looks for."""
    return text.replace("«", _OPENING).replace("»", _CLOSING)


def unmarked(text: str) -> tuple[str, list[Marked]]:
    """The text without marks, and the stretches that were marked."""
    stretches: list[Marked] = []
    lines, start = [], (1, 1)
    for number, line in enumerate(text.split("\n"), 1):
        clean = ""
        for character in line:
            if character == _OPENING:
                start = (number, len(clean) + 1)
            elif character == _CLOSING:
                stretches.append(Marked(start, (number, len(clean) + 1)))
            else:
                clean += character
        lines.append(clean)
    return "\n".join(lines), stretches
