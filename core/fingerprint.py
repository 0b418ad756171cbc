"""Fingerprints (问题指纹): by which a finding is known again after the file around it has changed."""

from __future__ import annotations

from hashlib import sha256

from gouji.finding import Finding
from gouji.outcome import Excerpt


def fingerprint(finding: Finding, excerpt: Excerpt | None) -> str:
    """What a finding is, wherever it stands and in whatever language: 32 hexadecimal digits.

    The rule, the cell by the form's own keys, and what stands there; neither line nor page nor message. Two findings of
    one file that say the same have the same one, so whoever matches them has to count.
    """
    content = finding.actual if finding.actual is not None else excerpt.marked if excerpt is not None else ""
    parts = (finding.code, finding.table or "", finding.row or "", finding.field or "", "".join(content.split()))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
