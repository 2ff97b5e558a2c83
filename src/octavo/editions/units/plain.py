"""Templates that no publication fills: the list of publications, its map, its feed."""

from collections.abc import Mapping

from octavo.core.workshop import Workshop
from octavo.editions.units.sandbox import Sandbox


def plain(workshop: Workshop, name: str, values: Mapping[str, object]) -> str:
    """Return ``shared/NAME`` filled in, the project's own before the built-in one."""

    def source(path: str) -> str | None:
        found = workshop.template(f"shared/{path}")
        return None if found is None else found.decode()

    return Sandbox(source).get_template(name).render(values).strip() + "\n"
