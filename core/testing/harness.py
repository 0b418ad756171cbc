"""The harness (测试台): the whole check with the bundled plugins, or with those and a pack, for use in tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gouji.engine import Engine, Request, found
from gouji.finding import Finding
from gouji.host import Host
from gouji.i18n import _
from gouji.judge import Layer, decide
from gouji.model import Report
from gouji.outcome import FileResult
from gouji.rule import Rule
from gouji.testing.batches import Batch, batches, collected
from gouji.testing.clean import ExampleError
from gouji.testing.examples import Made, example_reports


class Harness:
    """The check as some plugins and rulesets make it (测试台)."""

    def __init__(self, host: Host) -> None:
        """host: the plugins."""
        self.host = host
        self._engine = Engine(host)

    def check(
        self, source: str | bytes, *, path: str = "report.txt", select: Sequence[str] | None = None
    ) -> FileResult:
        """The result of the whole check of one file."""
        layers = [self.host.layer, *([] if select is None else [Layer(select=tuple(select))])]
        return self._engine.check(path, _bytes(source), Request(decide(layers, self.host.rules)))

    def read(self, source: str | bytes, *, path: str = "report.txt") -> Report:
        """A file as rules see it."""
        return self._engine.report(path, _bytes(source))

    def check_examples(self, rule: Rule) -> None:
        """Run a rule's own examples. Raises ExampleError if ``wrong`` does not trigger it, or if ``right`` does."""
        for example, wanted in ((rule.wrong, True), (rule.right, False)):
            if example.strip() and bool(found := self.answers(rule, example, wanted=wanted)) is not wanted:
                said = (
                    _("正例触发了规则：{message}").format(message=found[0].message) if found else _("反例没有触发规则")
                )
                raise ExampleError(_("{code}：{message}").format(code=rule.code, message=said) + f"\n{example}")

    def answers(self, rule: Rule, example: str, *, wanted: bool) -> list[Finding]:
        """What a rule finds in an example of its own, whether or not it is in the catalogue.

        wanted: whether it should find something; in whichever edition it is that the rule holds for.
        """
        if rule.only_in_audits:
            answers = (self._found_across(rule, batch) for batch in _tried(batches(example), wanted=wanted))
            return next(filter(None, answers), [])
        reports = example_reports(example)
        answers = (self._found(rule, text) for text in _tried(reports, wanted=wanted))
        return next(filter(None, answers), [])

    def _found(self, rule: Rule, text: str) -> list[Finding]:
        if rule.check is not None:
            return list(found(rule, self.read(text)))
        return [finding for finding in self.check(text).findings if finding.code == rule.code]

    def _found_across(self, rule: Rule, batch: Batch) -> list[Finding]:
        from gouji.audit.judging import found_across

        with collected(self.host, batch) as collection:
            return list(found_across(rule, collection))


def _tried(made: Sequence[Made], *, wanted: bool) -> Sequence[Made]:
    """What to try of what an example stands for: whatever should be found may be found in any edition."""
    return made if wanted else made[:1]


@cache
def bundled() -> Harness:
    """The harness with the bundled plugins and those of installed packages."""
    return Harness(Host())


def _bytes(source: str | bytes) -> bytes:
    return source.encode() if isinstance(source, str) else source
