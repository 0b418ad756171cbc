"""Every message has an English translation, and the catalogue that ships is the one that is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from gouji import i18n

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".ci" / "messages"


@pytest.fixture(scope="module")
def extract() -> ModuleType:
    sys.path.insert(0, str(FOLDER))
    try:
        import extract
    finally:
        sys.path.remove(str(FOLDER))
    return extract


def test_every_message_is_translated_and_compiled() -> None:
    done = subprocess.run([sys.executable, FOLDER, "--check"], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_marked_texts_are_found_wherever_they_stand(extract: ModuleType) -> None:
    source = '_("甲").format(乙=N_("乙"))\napi._("丙" "丁")\n_(变量)\n'
    assert [message.text for message in extract.in_python(source, "x.py")] == ["甲", "乙", "丙丁"]


def test_a_rules_own_words_need_no_mark(extract: ModuleType) -> None:
    decorated = '@rule("A101", "a", E, title="题", reason="由", basis="据", wrong="错", right="对")\ndef check(): ...\n'
    made = 'Rule("A101", "a", E, "题", "由", "据", "错", "对")'
    for source in (decorated, made):
        assert [message.text for message in extract.in_python(source, "x.py")] == ["题", "由", "据"]


@pytest.mark.parametrize("source", ['_(f"共{n}处")', '_("共" + n)'])
def test_a_message_put_together_too_early_is_refused(extract: ModuleType, source: str) -> None:
    with pytest.raises(extract.NotLiteralError, match=r"x\.py:1"):
        list(extract.in_python(source, "x.py"))


def test_marked_texts_are_found_in_templates(extract: ModuleType) -> None:
    source = "{{ _('甲').format(乙=1) }}{% if x %}{{ _('丙') }}{% endif %}"
    assert [message.text for message in extract.in_template(source, "x.jinja")] == ["甲", "丙"]
    with pytest.raises(extract.NotLiteralError, match=r"x\.jinja:2"):
        list(extract.in_template("\n{{ _('共' ~ n) }}", "x.jinja"))


def test_the_words_of_relations_are_messages(extract: ModuleType) -> None:
    ruleset = {"relations": [{"code": "A101", "title": "题", "why": "由", "basis": "据", "holds": "a == b"}]}
    assert [message.text for message in extract.in_ruleset(ruleset, "x.toml", ["甲", "乙"])] == ["题", "由", "据"]


def test_a_basis_is_a_message_for_each_edition_and_for_both(extract: ModuleType) -> None:
    ruleset = {"relations": [{"basis": "{instrument}附件"}]}
    found = [message.text for message in extract.in_ruleset(ruleset, "x.toml", ["甲", "乙"])]
    assert found == ["甲附件", "乙附件", "甲附件；乙附件"]


def test_english_is_used_when_asked_for_and_chinese_otherwise() -> None:
    assert i18n._("错误") == "错误"
    i18n.use("en")
    try:
        assert i18n._("错误") == "error"
    finally:
        i18n.use("zh")
