"""One word for many findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from parsers.record import Finding

Verdict = Literal["VALID", "VALID with warnings", "INVALID"]


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """Give the verdict: an error of published figures makes it INVALID.

    >>> verdict_of([])
    'VALID'
    """
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "INVALID"
    return "VALID with warnings" if "warning" in severities else "VALID"
