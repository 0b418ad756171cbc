"""Families Y and G about copying (内容雷同): what is compared, which reports are alike, and at scale."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from audits import essay
from commandline import gouji
from hypothesis import given
from hypothesis import strategies as st
from real import read_bytes

from gouji.audit.harvest import Harvest
from gouji.audit.ledger.store import Ledger
from gouji.collection import Collection
from gouji.copying import candidates
from gouji.copying.comparing import Overlap
from gouji.copying.copies import copies_of_last_year, copies_of_others, repeated
from gouji.copying.own_words import likeness, names, own_words
from gouji.copying.signing import Sentence, bands, sentences
from gouji.document import Place
from gouji.host import Host
from gouji.testing import clean_report, read
from gouji.testing.batches import Batch, collected

LOCAL = "清棠县交通运输局"


def filed(text: Sequence[str], agency: str = LOCAL, year: int = 2023) -> str:
    """A report that says this, in paragraphs of three sentences."""
    paragraphs = ["".join(text[at : at + 3]) for at in range(0, len(text), 3)]
    return clean_report(year=year, narrative="\n\n".join(paragraphs)).replace(LOCAL, agency)


@contextmanager
def audited(*reports: str) -> Iterator[Collection]:
    with collected(Host(installed=False), Batch(reports)) as collection:
        yield collection


# ── What is compared ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("2023年清棠县交通运输局在 3 个集镇增设触摸屏，方便老人查阅。", "年在个集镇增设触摸屏方便老人查阅"),
        ("我县交通运输局在三个集镇增设触摸屏，方便老人查阅", "在个集镇增设触摸屏方便老人查阅"),
        ("按照《清棠县2023年政务公开工作要点》，在集镇增设触摸屏方便老人查阅。", "按照在集镇增设触摸屏方便老人查阅"),
        ("本报告的统计期限为2023年1月1日至12月31日，由本局编制并负责解释说明。", ""),
        ("如有疑问，请与县政务服务大厅二楼值班室联系，电话号码为012-345678。", ""),
        ("全年收到政府信息公开申请5件，上年结转1件，予以公开4件，结转下年度继续办理2件。", ""),
        ("认真开展培训。", ""),
    ],
)
def test_own_words(said: str, own: str) -> None:
    assert own_words(said, names(LOCAL)) == own


@given(st.data())
def test_blanks_figures_and_widths_do_not_count(data: st.DataObject) -> None:
    said = "窗口值守的3名同志逐项讲解触摸屏的用法，随后回访，收集问卷120份。"
    at = data.draw(st.integers(0, len(said)))
    blank = data.draw(st.sampled_from([" ", "\u3000", "\n", "\t", "8", "９", "、"]))
    assert own_words(said[:at] + blank + said[at:]) == own_words(said)


def test_sentences_stand_where_the_file_has_them() -> None:
    text = filed(["窗口值守的同志逐项讲解\n触摸屏的用法并作回访。", *essay(1, 2)])
    lines = text.split("\n")
    for said in sentences(read(text)):
        place = said.place
        stretch = "\n".join(lines[place.line - 1 : place.end_line])
        cut = len(lines[place.end_line - 1]) - place.end_column + 1
        assert stretch[place.column - 1 : len(stretch) - cut].replace("\n", "") == said.text


def test_of_an_endless_text_only_so_much_is_compared() -> None:
    endless = read(filed(["窗口" * 900 + "。", *essay(1, 1100)]))
    said = [each for each in sentences(endless) if each.own]
    assert len(said) == 1000
    assert max(len(each.text) for each in said) <= 401


def signature(text: Sequence[str]) -> dict[str, list[int]]:
    return bands([Sentence(None, said, own_words(said), Place(1, 1, 1, 1)) for said in text])


@given(st.permutations(essay(5, 12)))
def test_the_order_of_sentences_does_not_matter(text: list[str]) -> None:
    assert signature(text) == signature(essay(5, 12))


def test_a_text_too_short_to_be_copied_has_no_bands() -> None:
    assert signature(essay(5, 3)) == {"band": [], "hash": []}


texts = st.lists(st.sampled_from([own_words(said) for seed in range(3) for said in essay(seed, 4)]), max_size=9)


@given(texts, texts)
def test_likeness_is_symmetric(first: list[str], second: list[str]) -> None:
    assert Overlap(first, second).of_both == Overlap(second, first).of_both
    assert 0 <= Overlap(first, second).of_both <= 100


@given(texts, st.randoms(use_true_random=False))
def test_a_text_is_all_like_itself(text: list[str], chance: Random) -> None:
    other = chance.sample(text, len(text))
    assert Overlap(text, other).of_both == (100 if text else 0)


# ── Which are alike ──────────────────────────────────────────────────────────────────────────────


def test_a_report_that_differs_in_year_and_figures_repeats_last_years() -> None:
    text = [f"全年在{number}个集镇{said}" for number, said in enumerate(essay(1), 2)]
    later = [said.replace("全年在", "今年在1") for said in text]
    with audited(filed(text, year=2022), filed(later, year=2023)) as collection:
        (copy,) = copies_of_last_year(collection)
        assert (copy.report.year, copy.other.year, copy.percent) == (2023, 2022, 100)
        assert list(copies_of_others(collection)) == []


def test_a_report_cut_short_still_repeats_last_years() -> None:
    text = essay(1, 40)
    with audited(filed(text, year=2022), filed(text[:12], year=2023)) as collection:
        assert [copy.percent for copy in copies_of_last_year(collection)] == [100]


@pytest.mark.parametrize("kept", [0, 6, 12])
def test_a_report_that_is_half_rewritten_repeats_nothing(kept: int) -> None:
    text = essay(1)
    later = text[:kept] + essay(2)[kept:]
    peers = filed(text, year=2022), filed(later, year=2023), filed(later[:kept] + essay(3)[kept:], "清棠县教育局")
    with audited(*peers) as collection:
        assert list(copies_of_last_year(collection)) == []
        assert list(copies_of_others(collection)) == []


def test_another_agencys_text_with_its_name_changed_is_the_same() -> None:
    text = [f"{LOCAL}{said}" for said in essay(1)]
    theirs = [said.replace(LOCAL, "清棠县教育局") for said in text]
    with audited(filed(text), filed(theirs, "清棠县教育局"), filed(essay(2), "清棠县审计局")) as collection:
        found = [(copy.report.agency, copy.other.agency, copy.percent) for copy in copies_of_others(collection)]
    assert found == [(LOCAL, "清棠县教育局", 100), ("清棠县教育局", LOCAL, 100)]


def test_the_sentence_with_a_word_changed_is_the_same_sentence() -> None:
    text = [f"到各村各社区{said}" for said in essay(1)]
    theirs = [said.replace("各村各社区", "每个村") for said in text]
    with audited(filed(text), filed(theirs, "清棠县教育局")) as collection:
        assert len(list(copies_of_others(collection))) == 2


def test_a_government_and_its_office_publish_one_report() -> None:
    text = essay(1)
    with audited(filed(text, "清棠县人民政府"), filed(text, "清棠县人民政府办公室")) as collection:
        assert list(copies_of_others(collection)) == []


def test_an_agency_that_files_twice_does_not_copy_from_itself() -> None:
    text = essay(1)
    with audited(filed(text), filed(text)) as collection:
        assert list(copies_of_others(collection)) == []


def test_each_of_many_copies_names_one_and_says_how_many_more() -> None:
    reports = [filed(essay(1), f"清棠县第{letter}中心") for letter in "甲乙丙丁戊己"]
    with audited(*reports, filed(essay(2))) as collection:
        found = list(copies_of_others(collection))
    assert [copy.more for copy in found] == [4] * 6
    assert all(copy.other.agency != copy.report.agency for copy in found)


def test_what_is_repeated_stands_side_by_side() -> None:
    text, name = essay(1), "清棠县教育局"
    with audited(filed(text), filed(["座谈会上" + said for said in reversed(text)], name)) as collection:
        paths = [path for (path,) in collection.rows("SELECT path FROM files ORDER BY path")]
        pairs = repeated(collection, *paths)
        assert {("座谈会上" + here.text, there.text) for here, there in pairs} >= {("座谈会上" + s,) * 2 for s in text}
        said = sentences(read(filed(text)))
        assert {here.place for here, _there in pairs} <= {each.place for each in said}
        assert repeated(collection, paths[0], "elsewhere.txt") == []


# ── As it is used ────────────────────────────────────────────────────────────────────────────────


def found(folder: Path, *arguments: str) -> list[dict[str, object]]:
    ledger = str(folder.parent / "ledger.duckdb")
    ran = gouji("audit", str(folder), "--ledger", ledger, "--select", "Y804,G903", "--format", "json", *arguments)
    return [finding for file in json.loads(ran.out)["files"] for finding in file["findings"]]


def test_an_audit_shows_where_and_what(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    text = essay(1)
    (folder / "2022.txt").write_text(filed(essay(2)[:9] + text[9:], year=2022), encoding="utf-8")
    (folder / "2023.txt").write_text(filed(essay(2)[:9] + text[9:][::-1], year=2023), encoding="utf-8")
    (finding,) = found(folder)
    assert finding["code"] == "Y804"
    (related,) = finding["related"]
    assert related["path"].endswith("2022.txt")
    assert (related["agency"], related["year"]) == (LOCAL, 2022)
    line = (folder / "2023.txt").read_text(encoding="utf-8").split("\n")[finding["location"]["line"] - 1]
    assert line[finding["location"]["column"] - 1 :].startswith(finding["actual"])


def test_no_personal_number_is_kept_or_shown() -> None:
    number = "11010519491231002X"
    text = [said.replace("。", f"，公民身份号码{number}。") for said in essay(1)]
    with audited(filed(text, year=2022), filed(text, year=2023)) as collection:
        kept = list(collection.rows("SELECT text, own FROM passages"))
        shown = repeated(collection, *(path for (path,) in collection.rows("SELECT path FROM files ORDER BY path")))
    assert sum("***" in said for said, _own in kept) == 2 * len(text)
    assert number[4:-4] not in f"{kept}{shown}"


@pytest.mark.parametrize("names", [("suqian-2023.txt", "suqian-2024.txt"), ("hongze-2023.pdf", "hongze-2024.pdf")])
def test_real_successive_reports_are_not_copies(names: Sequence[str], tmp_path: Path) -> None:
    for name in names:
        (tmp_path / "reports").mkdir(exist_ok=True)
        (tmp_path / "reports" / name).write_bytes(read_bytes("real", Path(name).stem, Path(name).suffix))
    assert found(tmp_path / "reports") == []


# ── At scale ─────────────────────────────────────────────────────────────────────────────────────


class Province(Collection):
    """A ledger with reports of which many have one text with a few sentences of their own."""

    years = (2023,)
    today = "2024-02-01"

    def __init__(self, path: Path, reports: int, alike: int) -> None:
        self.ledger = Ledger(str(path))
        self.ledger.put(1, [(_harvest(number, number < alike), None) for number in range(reports)])
        self.ledger.attribute(
            [(file, f"机关{file}", 2023, None) for (file,) in list(self.rows("SELECT file FROM files"))]
        )

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        return self.ledger.rows(query, *values)


def _harvest(number: int, alike: bool) -> Harvest:
    text = [*essay(0)[:22], *essay(number + 1, 2)] if alike else essay(number + 1)
    own = [own_words(said) for said in text]
    passages = {"number": list(range(len(text))), "text": text, "own": own, "line": [1] * len(text)}
    file = {"path": f"{number:04}.txt", "digest": str(number), "checked": True, "record": "{}"}
    written = (json.dumps(each, ensure_ascii=False) for each in (file, passages, signature(text)))
    path, digest = file["path"], file["digest"]
    head, said, marks = written
    return Harvest(str(path), str(digest), head, passages=said, bands=marks)


def test_a_text_that_hundreds_copied_makes_few_pairs_and_one_group(tmp_path: Path) -> None:
    province = Province(tmp_path / "ledger.duckdb", reports=500, alike=400)
    try:
        assert len(list(candidates.of_others(province, 2023))) <= 3 * 400
        copies = list(copies_of_others(province))
    finally:
        province.ledger.close()
    assert [copy.report.path for copy in copies] == [f"{number:04}.txt" for number in range(400)]
    assert {copy.more for copy in copies} == {398}
    assert min(copy.percent for copy in copies) >= likeness().same_narrative


def test_the_documentation_gives_the_limits() -> None:
    text = " ".join((Path(__file__).parents[1] / "docs" / "copying.md").read_text(encoding="utf-8").split())
    limits = likeness()
    assert f"fewer than {limits.shortest_sentence} characters of one's own" in text
    assert f"reports of fewer than {limits.shortest_narrative}" in text
    assert f"at least {limits.same_sentence} % of their characters are, in order" in text
    assert f"at least {limits.same_narrative} % of their characters stand" in text
