"""The one file that ``gouji parse`` and ``gouji convert`` read, within the limits that the user states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gouji.cli.packs import configurations
from gouji.discovery import STDIN
from gouji.document import Document
from gouji.engine import SCANNED, Engine
from gouji.host import Host
from gouji.i18n import _
from gouji.model import Report
from gouji.readers import Unreadable
from gouji.run import Order, limits_of
from gouji.usage import UsageError
from gouji.work import contents


class Source:
    """A file that the user names, or standard input (输入文件)."""

    def __init__(
        self,
        file: str,
        stdin_filename: str | None = None,
        plugins: Sequence[str] = (),
        rulesets: Sequence[str] = (),
        **stated: Any,
    ) -> None:
        """Name the file, and what standard input is called.

        plugins, rulesets: those of the command line. stated: the limits, as options name them.
        """
        run = configurations(plugins, rulesets).run
        self._file = file
        self._path = (stdin_filename or STDIN) if file == STDIN else file
        self._limits = limits_of(Order(names=(file,), **stated), run)
        self._engine = Engine(Host(run.plugins, run.rulesets), self._limits)

    def document(self) -> Document:
        """What stands in the file, whether or not it is a report. Raises UsageError if it cannot be read."""
        try:
            return self._engine.document(self._path, self._data())
        except Unreadable as error:
            raise self._unusable(error) from error

    def report(self, year: int | None, edition: str | None) -> Report:
        """The report in the file. Raises UsageError if it cannot be read, or is none."""
        from gouji.parsing import NotAReport

        try:
            return self._engine.report(self._path, self._data(), year, edition)
        except Unreadable as error:
            raise self._unusable(error) from error
        except NotAReport as error:
            if error.scanned:
                raise self._unusable(_(SCANNED)) from error
            raise UsageError(_("{file} 不是政府信息公开工作年度报告").format(file=self._path)) from error

    def _data(self) -> bytes:
        return contents(self._file, self._limits.size, standard_input=self._file == STDIN)

    def _unusable(self, reason: object) -> UsageError:
        return UsageError(_("{file}：{reason}").format(file=self._path, reason=reason))
