"""The trial of one rule (规则检验): whether it answers its own examples, and what it finds in valid reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import NamedTuple

from gouji.engine import found
from gouji.excerpt import excerpt
from gouji.faults import explain_rule_fault
from gouji.finding import Finding
from gouji.i18n import N_, _
from gouji.model import Report
from gouji.outcome import Excerpt
from gouji.parsing import NotAReport
from gouji.readers import Unreadable
from gouji.rule import Rule
from gouji.testing.clean import ExampleError
from gouji.testing.harness import Harness
from gouji.testing.patience import Endless, patience
from gouji.testing.specimens import Specimen
from gouji.trouble import reraise_if_due

_SLOW = 0.2
"""How many seconds a rule may take for a report, on average, before its author is told."""
_DISPROVED = ("never", "false-alarm")
"""The remarks that say that an example was run, and did not do what it should."""
_TEXTS = {
    "title": N_("没有标题（title）：一句话，说哪里错了"),
    "reason": N_("没有说为什么（reason；规则集里是 why）"),
    "basis": N_("没有写依据（basis）"),
    "wrong": N_("没有反例（wrong）：不知道它该报的时候会不会报"),
    "right": N_("没有正例（right）：不知道它会不会误报"),
}


class Remark(NamedTuple):
    """Something to be said about a pack (检验意见).

    kind: ``broken``, ``incomplete``, ``example`` (it cannot be used), ``never``, ``false-alarm``, ``always``,
    ``sometimes``, ``raises``, ``endless`` or ``slow``. code: of the rule, empty for the pack as a whole.
    failure: whether it is an error, or only worth a look.
    """

    kind: str
    message: str
    code: str = ""
    failure: bool = True

    @property
    def spoken(self) -> str:
        """The sentence, with the code of the rule before it."""
        return _("{code}：{message}").format(code=self.code, message=self.message) if self.code else self.message


class Firing(NamedTuple):
    """What a rule finds in a valid report (触发): the report, the finding, and what stands there."""

    specimen: Specimen
    finding: Finding
    excerpt: Excerpt | None


class Trial(NamedTuple):
    """How a rule fared (检验结果).

    wrong, right: whether the example did what it should; None if there is none, or if it could not be run.
    firings: what the rule found in valid reports. seconds: the time that it took for one, on average.
    """

    rule: Rule
    wrong: bool | None
    right: bool | None
    firings: tuple[Firing, ...]
    seconds: float
    remarks: tuple[Remark, ...]


class _Refused(Exception):
    """A part of a trial that could not be carried out, ``kind`` being that of the remark."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def tried(rule: Rule, harness: Harness, samples: Sequence[tuple[Specimen, Report]]) -> Trial:
    """Try a rule on its examples and on valid reports."""
    remarks = [
        Remark("incomplete", _(said), rule.code) for key, said in _TEXTS.items() if not getattr(rule, key).strip()
    ]
    answers: list[bool | None] = []
    for wanted in (True, False):
        try:
            answers.append(_answers(rule, harness, wanted))
        except _Refused as refused:
            answers.append(False if refused.kind in _DISPROVED else None)
            remarks.append(Remark(refused.kind, str(refused), rule.code))
    wrong, right = answers
    start, firings = perf_counter(), []
    try:
        firings = list(_firings(rule, samples))
    except _Refused as refused:
        remarks.append(Remark(refused.kind, str(refused), rule.code))
    seconds = (perf_counter() - start) / max(1, len(samples))
    remarks += _judged(rule, firings, seconds, len(samples), harmless=right is True)
    return Trial(rule, wrong, right, tuple(firings), seconds, tuple(remarks))


def _answers(rule: Rule, harness: Harness, wanted: bool) -> bool | None:
    """Whether an example does what it should. Raises _Refused if it does not."""
    name, example = (_("反例"), rule.wrong) if wanted else (_("正例"), rule.right)
    if not example.strip():
        return None
    try:
        with patience():
            answers = harness.answers(rule, example, wanted=wanted)
    except ExampleError as error:
        raise _Refused("example", _("{name}不能用：{error}").format(name=name, error=error)) from None
    except (Unreadable, NotAReport):
        message = _("{name}不是一份年度报告，也不是对样本报告的改动：改动的行须以 -、+ 或空格开头")
        raise _Refused("example", message.format(name=name)) from None
    except Endless as error:
        raise _Refused("endless", str(error)) from None
    except BaseException as error:
        reraise_if_due()
        message = _("检查{name}时出错：{error}")
        raise _Refused("raises", message.format(name=name, error=explain_rule_fault(error, rule))) from None
    if wanted and not answers:
        raise _Refused("never", _("反例没有触发规则，它可能从不触发"))
    if answers and not wanted:
        raise _Refused("false-alarm", _("正例触发了规则：{message}").format(message=answers[0].message))
    return True


def _firings(rule: Rule, samples: Sequence[tuple[Specimen, Report]]) -> Iterator[Firing]:
    """What a rule finds in valid reports. Raises _Refused if it breaks down on one."""
    try:
        with patience():
            for specimen, report in samples:
                for finding in _found(rule, report, specimen):
                    yield Firing(specimen, finding, excerpt(report, finding))
    except Endless as error:
        raise _Refused("endless", str(error)) from None


def _found(rule: Rule, report: Report, specimen: Specimen) -> list[Finding]:
    try:
        return list(found(rule, report))
    except BaseException as error:
        reraise_if_due()
        message = _("检查生成的有效报告（{agency}{year}年度）时出错：{error}")
        fault = explain_rule_fault(error, rule)
        said = message.format(agency=specimen.agency.name, year=specimen.year, error=fault)
        raise _Refused("raises", said) from None


def _judged(rule: Rule, firings: Sequence[Firing], seconds: float, reports: int, *, harmless: bool) -> Iterator[Remark]:
    """What is to be said of a rule that finds something in valid reports, or takes its time."""
    fired = len({firing.specimen.path for firing in firings})
    if fired and fired == reports and not harmless:
        yield Remark("always", _("{count}份有效报告全都触发了规则，它可能总是触发").format(count=reports), rule.code)
    elif fired:
        message = _("{count}份有效报告中有{fired}份触发了规则：如果它要求的比国家格式多，这是对的，否则是误报")
        yield Remark("sometimes", message.format(count=reports, fired=fired), rule.code, failure=False)
    if seconds > _SLOW:
        message = _("平均每份报告要{seconds:.1f}秒，太慢")
        yield Remark("slow", message.format(seconds=seconds), rule.code, failure=False)
