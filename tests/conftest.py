"""What every test may rely on: the generator on the path, hypothesis profiles, and the optional real inputs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

sys.path.insert(0, str(Path(__file__).parent))  # for `import generation` under --import-mode=importlib

# What is tested is what a check finds, not what an earlier one found; the tests of the cache turn it on again.
os.environ["GOUJI_NO_CACHE"] = "1"

_COMMON = settings(
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
_QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("default", _COMMON, max_examples=12, phases=_QUICK)
settings.register_profile("thorough", _COMMON, max_examples=1000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the benchmarks out unless they are asked for."""
    asked = any("benchmarks" in argument for argument in config.args)
    return True if "benchmarks" in collection_path.parts and not asked else None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a clean and a faulty report, to run in."""
    from commandline import CLEAN, FAULTY

    from gouji.cli.language import speak

    monkeypatch.chdir(tmp_path)
    for name in ("GOUJI_LANG", "GOUJI_DEBUG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "faulty.txt").write_text(FAULTY, encoding="utf-8")
    yield tmp_path
    speak("zh")


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the reports of a county's offices and its roster, to run in."""
    from audits import write_all, write_roster

    monkeypatch.chdir(tmp_path)
    write_all(tmp_path / "reports")
    write_roster(tmp_path / "roster.csv")
    return tmp_path


@pytest.fixture
def shared_out(county: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The county's folder, with its reports handed out two at once, so that there is something to share."""
    from gouji import sharing

    monkeypatch.setattr(sharing, "_CHUNK", 2)
    return county


@pytest.fixture
def cached(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in, with a cache of its own; the code that is tested has not just been written."""
    from gouji.cache import stamp

    monkeypatch.delenv("GOUJI_NO_CACHE", raising=False)
    monkeypatch.setenv("GOUJI_CACHE_DIR", str(folder / ".cache"))
    monkeypatch.setattr(stamp, "_MARGIN", -(10**18))
    return folder


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that have really been checked, in this process."""
    from gouji.engine import Engine, Request
    from gouji.outcome import FileResult

    paths: list[str] = []
    check = Engine.check

    def noted(self: Engine, path: str, data: bytes, request: Request) -> FileResult:
        paths.append(path)
        return check(self, path, data, request)

    monkeypatch.setattr(Engine, "check", noted)
    return paths


@pytest.fixture
def settled_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is the same as in the run before, even while somebody is working on it."""
    from gouji.cache.stamp import Stamp

    monkeypatch.setattr(Stamp, "_now", lambda _stamp: bytes(32))
    monkeypatch.setattr(Stamp, "lasts", lambda _stamp: True)
