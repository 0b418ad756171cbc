"""How long a check takes as damaged text grows: four times the text should take four times as long."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gouji.testing import check, clean_report

PIECES = {
    "parts": "收到3件（其中甲2件、乙1件），",
    "sums": "甲3件，乙4件，合计7件，",
    "brackets": "3件（",
    "denials": "未收到申请，",
    "years": "2022年，我局。",
    "periods": "统计2024年1月1日至2024年12月31日，",
    "citations": "《办法》（国办发〔2022〕8号）第三条，",
    "marks": "《",
    "lines": "健全登记、审核、答复、归档流程，依法按期答复，努力做到\n",
    "furniture": "当前位置：首页\n",
    "links": "网站http://www.qingtang.com，",
    "phones": "联系人张三，手机13800001234。",
    "doubled": "资金资金的的",
    "spam": "亚博体育",
}


@pytest.mark.benchmark(group="length of damaged text", warmup=False, min_rounds=2, max_time=1)
@pytest.mark.parametrize("times", [500, 2000])
@pytest.mark.parametrize("piece", PIECES)
def test_growth(piece: str, times: int, benchmark: BenchmarkFixture) -> None:
    benchmark(check, clean_report(narrative=PIECES[piece] * times).encode())
