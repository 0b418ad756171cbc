"""Rules (规则): a small function over a report, with everything that people want to know about it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from gouji.finding import Finding, Severity

if TYPE_CHECKING:
    from gouji.collection import Collection
    from gouji.model import Report

Check = Callable[["Report"], Iterable[Finding]]
Across = Callable[["Collection"], Iterable[Finding]]

FAMILIES = {
    "A": "arithmetic",
    "T": "tables",
    "S": "sections",
    "D": "dates",
    "C": "citations",
    "N": "narrative",
    "H": "hygiene",
    "L": "language",
    "Y": "years",
    "G": "agencies",
    "X": "check",
}
"""The families of rules (规则类别) by the first letter of their codes."""


class Entry(NamedTuple):
    """One entry of the data that a rule goes by (词条): a word, or a way to say something.

    name: the word itself, or what the entry is about. basis: its source. wrong, right: sentences that must, and must
    not, trigger the rule.
    """

    name: str
    basis: str
    wrong: str
    right: str


class Rule(NamedTuple):
    """One rule of the catalogue.

    code, name: how users call it; either is accepted wherever a code is.
    title: one line, in Chinese, translated through the catalogue of messages.
    reason: why the rule exists, a sentence or two.
    basis: the source in law.
    wrong, right: a report (or the part of one that matters) which must, and one which must not, trigger the rule;
        they are shown by ``gouji explain`` and run as the rule's own test. See :mod:`gouji.testing` for their form.
    check: the function; None for a rule whose findings the engine itself makes (family X, relations).
    entries: a function that gives the entries of a ruleset which the rule goes by, None if it goes by none.
    quiet: whether it is reported only to who selects it; ``--fix`` mends what it finds all the same.
    across: the function of a rule over all reports of an audit (``gouji audit``). A rule that has a ``check`` as well
        is judged by that one report at a time, and in an audit by ``across`` alone, which knows more.
    """

    code: str
    name: str
    severity: Severity
    title: str
    reason: str
    basis: str
    wrong: str
    right: str
    check: Check | None = None
    entries: Callable[[], Iterable[Entry]] | None = None
    quiet: bool = False
    across: Across | None = None

    @property
    def only_in_audits(self) -> bool:
        """Whether a single report tells it nothing."""
        return self.check is None and self.across is not None

    @property
    def family(self) -> str:
        """The English name of the family that the code belongs to (``arithmetic``), or the pack's prefix (``qj``)."""
        return FAMILIES.get(self.prefix, self.prefix.lower())

    @property
    def prefix(self) -> str:
        """The letters that the code begins with: of one family (``A``), or of one pack (``QJ``)."""
        return self.code.rstrip("0123456789")


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    title: str,
    reason: str,
    basis: str,
    wrong: str,
    right: str,
    entries: Callable[[], Iterable[Entry]] | None = None,
    quiet: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a check function.

    >>> @rule("Z001", "always", Severity.INFO, title="总是", reason="示例", basis="无", wrong="甲", right="乙")
    ... def always(report):
    ...     return []
    >>> always.code
    'Z001'
    """

    def decorate(check: Check) -> Rule:
        return Rule(code, name, severity, title, reason, basis, wrong, right, check, entries, quiet)

    return decorate


def collection_rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    title: str,
    reason: str,
    basis: str,
    wrong: str,
    right: str,
) -> Callable[[Across], Rule]:
    """Make a rule of a function over all reports of an audit (:class:`gouji.collection.Collection`).

    What it yields says which report it is about by ``path`` or, for one that is not there, by ``agency`` and ``year``.
    """

    def decorate(across: Across) -> Rule:
        return Rule(code, name, severity, title, reason, basis, wrong, right, across=across)

    return decorate
