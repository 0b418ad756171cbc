"""The lexicon: every entry tells its own examples apart, and an office can add to it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import tomli

from gouji import ruleset
from gouji.api import Lexicon, Report, Term, hits, lexicon
from gouji.entries import RulesetError
from gouji.model import Additions
from gouji.prose.words.lexicon import KINDS, bare, bundled_terms, read_terms
from gouji.testing import clean_report, findings, report

JUDGED = {"spam": "H701", "suspect": "H701", "wording": "L902", "double": "L901", "furniture": "H705"}
TERMS = [term for term in bundled_terms() if term.kind in JUDGED]
WORDS = [(term, word) for term in TERMS for word in term.words]


def found(text: str) -> set[str]:
    """The codes of families H and L that a line below the report triggers."""
    return {each.code for each in findings(f"{clean_report()}\n{text}\n") if each.code[0] in "HL"}


def local(text: str) -> Lexicon:
    return lexicon(Additions(("qingtang.toml", tomli.loads(text))))


def words_in(text: str, terms: Lexicon) -> list[str]:
    return [hit.word for hit in terms.find(text)]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.kind}-{term.words[0]}")
def test_examples_say_the_truth(term: Term) -> None:
    assert found(term.wrong) == {JUDGED[term.kind]}
    assert found(term.right) == set()


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.kind}-{term.words[0]}")
def test_every_entry_gives_its_reason(term: Term) -> None:
    assert term.why
    assert term.basis or term.kind not in {"wording", "double"}


def test_every_word_is_found() -> None:
    terms = lexicon(Additions())
    for term, word in WORDS:
        text = f"甲{''.join(term.led_by)}{bare([word])[0]}{(term.followed_by or ('',))[0].replace('#', '2')}乙"
        assert any(hit.term == term for hit in terms.find(text)), word


def test_no_phrase_of_an_exception_is_found() -> None:
    terms = lexicon(Additions())
    for term in TERMS:
        for phrase in term.unless:
            assert any(word in phrase for word in bare(term.words)), phrase
            assert all(hit.term != term for hit in terms.find(f"甲{phrase}乙")), phrase


def test_no_word_stands_there_twice() -> None:
    entries = [(term.kind, word) for term in bundled_terms() for word in bare(term.words)]
    assert sorted({entry for entry in entries if entries.count(entry) > 1}) == []


def test_the_file_explains_every_kind() -> None:
    explained = (ruleset.rulesets.__file__ or "").replace("__init__.py", "lexicon.toml")
    with open(explained, encoding="utf-8") as stream:  # noqa: PTH123
        text = stream.read()
    assert all(re.search(rf"#\s+(?:kind\s+)?{kind}\s", text) for kind in KINDS)


@pytest.mark.parametrize("setting", ["亚 博", "亚\u200b博", "亚\u3000博", "亚\ufeff博"])
def test_a_word_is_found_however_it_is_set(setting: str) -> None:
    (finding,) = (each for each in findings(f"{clean_report()}\n类似{setting}的台子\n") if each.code == "H701")
    assert finding.actual == setting
    assert finding.place.end_column - finding.place.column == 3


@pytest.mark.parametrize("setting", ["BET365", "ＢＥＴ３６５", "bet 365"])
def test_letters_are_found_in_any_width_and_case(setting: str) -> None:
    assert found(f"请访问{setting}。") == {"H701"}


def test_a_word_of_letters_is_found_as_a_whole_only() -> None:
    assert words_in("alphabet365 w888", lexicon(Additions())) == []


def test_an_office_adds_words() -> None:
    terms = local(
        """
        [[terms]]
        kind = "spam"
        words = ["青团娱乐", "糖果ＡＰＰ"]

        [[terms]]
        kind = "wording"
        words = ["清糖县"]
        instead = "清棠县"
        unless = ["清糖县志"]
        """
    )
    assert words_in("青团娱乐和糖果app，清糖县、清糖县志", terms) == ["青团娱乐", "糖果app", "清糖县"]
    assert words_in("类似亚博的台子", terms) == ["亚博"]


def test_an_office_adds_words_that_explain_or_double() -> None:
    terms = local('[[terms]]\nkind = "official"\nwords = ["联合检查组"]\n[[terms]]\nkind = "natural"\nwords = ["资金"]')
    assert "联合检查组" in terms.words("official")
    assert terms.is_natural("资金", "资金资金", 4)
    assert not lexicon(Additions()).is_natural("资金", "资金资金", 4)


def test_added_words_are_looked_for_in_reports() -> None:
    additions = Additions(("qingtang.toml", {"terms": [{"kind": "spam", "words": ["青团娱乐"]}]}))
    base = report("青团娱乐欢迎您")
    assert [hit.word for hit in hits(Report(*base[:-1], additions))["spam"]] == ["青团娱乐"]
    assert hits(base)["spam"] == []


@pytest.mark.parametrize(
    ("entries", "key"),
    [
        ("亚博", "terms"),
        ([1], "terms"),
        ([{"kind": "spam", "words": ["甲"], "word": "乙"}], "terms[1].word"),
        ([{"kind": "spam", "words": ["甲"]}, {"kind": "spam"}], "terms[2].words"),
        ([{"words": ["甲"]}], "terms[1].kind"),
        ([{"kind": "spma", "words": ["甲"]}], "terms[1].kind"),
        ([{"kind": 1, "words": ["甲"]}], "terms[1].kind"),
        ([{"kind": "spam", "words": "甲"}], "terms[1].words"),
        ([{"kind": "spam", "words": []}], "terms[1].words"),
        ([{"kind": "spam", "words": [1]}], "terms[1].words[1]"),
        ([{"kind": "spam", "words": [" "]}], "terms[1].words[1]"),
        ([{"kind": "wording", "words": ["甲"]}], "terms[1].instead"),
        ([{"kind": "wording", "words": ["甲"], "instead": ""}], "terms[1].instead"),
        ([{"kind": "spam", "words": ["甲"], "unless": "乙"}], "terms[1].unless"),
    ],
)
def test_a_wrong_entry_is_named(entries: Any, key: str) -> None:
    with pytest.raises(RulesetError) as error:
        list(read_terms("qingtang.toml", entries))
    assert (error.value.file, [fault.key for fault in error.value.faults]) == ("qingtang.toml", [key])


def test_a_misspelt_kind_is_recognised() -> None:
    with pytest.raises(RulesetError, match="是否想写 spam"):
        list(read_terms("qingtang.toml", [{"kind": "spma", "words": ["甲"]}]))


def test_only_what_is_looked_for_is_found() -> None:
    """打击 is an official word, 研究 may stand twice; neither is looked for."""
    assert [hit.word for hit in lexicon(Additions()).find("打击下载研究研究其它")] == ["其它"]


def test_the_first_text_and_later_ones_are_searched_alike() -> None:
    text = "类似亚博的台子，暂无其它事项，截止2023年底。当前位置：首页。的的。" * 3
    searched = Lexicon(bundled_terms())
    first, later = list(searched.find(text)), list(searched.find(text))
    assert sorted((hit.start, hit.word) for hit in first) == sorted((hit.start, hit.word) for hit in later)
    assert len(first) >= 12
