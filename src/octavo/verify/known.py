"""Findings that are no faults: each with its reason, and the test that shows that it is none."""

import re
from dataclasses import dataclass

from octavo.verify.findings import Finding


@dataclass(frozen=True, slots=True)
class Known:
    validator: str
    rule: str
    pattern: str
    """What its message must hold, as a regular expression."""
    reason: str
    test: str
    """file::name of the test that fails when the reason no longer holds."""


KNOWN: tuple[Known, ...] = ()


def is_known(finding: Finding) -> bool:
    """Tell whether a finding stands on the list."""
    return any(
        (each.validator, each.rule) == (finding.validator, finding.rule)
        and re.search(each.pattern, finding.message)
        for each in KNOWN
    )
