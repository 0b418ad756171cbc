"""What copies do to labels and figures without changing them: widths, marks, quotation marks, blanks, breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

BLANKS = (" ", "\u00a0", "\u3000")
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF_BRACKETS = str.maketrans("（）", "()")
_HALF_MARKS = str.maketrans("，：", ",:")


@dataclass(frozen=True)
class Noise:
    """One copy's habits. The defaults leave everything as the form prints it."""

    half_brackets: bool = False
    half_marks: bool = False
    ordinal: str = "{}."
    quotes: str = "“”"
    wide_digits: bool = False
    thousands: bool = False
    blanks: str = ""
    """The blank that is set inside of labels, if any."""
    breaks: bool = False
    """Labels may be broken over lines, where the layout allows it."""
    next_year: bool = False
    """结转下一年度 for 结转下年度."""
    indent: str = ""
    """Before section headings."""

    def label(self, text: str, rng: Random, *, inner_blanks: bool = True) -> str:
        """A label in this copy's habits, without line breaks."""
        if self.next_year:
            text = text.replace("结转下年度", "结转下一年度")
        if ordinal := re.match(r"(\d)\.", text):
            mark = self.ordinal if inner_blanks else self.ordinal.rstrip()
            text = mark.format(ordinal[1]) + text[ordinal.end() :]
        opening, closing = self.quotes[:1], self.quotes[1:]
        text = text.replace("“", opening).replace("”", closing)
        if self.half_brackets:
            text = text.translate(_HALF_BRACKETS)
        if self.half_marks:
            text = text.translate(_HALF_MARKS)
        if self.blanks and inner_blanks and rng.random() < 0.4:
            at = rng.randrange(_ordinal_length(text) + 1, len(text)) if len(text) > _ordinal_length(text) + 1 else 0
            text = text[:at] + self.blanks + text[at:] if at else text
        return text

    def figure(self, text: str) -> str:
        """A cell's text in this copy's habits."""
        if self.thousands and text.isdigit() and len(text) > 3:
            text = f"{int(text):,}"
        return text.translate(_WIDE_DIGITS) if self.wide_digits else text


def random_noise(rng: Random) -> Noise:
    """A copy's habits; half of the copies have none."""
    if rng.random() < 0.5:
        return Noise()
    return Noise(
        half_brackets=rng.random() < 0.4,
        half_marks=rng.random() < 0.4,
        ordinal=rng.choice(("{}.", "{}、", "{}．", "（{}）", "{}. ")),
        quotes=rng.choice(("“”", '""', "", "‘’", "「」")),
        wide_digits=rng.random() < 0.2,
        thousands=rng.random() < 0.2,
        blanks=rng.choice(("", *BLANKS)),
        breaks=rng.random() < 0.5,
        next_year=rng.random() < 0.3,
        indent=rng.choice(("", " ", "  ", "\u3000\u3000", "\t")),
    )


def broken(text: str, rng: Random) -> list[str]:
    """A label broken over lines: in two, every few characters, or a short one into its characters."""
    head = max(_ordinal_length(text), 1)
    size = rng.choice((1, 2, None)) if len(text) <= 12 else rng.choice((8, 15, None))
    if size is None:
        size = rng.randrange(head, len(text)) if len(text) > head else head
        return [part for part in (text[:size], text[size:]) if part]
    first, rest = text[: max(head, size)], text[max(head, size) :]
    return [first, *(rest[i : i + size] for i in range(0, len(rest), size))]


def _ordinal_length(text: str) -> int:
    """The length of the number that the label begins with."""
    match = re.match(r"[（(][一二三四五六七\d][）)]|[一二三四五六]、|\d[.、．] ?", text)
    return match.end() if match else 0
