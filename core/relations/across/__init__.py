"""Relations across reports (跨报告的勾稽关系): with that of the year before, and with those of all subordinates.

``laying`` lays them over the form, and ``relatives`` tells which reports belong together. ``asking`` puts all instances
to the ledger as one question in SQL, which screens out what can hold; what is left is decided as exactly as any
relation, and ``telling`` puts it into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING
from weakref import ref

from gouji.finding import Finding
from gouji.rule import Rule

if TYPE_CHECKING:
    from gouji.collection import Collection
    from gouji.relations.across.asking import Breach
    from gouji.relations.across.laying import LaidOut


def rules_across(catalogue: Iterable[Rule], laid_out: Callable[[], Sequence[LaidOut]]) -> list[Rule]:
    """The rules of a catalogue of relations across reports, with what they lack.

    laid_out: gives all instances of these relations; it is asked only when there is something to compare.
    """
    comparison = _Comparison(laid_out)
    return [rule._replace(across=partial(comparison.findings, rule.code)) for rule in catalogue]


class _Comparison:
    """The relations of one ruleset, all put to the ledger together; what was found is kept for each rule's turn."""

    def __init__(self, laid_out: Callable[[], Sequence[LaidOut]]) -> None:
        self._laid_out = laid_out
        self._asked: Callable[[], Collection | None] = lambda: None
        self._breaches: dict[str, list[Breach]] = {}

    def findings(self, code: str, collection: Collection) -> Iterator[Finding]:
        """What breaks the relation with this code."""
        from gouji.relations.across.telling import findings

        if self._asked() is not collection or code not in self._breaches:
            self._ask(collection)
        return findings(self._breaches.pop(code, []))

    def _ask(self, collection: Collection) -> None:
        from gouji.relations.across.asking import breaches

        laid_out = self._laid_out()
        self._asked = ref(collection)
        self._breaches = {each.instance.relation.code: [] for each in laid_out}
        for breach in breaches(laid_out, collection):
            self._breaches[breach.laid_out.instance.relation.code].append(breach)
