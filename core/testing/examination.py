"""Examining a pack (规则包检验): every rule of it is tried, and what is wrong with the pack itself is said."""

from __future__ import annotations

from typing import NamedTuple

from gouji.host import Host
from gouji.i18n import _
from gouji.loading import aside
from gouji.model import NO_ADDITIONS
from gouji.testing.entries import entry_remarks
from gouji.testing.harness import Harness
from gouji.testing.packs import Pack, pack_at
from gouji.testing.patience import Endless, patience
from gouji.testing.specimens import specimens
from gouji.testing.trial import Remark, Trial, tried
from gouji.usage import UsageError


class Examination(NamedTuple):
    """How a pack fared (检验结果). remarks: those about the pack as a whole. reports: the number of valid reports."""

    pack: Pack
    trials: tuple[Trial, ...]
    remarks: tuple[Remark, ...]
    reports: int

    @property
    def all_remarks(self) -> tuple[Remark, ...]:
        """Everything there is to say, about the pack and then about each rule."""
        return self.remarks + tuple(remark for trial in self.trials for remark in trial.remarks)

    @property
    def failures(self) -> list[str]:
        """What is wrong, in sentences; empty if nothing is."""
        return [remark.spoken for remark in self.all_remarks if remark.failure]


def examine(path: str) -> Examination:
    """Load the pack at a path, which means that its code runs, and try its rules. Raises UsageError if there is none.

    Other packs that are installed take no part.
    """
    pack = pack_at(path)
    with aside():
        return _examined(pack)


def _examined(pack: Pack) -> Examination:
    try:
        with patience():
            harness = Harness(Host(pack.plugins, pack.rulesets, installed=False))
    except (UsageError, Endless) as error:
        return Examination(pack, (), (Remark("broken", str(error)),), 0)
    host, bundled = harness.host, Harness(Host(installed=False))
    rules = [rule for code, rule in host.rules.items() if code not in bundled.host.rules]
    samples = [(each, harness.read(each.text, path=each.path)) for each in specimens()] if rules else []
    remarks = [Remark("broken", finding.message) for finding in host.findings]
    remarks += entry_remarks(harness, bundled)
    if not rules and not remarks and host.additions is NO_ADDITIONS:
        remarks.append(Remark("broken", _("规则包里没有规则，也没有给规则集添加什么")))
    return Examination(pack, tuple(tried(rule, harness, samples) for rule in rules), tuple(remarks), len(samples))
