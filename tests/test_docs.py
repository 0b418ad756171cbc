"""The pages under docs/ and the READMEs say what the code says."""

import doctest
import importlib.util
import re
import shlex
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest
from commandline import gouji as gouji_command

import gouji

ROOT = Path(__file__).parent.parent
PROGRAM = {"gouji.__main__"}
"""Runs when it is imported."""
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
FENCED = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)(?:#[^)\s]*)?\)")


def test_made_pages_are_up_to_date() -> None:
    made = dict(generator().pages())
    stale = [path.name for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    gone = [path.name for path in (ROOT / "docs" / "rules").rglob("*.md") if path not in made]
    assert (stale, gone) == ([], []), "run `make docs`"


@pytest.mark.parametrize("name", sorted({each.name for each in walk_packages(gouji.__path__, "gouji.")} - PROGRAM))
def test_the_examples_in_docstrings_run(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_the_examples_in_the_guide_to_the_api_run() -> None:
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").partition(generator().MARK)[0]
    examples = doctest.DocTestParser().get_doctest(guide.replace("```", ""), {}, "api.md", None, None)
    assert examples.examples
    assert doctest.DocTestRunner().run(examples).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("file", ["qingjiang/rules.py", "qingjiang/province.toml", "qingjiang/__init__.py"])
def test_the_guide_shows_the_example(file: str) -> None:
    guide = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    example = (ROOT / "examples" / "qingjiang" / file).read_text(encoding="utf-8")
    shown = re.findall(r"^```(?:python|toml)\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert any(each in example for each in shown)


def test_the_tutorial_shows_what_the_commands_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tutorial = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
    sessions = re.findall(r"^```console\n\$ gouji (.*)\n((?:.*\n)*?)```$", tutorial, re.MULTILINE)
    assert len(sessions) == 2
    monkeypatch.chdir(tmp_path)
    for command, printed in sessions:
        assert gouji_command(*shlex.split(command)).out == printed
    example = re.search(r"^```python\n(.*?)^```$", tutorial, re.MULTILINE | re.DOTALL)
    assert example and example[1].partition("PACK")[2] in (tmp_path / "qing-jiang/tests/test_rules.py").read_text(
        "utf-8"
    )


def generator() -> ModuleType:
    """The program behind ``make docs``."""
    specification = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module
