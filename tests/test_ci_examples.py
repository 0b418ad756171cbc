"""The recipes under examples/ci are of their servers' form, and their command lines do what they are there for."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from commandline import CLEAN, FAULTY, gouji

ROOT = Path(__file__).parent.parent
RECIPES = ROOT / "examples" / "ci"
NAMES = sorted(path.name for path in RECIPES.iterdir())
_COMMAND = re.compile(r"\bgouji (check [^'\"\n]*)")


def recipe(name: str) -> str:
    return (RECIPES / name).read_text(encoding="utf-8")


def commands(name: str) -> list[list[str]]:
    lines = (line for line in recipe(name).splitlines() if not line.lstrip().startswith(("#", "//")))
    return [shlex.split(found) for line in lines for found in _COMMAND.findall(line)]


def named(data: Any, key: str) -> list[Any]:
    """All values that stand under a key, at any depth."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for name, value in entries for found in ([value] if name == key else named(value, key))]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("report", "status"), [(CLEAN, 0), (FAULTY, 1)], ids=["clean", "faulty"])
def test_the_commands_run_and_write_what_the_recipe_keeps(
    name: str, report: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(report, encoding="utf-8")
    (command,) = commands(name)
    ran = gouji(*command)
    assert (ran.status, ran.err) == (status, "")
    written = {path.name for path in tmp_path.iterdir()} - {"reports"}
    assert written
    # Everything that is written is taken up by the server, and nothing else is.
    rest = "\n".join(line for line in recipe(name).splitlines() if "gouji check" not in line)
    assert all(file in rest for file in written)
    assert written >= set(re.findall(r"[\w-]+\.(?:xml|sarif|xlsx|csv|json)\b", rest))


def test_the_workflow_is_one_of_github() -> None:
    workflow = yaml.load(recipe("github-actions.yml"), Loader=yaml.BaseLoader)
    assert set(workflow) == {"name", "on", "permissions", "jobs"}
    steps = workflow["jobs"]["reports"]["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    assert named(workflow, "sarif_file") == ["gouji.sarif"]
    assert workflow["permissions"]["security-events"] == "write"


def test_the_job_is_one_of_gitlab() -> None:
    job = yaml.safe_load(recipe("gitlab-ci.yml"))["gouji"]
    assert job["artifacts"]["reports"] == {"codequality": "gl-code-quality-report.json", "junit": "gouji.xml"}
    assert job["artifacts"]["when"] == "always"


def test_the_pipeline_of_jenkins_is_well_nested() -> None:
    text = re.sub(r"//.*", "", recipe("Jenkinsfile"))
    nesting = 0
    for bracket in re.findall(r"[{}]", text):
        nesting += 1 if bracket == "{" else -1
        assert nesting >= 0
    assert nesting == 0
    assert text.split()[0] == "pipeline"


def test_every_format_is_in_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(FAULTY, encoding="utf-8")
    (shown,) = re.findall(r"^gouji (check .*)$", guide, re.MULTILINE)
    assert gouji(*shown.split()).status == 1
    assert json.loads((tmp_path / "gouji.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    from gouji.host import Host

    listed = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", guide, re.MULTILINE))))
    assert set(Host().reporters) <= listed
