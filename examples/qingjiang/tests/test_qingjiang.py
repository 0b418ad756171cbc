"""清江省规则包的测试。"""

from pathlib import Path

import pytest

from gouji.testing import clean_report, examine, findings

PACK = str(Path(__file__).parent.parent)


def test_nothing_is_wrong_with_the_pack() -> None:
    assert examine(PACK).failures == []


@pytest.mark.parametrize(("agency", "found"), [("清江省公共资源交易中心", ["QJ001"]), ("林泉镇人民政府", [])])
def test_only_departments_sign_early(agency: str, found: list[str]) -> None:
    report = clean_report().replace("清棠县交通运输局", agency).replace("1月18日", "1月26日")
    assert [finding.code for finding in findings(report, pack=PACK, select=["QJ001"])] == found


def test_many_applications_that_are_explained() -> None:
    report = clean_report(narrative="申请主要涉及征地补偿。", received=120, granted=120)
    assert findings(report, pack=PACK, select=["QJ002"]) == []


def test_an_instrument_of_the_province_is_known() -> None:
    report = clean_report(narrative="依据《清江省政府信息公开办法》（清江政发〔2019〕9号）公开。")
    (finding,) = findings(report, pack=PACK, select=["C"])
    assert finding.expected == "清江政发〔2019〕8号"
