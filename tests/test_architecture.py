"""The import directions of the house (``[tool.importlinter]`` in pyproject.toml) hold."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_imports_keep_their_directions(tmp_path: Path) -> None:
    lay_out(tmp_path)
    # The folders are laid out as they are imported, so that the answer is the same however gouji was installed.
    check = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-cache"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr


def lay_out(target: Path) -> None:
    """Copy the modules of every package to where its import name says."""
    folders = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-dir"]
    for package, folder in sorted(folders.items()):
        for module in sorted((ROOT / folder).rglob("*.py")):
            copy = target.joinpath(*package.split("."), module.relative_to(ROOT / folder))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(module, copy)
