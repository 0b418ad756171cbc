"""What ships ready-made is what the code makes of the grammars and rulesets beside it."""

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lark import Lark

from gouji import readymade
from gouji.grammars import STARTS, build, load

ROOT = Path(__file__).parents[1]


def content(thing: Any, within: frozenset[int] = frozenset()) -> Any:
    """What a thing is made of, in a form that can be compared: sets sorted, objects taken apart."""
    if id(thing) in within or isinstance(thing, (str, int, float, bytes, type, type(None))):
        return "again" if id(thing) in within else thing
    within |= {id(thing)}
    if isinstance(thing, dict):
        return sorted((repr((content(key, within), content(value, within))) for key, value in thing.items()))
    if isinstance(thing, (set, frozenset)):
        return sorted(repr(content(each, within)) for each in thing)
    if isinstance(thing, (list, tuple)):
        return type(thing), [content(each, within) for each in thing]
    return type(thing), content(thing.__reduce_ex__(4)[1:3], within)


def stored(file: Path) -> dict[readymade.Call, Any]:
    _checksum, results = pickle.loads(file.read_bytes())
    return {call: pickle.loads(data) for call, data in results.items() if "_saved" not in call[0]}


def test_what_ships_is_what_the_code_makes(tmp_path: Path) -> None:
    program = "import ready, sys; ready.write(sys.argv[1])"
    made = tmp_path / "ready.pickle"
    subprocess.run([sys.executable, "-c", program, made], cwd=ROOT / ".ci", check=True)
    ours, theirs = stored(made), stored(Path(readymade.FILE))
    assert ours.keys() == theirs.keys()
    assert [call for call in ours if content(ours[call]) != content(theirs[call])] == [], "run `make ready`"


def parts(parser: Lark) -> dict[str, Any]:
    """What a parser was made of, in a form that can be compared."""
    return {
        "rules": [(str(rule.origin.name), [s.name for s in rule.expansion], rule.alias) for rule in parser.rules],
        "terminals": {terminal.name: (str(terminal.pattern), terminal.priority) for terminal in parser.terminals},
        "ignored": sorted(parser.lexer_conf.ignore),
        "starts": list(parser.options.start),
    }


@pytest.mark.parametrize("name", STARTS)
def test_ready_made_parsers_are_those_of_the_grammars(name: str) -> None:
    assert parts(load(name)) == parts(build(name)), "run `make ready`"


def test_other_sources_make_stored_results_worthless(monkeypatch: pytest.MonkeyPatch) -> None:
    assert readymade._stored.__wrapped__()
    monkeypatch.setattr(readymade, "_checksum", lambda: 0)
    assert readymade._stored.__wrapped__() == {}


def test_without_stored_results_the_answer_is_the_same() -> None:
    program = "from gouji import readymade; readymade.FILE = {!r}; from gouji.testing import clean_report, findings; "
    program += "print([(each.code, each.place, each.message) for each in findings(clean_report(granted__total=9))])"
    answers = {run(program.format(file)) for file in (readymade.FILE, "missing")}
    assert len(answers) == 1
    assert "A101" in answers.pop()


def run(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
