"""Running the command line, in this process or as one of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

from gouji.cli.guard import run
from gouji.testing import clean_report

CLEAN = clean_report()
FAULTY = clean_report(granted__total=99)


class Ran(NamedTuple):
    """What a command line did."""

    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The codes of all findings, in a run with ``--format json``."""
        return [finding["code"] for file in json.loads(self.out)["files"] for finding in file["findings"]]


def gouji(*arguments: str) -> Ran:
    """Run a command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(arguments)
    return Ran(status, out.getvalue(), err.getvalue())


def process(*arguments: str, stdin: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line as a process."""
    command = [sys.executable, "-m", "gouji", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env=os.environ | environment, check=False)
