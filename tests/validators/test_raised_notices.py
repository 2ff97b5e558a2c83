"""What is to go out passes no notice of a validator, but for what only counts."""

import pytest

from octavo.core.problems import Place, Problem, Severity
from octavo.validators.examine import Examined, raise_notices


@pytest.mark.parametrize(
    ("code", "message", "severity"),
    [
        ("E501", "EPUBCheck ACC-009: MathML has no alternative", "warning"),
        ("E501", "EPUBCheck CSS-028: Use of Font-face declaration.", "notice"),
        ("E505", "axe color-contrast: cannot be determined", "notice"),
        ("E303", "a table is set smaller", "notice"),
    ],
)
def test_a_notice_of_a_validator_is_raised_unless_nothing_is_at_fault(
    code: str, message: str, severity: Severity
) -> None:
    told = Problem(code, Place("build/a/a.epub"), message, "look there", "notice")
    (found,) = raise_notices(Examined({"a": (told,)}, {})).problems["a"]
    assert found.severity == severity
