"""What a project is made with now: all of it, by reading its texts. Project -> ProjectLock.

Names and digests are those of manifest.json: ``ingredients`` gives both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from octavo.core.installed import plugin_digests
from octavo.core.problems import BuildFailed
from octavo.core.workshop import Workshop
from octavo.editions.registry import Formats
from octavo.model.metadata import Metadata
from octavo.model.publication import Config
from octavo.production.assembly import ingredients_of
from octavo.production.lock_sight import OCTAVO, Doors, any_door, octavo_of
from octavo.production.manifest import ENGINES, NATIVE
from octavo.production.pipeline import Project, place_in_project, tell_from, workshop_of
from octavo.production.project_lock import LockedPublication, ProjectLock, Table
from octavo.source.config.configuration import read_config

OPTIONS = (
    *("headings", "hyphenation", "lists", "notes", "numbering", "page", "plugins", "theme"),
    "editions",
)
"""Keys of the metadata that say how a publication is made, and not what it is."""
TEMPLATES = "templates/"
PLUGINS = "octavo.editions/"
NO_FILES = ("publication/", "wheel/")
"""Ingredients that are the text's own, and those that are no files."""


def parts_of(project: Project, doors: Doors) -> ProjectLock:
    """Return all that publications are made with; raises BuildFailed where one cannot be read."""
    opened = replace(project, doors=doors)
    files: dict[str, str] = {}
    own: dict[str, LockedPublication] = {}
    wheels: dict[str, str] = {}
    for slug in doors:
        config, found = _ingredients(opened, slug)
        workshop = workshop_of(opened, slug)
        shared = {name: each for name, each in found.items() if "/" in name}
        templates = _cut(shared, "publication/")
        wheels |= _cut(shared, "wheel/")
        files |= {name: each for name, each in shared.items() if not name.startswith(NO_FILES)}
        own[slug] = _publication(opened, workshop, config, templates)
    door = any_door(project, doors)
    wheels = wheels or {name: door.version(name) for name in ENGINES}
    wheels.pop(OCTAVO, None)
    native = {name: door.native_version(name) for name in NATIVE}
    return ProjectLock(octavo_of(door), wheels, _plugins_of(own), native, files, own)


def _ingredients(project: Project, slug: str) -> tuple[Config, dict[str, str]]:
    with tell_from(project, slug):
        return ingredients_of(workshop_of(project, slug), slug)


def _cut(found: Table, start: str) -> dict[str, str]:
    """Return what begins with a root, without it."""
    return {n.removeprefix(start): each for n, each in found.items() if n.startswith(start)}


def _publication(
    project: Project, workshop: Workshop, config: Config, found: Table
) -> LockedPublication:
    templates = {name: each for name, each in found.items() if name.startswith(TEMPLATES)}
    metadata = {config.path: workshop.inputs.digest(config.path)}
    places = {
        key: place_in_project(project, config.slug, config.problem("E926", at, "", "")).place
        for key, at in _option_keys(config.metadata)
    }
    return LockedPublication(metadata, options_of(config.metadata), templates, places)


def _option_keys(metadata: Metadata) -> Iterator[tuple[str, str]]:
    """Yield the key of each option in a lock, and the key of its place in the metadata."""
    yield from ((key, key) for key in OPTIONS)
    yield from ((f"editions.{e.name}", f"editions.{n}") for n, e in enumerate(metadata.editions))


def options_of(metadata: Metadata) -> dict[str, str]:
    """Return the options of a publication in words; those that it leaves as they are, not."""
    usual = Metadata(metadata.octavo, metadata.title, metadata.language)
    found = {
        key: _in_words(getattr(metadata, key))
        for key in OPTIONS
        if key in ("theme", "editions") or getattr(metadata, key) != getattr(usual, key)
    }
    found["editions"] = ", ".join(each.name for each in metadata.editions)
    for each in metadata.editions:
        if words := _in_words(replace(each, name="")):
            found[f"editions.{each.name}"] = words
    return found


def _in_words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_in_words, value))
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((each, getattr(value, each.name)) for each in fields(value))
        said = ((each, found) for each, found in pairs if found not in ("", each.default))
        return ", ".join(f"{each.name} {_in_words(found)}" for each, found in said)
    return str(value)


def _plugins_of(publications: Mapping[str, LockedPublication]) -> dict[str, str]:
    """Return the code of other wheels that publications name: plugins and formats."""
    options = [own.options for own in publications.values()]
    named = {name for own in options for name in own.get("plugins", "").split(", ")}
    formats = {n.partition("-")[0] for own in options for n in own["editions"].split(", ")}
    return {
        name: digest
        for name, digest in plugin_digests().items()
        if name.partition("/")[2] in (formats if name.startswith(PLUGINS) else named)
    }


def read_options(locked: LockedPublication, project: Project, slug: str) -> LockedPublication:
    """Return the options as they are now; as they were, where the metadata cannot be read, which
    a build tells."""
    workshop = workshop_of(project, slug)
    try:
        config = read_config(workshop, slug, Formats())
    except BuildFailed:
        return locked
    return _publication(project, workshop, config, {})
