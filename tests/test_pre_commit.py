"""The hooks with the real pre-commit: a faulty report stops a real commit, a sound one does not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import CLEAN, FAULTY

ROOT = Path(__file__).parent.parent
PROGRAMS = Path(sys.executable).parent
PRE_COMMIT = (sys.executable, "-m", "pre_commit")
GIT = ("git", "-c", "user.name=clerk", "-c", "user.email=clerk@example.org", "-c", "init.defaultBranch=main")
NO_INDEX = ("No matching distribution found", "Could not fetch URL", "Temporary failure in name resolution")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty repository for reports."""
    folder = tmp_path / "年报"
    folder.mkdir()
    must(*GIT, "init", "--quiet", folder=folder)
    return folder


def test_the_hook_that_init_writes_stops_a_faulty_commit(repository: Path) -> None:
    must("gouji", "init", folder=repository)
    must(*PRE_COMMIT, "install", folder=repository)
    assert committed(repository, "甲局 2023.txt", CLEAN).returncode == 0
    stopped = committed(repository, "乙局 2023.txt", FAULTY)
    assert stopped.returncode == 1
    assert "乙局 2023.txt" in stopped.stdout + stopped.stderr
    assert "A101" in stopped.stdout + stopped.stderr
    assert logged(repository) == ["甲局 2023.txt"]


def test_the_hook_of_this_repository_installs_gouji_and_stops_a_faulty_commit(repository: Path, tmp_path: Path) -> None:
    origin = published(tmp_path / "origin")
    revision = must(*GIT, "rev-parse", "HEAD", folder=origin).stdout.strip()
    (repository / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {origin.as_uri()}\n    rev: {revision}\n    hooks:\n      - id: gouji\n", encoding="utf-8"
    )
    must(*PRE_COMMIT, "install", folder=repository)
    first = committed(repository, "甲局2023.txt", CLEAN)
    if first.returncode and any(sign in first.stdout + first.stderr for sign in NO_INDEX):
        pytest.skip("there is no package index to install the hook from")
    assert first.returncode == 0, first.stdout + first.stderr
    word = committed(repository, "faulty.docx", (ROOT / "examples" / "formats" / "faulty-report.docx").read_bytes())
    assert word.returncode == 1
    assert "A104" in word.stdout + word.stderr
    assert logged(repository) == ["甲局2023.txt"]


def published(origin: Path) -> Path:
    """This project as it stands now, as a repository that hooks can be taken from."""
    listed = must("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", folder=ROOT).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, origin / name)
    must(*GIT, "init", "--quiet", folder=origin)
    must(*GIT, "add", "--all", folder=origin)
    must(*GIT, "commit", "--quiet", "--message", "all", folder=origin)
    return origin


def committed(repository: Path, name: str, content: str | bytes) -> subprocess.CompletedProcess[str]:
    """The attempt to commit a file."""
    (repository / name).write_bytes(content.encode() if isinstance(content, str) else content)
    must(*GIT, "add", name, folder=repository)
    return ran(*GIT, "commit", "--message", name, folder=repository)


def logged(repository: Path) -> list[str]:
    """The messages of all commits."""
    return must(*GIT, "log", "--format=%s", folder=repository).stdout.splitlines()


def must(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that has to succeed."""
    done = ran(*command, folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def ran(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with the programs of this environment, and pre-commit's own things apart."""
    environment = os.environ | {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit-home"),
    }
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):  # set where the tests themselves run in a hook
        environment.pop(name, None)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
