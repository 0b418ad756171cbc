"""Build the archives, install the wheel into an empty environment far from the checkout, and use it there.

Nothing of the checkout may be needed: what Git keeps in the package's folders must be in the wheel, and the installed
program must check the examples as `make demo` does. The same holds for what pre-commit installs for the hook.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("clean-report.txt", "faulty-report.txt")
SOURCES_ONLY = (".po", ".pot")
"""Endings of the files in the package's folders that the wheel does not need."""


def main() -> int:
    """Run all steps; the first that fails ends the run with what it printed."""
    with tempfile.TemporaryDirectory(prefix="gouji-dist-") as folder:
        away = Path(folder)
        wheel = build(away / "dist")
        problems = compare(wheel)
        if problems:
            return fail("\n".join(problems))
        python = install(wheel, away / "venv")
        return use(python, away / "elsewhere") or formats(python, wheel) or hook(away / "repository")


def build(folder: Path) -> Path:
    """The wheel, built from the source archive, which is built from the checkout."""
    run([sys.executable, "-m", "build", "--outdir", folder, ROOT])
    (wheel,) = folder.glob("*.whl")
    say(f"built {wheel.name} and the source archive")
    return wheel


def compare(wheel: Path) -> list[str]:
    """What is wrong with the wheel: a file that Git keeps is not inside, or one inside is not the checkout's."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = project["tool"]["setuptools"]["package-dir"]
    tracked = run(["git", "ls-files", "-z", *folders.values()]).split("\0")
    wanted = {}
    for path in filter(None, tracked):
        if not path.endswith(SOURCES_ONLY):
            package, folder = next((name, top) for name, top in folders.items() if path.startswith(f"{top}/"))
            wanted[f"{package.replace('.', '/')}{path.removeprefix(folder)}"] = ROOT / path
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
        differ = {name for name in inside & wanted.keys() if archive.read(name) != wanted[name].read_bytes()}
        licence = any(name.endswith(".dist-info/licenses/LICENSE") for name in archive.namelist())
    say(f"{len(inside)} files in the wheel, {len(wanted)} wanted")
    return [
        *(f"not in the wheel: {name}" for name in sorted(wanted.keys() - inside)),
        *(f"only in the wheel: {name}" for name in sorted(inside - wanted.keys())),
        *(f"not as in the checkout: {name}" for name in sorted(differ)),
        *([] if licence else ["not in the wheel: LICENSE"]),
    ]


def install(wheel: Path, environment: Path) -> Path:
    """The Python of a new environment that holds the wheel and what it depends on, nothing else."""
    run([sys.executable, "-m", "venv", environment])
    python = environment / "bin" / "python"
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel])
    run([python, "-m", "pip", "check", "--disable-pip-version-check"])
    say("installed into an empty environment")
    return python


def use(python: Path, folder: Path) -> int:
    """Check copies of the examples from another folder, with the installed program."""
    folder.mkdir()
    for example in EXAMPLES:
        (folder / example).write_bytes((ROOT / "examples" / example).read_bytes())
    gouji = python.with_name("gouji")
    for arguments, wanted in (
        (["--version"], 0),
        (["check", EXAMPLES[0]], 0),
        (["check", EXAMPLES[1]], 1),
        (["check", "--lang", "en", "--format", "json", EXAMPLES[1]], 1),
        (["check", "--format", "junit", EXAMPLES[0]], 0),
        (["parse", EXAMPLES[0]], 0),
        (["explain", "A101"], 0),
        (["rules"], 0),
        (["schema"], 0),
    ):
        done = start([gouji, *arguments], folder)
        if done.returncode != wanted or not done.stdout or "Traceback" in done.stderr:
            return fail(f"gouji {' '.join(arguments)}: exit status {done.returncode}, not {wanted}\n{output(done)}")
    say("the installed gouji checks, parses and explains")
    return 0


def formats(python: Path, wheel: Path) -> int:
    """Check reports in other formats: without their libraries gouji says what to install, with them it reads all."""
    reports = sorted((ROOT / "examples" / "formats").iterdir())
    gouji = python.with_name("gouji")
    for report in reports:
        done = start([gouji, "check", report], ROOT)
        if done.returncode != 2 or "pip install 'gouji[" not in done.stdout:
            return fail(f"{report.name} without extras: exit status {done.returncode}, not 2\n{output(done)}")
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"{wheel}[all]"])
    for report in reports:
        done = start([gouji, "check", report], ROOT)
        if done.returncode != 1 or "A101" not in done.stdout:
            return fail(f"{report.name}: exit status {done.returncode}, not 1\n{output(done)}")
    say(f"with its extras it reads {', '.join(report.suffix for report in reports)} too")
    return 0


def hook(folder: Path) -> int:
    """Let pre-commit install the hook that this repository offers, and run it on the examples in another repository."""
    folder.mkdir()
    for example in EXAMPLES:
        (folder / example).write_bytes((ROOT / "examples" / example).read_bytes())
    run(["git", "init", "--quiet", folder])
    run(["git", "-C", folder, "add", "."])
    pre_commit = Path(sys.executable).with_name("pre-commit")
    done = start([pre_commit, "try-repo", ROOT, "gouji", "--all-files"], folder, PRE_COMMIT_HOME=f"{folder}-home")
    if done.returncode != 1 or EXAMPLES[1] not in done.stdout or EXAMPLES[0] in done.stdout:
        return fail(f"pre-commit: exit status {done.returncode}, not 1 for {EXAMPLES[1]} alone\n{output(done)}")
    say("pre-commit installs the hook, and it stops the faulty report")
    return 0


def run(command: list[str | Path]) -> str:
    """The command's output; ends this program if the command fails."""
    done = start(command, ROOT)
    if done.returncode:
        sys.exit(fail(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{output(done)}"))
    return done.stdout


def start(command: list[str | Path], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with more in the environment, and without what that says of Python's search path."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}} | more
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def output(done: subprocess.CompletedProcess[str]) -> str:
    """What a command printed on both streams."""
    return f"{done.stdout}{done.stderr}".rstrip()


def say(text: str) -> None:
    """Tell how far the check is."""
    sys.stdout.write(f"{text}\n")


def fail(text: str) -> int:
    """Tell what went wrong; the exit status to end with."""
    sys.stderr.write(f"{text}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
