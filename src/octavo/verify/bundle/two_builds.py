"""A publication at a tag -> its files, once two builds that share nothing agree on them."""

import json
from collections.abc import Mapping

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.progress import Progress
from octavo.production import pipeline
from octavo.production.pipeline import Built, Project
from octavo.verify.clean_world import clean_world
from octavo.verify.layers import Pair, layers_of
from octavo.verify.release import MANIFEST
from octavo.verify.surroundings import Surroundings, strange_surroundings


def build_twice(project: Project, slug: str, strict: bool) -> tuple[Built, Surroundings]:
    """Return what a publication's build gives, here and in a strange world; raises BuildFailed.

    The first may recall results of earlier builds, the second finds nothing: another folder,
    another HOME, time zone, locale, mask of rights, order of sets, and one processor. Problems:
    E909 (their files differ), E905 (the second does not end well), and what a build refuses.
    """
    built = pipeline.build(project, slug, strict=strict)
    around = strange_surroundings(project.environ)
    project.tell(Progress("is built again, in another world"))
    with clean_world(str(project.root), slug, project, around) as world:
        second = world.make()
    if problems := _differences(built.files, second, slug):
        raise BuildFailed(problems)
    return built, around


def _differences(one: Mapping[str, bytes], two: Mapping[str, bytes], slug: str) -> list[Problem]:
    if one == two:
        return []
    ids = tuple(str(json.loads(files[MANIFEST])["edition"]) for files in (one, two))
    told = []
    for name in sorted({*one, *two}):
        if name not in one or name not in two:
            told.append((name, "only one of the two builds makes it"))
            continue
        layers = layers_of(Pair(name, one[name], two[name], (ids[0], ids[1])))
        told += [(name, f"{layer}: {evidence}") for layer, evidence in layers.items()]
    hint = "see whether a plugin does it; if it has none, please report it: a fault of Octavo"
    message = "two builds of it differ, so that nobody could verify it: "
    places = ((Place(f"build/{slug}/{name}"), what) for name, what in told)
    return [Problem("E909", place, message + what, hint) for place, what in places]
