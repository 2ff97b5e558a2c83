"""The validators that ``octavo check`` asks: which are there, what brings them."""

from collections.abc import Mapping
from pathlib import Path

from octavo.doctor.findings import Diagnosis, optional
from octavo.doctor.patient import Patient

WHY: Mapping[str, str] = {
    "EPUBCheck": "it holds the EPUB edition against the standard, with Java",
    "veraPDF": "it holds PDFs against PDF/A and PDF/UA, with Java",
    "page-validation": "it does so again, without Java",
    "Ace": "it looks whether everybody can use an EPUB, in a browser",
    "axe": "it looks whether everybody can use an HTML page, in a browser",
    "Nu": "it holds HTML and CSS against their standards, with Java",
}
INSTALL = "octavo check --install"
"""Brings all of them; ``nox`` and uv, which fill environments, leave them where they are."""


def validators(patient: Patient, folder: Path) -> tuple[Diagnosis, ...]:
    """Return a finding for each validator; ``folder`` is the project, which has none.

    () where Octavo's own wheels are missing: they are told of elsewhere.
    """
    try:
        from octavo.validators.toolbox import Misplaced, runners, tools_outside
    except ImportError:
        return ()
    try:
        tools = tools_outside(folder, patient.environ)
    except Misplaced as reason:
        return (optional("validators", "", str(reason), ""),)
    known = {
        name: runner for runner in runners(tools, patient.environ) for name in runner.validators
    }
    found = []
    for name, why in WHY.items():
        version = "" if known[name].lack(name) else known[name].version(name)
        found.append(optional(name, version, why, INSTALL))
    return tuple(found)
