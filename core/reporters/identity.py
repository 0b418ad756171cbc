"""Identity (同一性): by what a CI server knows a finding again in a later run."""

from __future__ import annotations

from collections import Counter

from gouji.fingerprint import fingerprint
from gouji.outcome import FileResult


def identities(file: FileResult) -> list[str]:
    """One text for each finding of a file, none twice: its fingerprint, and which of those with the same one it is.

    It survives edits around the finding; the file is not part of it, so that a renamed one keeps its findings.
    """
    seen: Counter[str] = Counter()
    found = []
    for index, finding in enumerate(file.findings):
        mark = fingerprint(finding, file.excerpts[index] if file.excerpts else None)
        seen[mark] += 1
        found.append(f"{mark}:{seen[mark]}")
    return found
