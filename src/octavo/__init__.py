"""Octavo: reproducible PDF, EPUB and HTML editions from one Markdown source.

The Python API does what the command does::

    from octavo import Project, build, write
    project = Project.at(".")
    for slug in project.slugs():
        write(build(project, slug), project)
"""

from importlib import import_module

__all__ = [
    "BuildFailed",
    "Built",
    "Place",
    "Problem",
    "Project",
    "accept",
    "build",
    "check",
    "compare",
    "schema",
    "write",
]

_HOMES = {
    "BuildFailed": "core.problems",
    "Built": "production.pipeline",
    "Place": "core.problems",
    "Problem": "core.problems",
    "Project": "production.pipeline",
    "accept": "goldens.accepted",
    "build": "production.pipeline",
    "check": "production.pipeline",
    "compare": "goldens.accepted",
    "schema": "production.pipeline",
    "write": "production.pipeline",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: ``import octavo`` itself costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'octavo' has no attribute {name!r}")
    return getattr(import_module(f"octavo.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
