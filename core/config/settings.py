"""Settings (设置): what one configuration file says, once it has been read and checked."""

import os
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.finding import Severity
from gouji.judge import Layer
from gouji.suppression.given import Suppression

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


FAIL_ON = (*(severity.key for severity in reversed(Severity)), "never")
"""What a run can be made to fail on; ``never``: on no finding at all."""

_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}


def size(text: str) -> int:
    """A number of bytes (文件大小), such as ``16MB`` or ``500000``. Raises ValueError for anything else.

    >>> size("16 MB")
    16777216
    """
    match = re.fullmatch(r"(\d+)\s*([KMG]?)B?", text.strip().upper())
    if match is None or int(match[1]) == 0:
        raise ValueError(text)
    return int(match[1]) * _UNITS[match[2]]


class Globs(NamedTuple):
    """Patterns as in ``.gitignore`` (通配模式), relative to a folder; a matching folder takes along all within it."""

    folder: str
    patterns: tuple[str, ...]

    def match(self, path: str, *, folder: bool = False) -> bool:
        """Whether a pattern matches the file, or the ``folder``, at this absolute path."""
        if not self.patterns:
            return False
        try:
            relative = os.path.relpath(path, self.folder)
        except ValueError:  # on another drive
            relative = path
        name = relative.replace(os.sep, "/")
        return _compiled(self.patterns).match_file(f"{name}/" if folder else name)


_NO_FILES = Globs("", ())


@cache
def _compiled(patterns: tuple[str, ...]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec  # slow to import, and rarely needed

    return GitIgnoreSpec.from_lines(patterns)


class Override(NamedTuple):
    """An ``[[overrides]]`` entry (按文件覆盖): what else holds for the files that it names."""

    files: Globs
    layer: Layer
    year: int | None = None
    edition: str | None = None


class Exemption(NamedTuple):
    """A ``[[suppress]]`` entry (例外条目): what is not to be reported in the files that it names."""

    files: Globs
    suppression: Suppression


class Configuration(NamedTuple):
    """One configuration file (配置文件), checked; None and empty stand for what it does not say."""

    path: str | None = None
    layer: Layer = Layer()
    year: int | None = None
    edition: str | None = None
    exclude: Globs = _NO_FILES
    overrides: tuple[Override, ...] = ()
    lang: str | None = None
    fail_on: str | None = None
    jobs: int | None = None
    max_size: int | None = None
    max_unpacked: int | None = None
    max_memory: int | None = None
    max_seconds: int | None = None
    plugins: tuple[str, ...] = ()
    rulesets: tuple[str, ...] = ()
    cache: bool = True
    cache_dir: str | None = None
    exemptions: tuple[Exemption, ...] = ()
    suppressions: bool = True
    baseline: str | None = None

    def holding(self, path: str) -> list[Override]:
        """The overrides that hold for a file, in the order in which they are written."""
        return [override for override in self.overrides if override.files.match(path)]

    def exempting(self, path: str) -> list[Suppression]:
        """The suppressions that hold for a file, in the order in which they are written."""
        return [each.suppression for each in self.exemptions if each.files.match(path)]


NOTHING = Configuration()
"""What holds where there is no configuration."""
