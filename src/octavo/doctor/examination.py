"""What this machine has of what Octavo needs: versions, what is missing, what installs it.

In: the environment. Out: an Examination, which prints as lines or as JSON. It works where all is
missing: each part is looked at by itself, and no engine is imported in this process.
"""

import platform
from collections.abc import Mapping
from pathlib import Path

from octavo.core import platforms
from octavo.doctor.check_programs import validators
from octavo.doctor.findings import Examination
from octavo.doctor.parts import fonts, libraries, press, python, templates, wheels
from octavo.doctor.patient import Patient
from octavo.doctor.programs import chromium, java, node, poppler


def examine(environ: Mapping[str, str]) -> Examination:
    """Return what there is on this machine; ``environ`` says where programs and libraries lie."""
    patient = Patient.here(environ)
    findings = (
        python(),
        *wheels(patient),
        *libraries(patient),
        templates(patient),
        fonts(patient),
        press(patient),
        java(patient),
        node(patient),
        chromium(patient),
        poppler(patient),
        *validators(patient, Path.cwd()),
    )
    system = platforms.SYSTEMS.get(patient.manager, platform.system())
    return Examination(patient.release.version, system, findings)
