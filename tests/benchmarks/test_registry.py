"""What an office's own instruments cost: the check of a report with none and with 1,000 of them."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gouji.api import Report, citations, instruments
from gouji.model import NO_ADDITIONS, Additions
from gouji.plugins.citations import gouji_rules
from gouji.testing import report

TEXT = "按照《办法》（清政办发〔2020〕7号）和《国务院办公厅印发2022年政务公开工作要点的通知》（国办发〔2022〕8号）。"
ENTRIES = [{"title": f"清棠县第{n}号公开办法", "numbers": [f"清政办发〔2020〕{n}号"]} for n in range(1, 1001)]
MANY = Additions(("local.toml", {"instruments": ENTRIES}))


def rules_of_citations(given: Report) -> int:
    given.readings.clear()
    return len(citations(given)) + sum(len(list(rule.check(given))) for rule in gouji_rules() if rule.check)


@pytest.mark.benchmark(group="known instruments", warmup=True)
@pytest.mark.parametrize("additions", [NO_ADDITIONS, MANY], ids=["bundled", "1000-more"])
def test_check_citations(additions: Additions, benchmark: BenchmarkFixture) -> None:
    given = report(TEXT)._replace(additions=additions)
    instruments(additions)
    benchmark(rules_of_citations, given)


@pytest.mark.benchmark(group="reading 1,000 instruments")
def test_read_instruments(benchmark: BenchmarkFixture) -> None:
    benchmark(lambda: instruments(Additions(("local.toml", {"instruments": ENTRIES}))))
