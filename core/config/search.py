"""Which configuration governs which file (查找配置).

There are two kinds of settings. Those about the findings in a file (which rules, how grave, year, edition, exclude)
come from the configuration nearest above that file. Those about the run (language, fail-on, jobs, max-size, plugins,
rulesets) come only from the configuration of the run: the one named by ``--config``, else the nearest above the current
folder. So a configuration that merely lies in a folder that somebody sent can never have its plugins run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from gouji.config.settings import NOTHING, Configuration
from gouji.i18n import _
from gouji.usage import UsageError


class Configurations:
    """The configurations of one run (全部配置), each file read once.

    run: the configuration of the run itself.
    """

    def __init__(self, named: str | None = None, *, isolated: bool = False) -> None:
        """Take the ``named`` configuration for all inputs, none at all if ``isolated``, else the nearest for each."""
        self._nearest: dict[str, Configuration | None] = {}
        self._everywhere = named is not None or isolated
        if named is not None:
            self.run = _read(named)
        else:
            self.run = NOTHING if isolated else (self._above(os.getcwd()) or NOTHING)

    def of(self, folder: str) -> Configuration:
        """The configuration for files in an absolute folder; the run's if there is none above it, or no folder."""
        return self.run if self._everywhere or not folder else (self._above(folder) or self.run)

    def unheeded(self) -> Iterable[str]:
        """The configurations met so far that name plugins or rulesets and are not the run's: those are not loaded."""
        met = {found.path: found for found in self._nearest.values() if found is not None and found.path is not None}
        return [path for path, found in met.items() if path != self.run.path and (found.plugins or found.rulesets)]

    def _above(self, folder: str) -> Configuration | None:
        """The configuration in this folder or the nearest above it."""
        if folder not in self._nearest:
            found = _in(folder)
            if found is None and (parent := os.path.dirname(folder)) != folder:
                found = self._above(parent)
            self._nearest[folder] = found
        return self._nearest[folder]


def _read(path: str) -> Configuration:
    from gouji.config.file import configuration

    found = configuration(os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)))
    if found is None:
        raise UsageError(_("{path}：没有 [tool.gouji] 一节").format(path=path))
    return found


def _in(folder: str) -> Configuration | None:
    """The configuration that lies in a folder: gouji.toml, else pyproject.toml if it has a [tool.gouji] table."""
    for name in ("gouji.toml", "pyproject.toml"):
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            from gouji.config.file import configuration  # most runs have no configuration

            if (found := configuration(path)) is not None:
                return found
    return None
