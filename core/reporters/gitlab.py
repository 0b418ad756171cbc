"""GitLab's Code Quality report (代码质量报告): what a merge request shows as new and as mended."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from gouji.finding import Finding, Severity
from gouji.i18n import _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.identity import identities
from gouji.reporters.json_ import dump
from gouji.reporters.paths import from_here
from gouji.reporters.wording import is_in_lines, printable, spotted, title, whose

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_UNCHECKED = "critical"
"""How grave it is that nothing is known of a file."""
_PROJECT = "."
"""Where GitLab shows what belongs to no file: an entry without a path it drops."""


def write(outcome: Outcome, options: ReportOptions) -> str:
    """The outcome as a list of issues, one a line, ending in a line break."""
    issues = ",\n ".join(map(dump, _issues(outcome)))
    return f"[{issues}]\n"


def _issues(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for file in outcome.files:
        path = printable(from_here(file.path))
        for finding, identity in zip(file.findings, identities(file), strict=True):
            yield _issue(outcome, finding, path, identity) | ({} if file.checked else {"severity": _UNCHECKED})
    of_no_file = FileResult("", None, None, None, True, outcome.findings)
    for finding, identity in zip(outcome.findings, identities(of_no_file), strict=True):
        # Of reports that are missing, only whose they are tells one from another.
        about = whose(finding.agency, finding.year)
        yield _issue(outcome, finding, _PROJECT, f"{identity} {about}".rstrip())


def _issue(outcome: Outcome, finding: Finding, path: str, identity: str) -> dict[str, Any]:
    said = _("{title}：{message}").format(title=title(outcome, finding.code), message=spotted(finding))
    return {
        "description": said,
        "check_name": finding.code,
        # GitLab matches by this alone, over all files.
        "fingerprint": sha256(dump([path, identity]).encode()).hexdigest()[:32],
        "severity": _SEVERITIES[finding.severity or Severity.INFO],
        "location": {
            "path": path,
            "lines": {"begin": finding.place.line if is_in_lines(finding.place) else 1},
        },
    }
