"""What is given to suppress by (例外依据), light enough to be part of every request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gouji.document import Document
from gouji.finding import Culprit, Finding
from gouji.i18n import _
from gouji.judge import codes_of
from gouji.outcome import Excerpt
from gouji.rule import Rule
from gouji.usage import UsageError

UNUSED = "X005"
STALE = "X006"
SIDECAR = ".gouji.toml"
"""What the name of the file beside a report has behind the report's."""
MOST = 1000
"""So many suppressions in or beside one file are heeded; nobody needs as many, and each is held to each finding."""
MOST_WORDS = 100
"""So many rules one of them may name: families and beginnings of codes say the same with fewer."""
_LASTING = (UNUSED, STALE)
"""The codes that no suppression covers, apart from those that are always reported: they are about suppressions."""


class Suppression(NamedTuple):
    """One suppression (例外).

    words: the rules, by code, name, family or the beginning of a code. source: the file and line that say it, empty
        for a comment, whose place tells.
    until: the last day on which it holds, as 2027-03-31.
    lines: the lines of the document that it is about, first and last.
    table, row, field, text, page, cell: what else the finding must be about or hold.
    """

    words: tuple[str, ...]
    source: str = ""
    reason: str = ""
    until: str | None = None
    lines: tuple[int, int] | None = None
    table: str | None = None
    row: str | None = None
    field: str | None = None
    text: str | None = None
    page: int | None = None
    cell: str | None = None

    def codes(self, word: str, rules: Mapping[str, Rule]) -> frozenset[str]:
        """The codes that one of the words means. Raises UsageError for one that means none."""
        codes = frozenset(codes_of(word, rules)).difference(_LASTING)
        if not codes:
            raise UsageError(_("{word} 说的是检查本身，不能写成例外").format(word=word))
        return codes

    def named(self, word: str) -> str:
        """What tells one of its words from those of others."""
        return f"{self.source} {word}"

    def holds_on(self, today: str) -> bool:
        """Whether it has not expired."""
        return self.until is None or today <= self.until

    def covers(self, found: Finding, shown: Finding, excerpt: Excerpt | None) -> bool:
        """Whether a finding stands where it says, whatever its rule.

        found: the finding with its places in the document. shown: the same with its places in the file.
        """
        places = [found.place.line, *([found.culprit.place.line] if found.culprit else [])]
        if self.lines is not None and not any(self.lines[0] <= line <= self.lines[1] for line in places):
            return False
        if not any(self._is_about(each) for each in (shown, shown.culprit) if each is not None):
            return False
        if self.text is None:
            return True
        texts = (shown.message, shown.actual or "", "".join(excerpt or ()))
        return any(_bare(self.text) in _bare(text) for text in texts)

    def _is_about(self, where: Finding | Culprit) -> bool:
        wanted = (self.table, self.row, self.field, self.page, self.cell)
        said = (where.table, where.row, where.field, where.place.page, where.place.cell)
        return all(one is None or one == other for one, other in zip(wanted, said, strict=True))


class Sidecar(NamedTuple):
    """The file beside a report (随附文件), or why it could not be read (trouble)."""

    path: str
    data: bytes = b""
    trouble: str = ""


class Given(NamedTuple):
    """What there is to suppress by (例外依据) in one file.

    own: the suppressions of the user's configuration; what is to be said of them is said at the end of the run.
    heed: whether comments in the file count. sidecar: the file beside it, if there is one and it counts.
    today: as 2027-03-31.
    """

    own: Sequence[Suppression] = ()
    heed: bool = True
    sidecar: Sidecar | None = None
    today: str = ""

    def any(self, document: Document) -> bool:
        """Whether there is any suppression for the file with this document."""
        return bool(self.own or self.sidecar is not None or (self.heed and document.remarks))


def check_words(suppression: Suppression, rules: Mapping[str, Rule]) -> None:
    """Raises UsageError, with the source, for a word that means no rule."""
    for word in suppression.words:
        try:
            suppression.codes(word, rules)
        except UsageError as error:
            raise UsageError(_("：").join((suppression.source, str(error)))) from error


def _bare(text: str) -> str:
    return "".join(text.split())
