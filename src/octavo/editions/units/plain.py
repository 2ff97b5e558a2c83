"""Templates that no publication fills: the list of publications, its map, its feed."""

from collections.abc import Callable, Mapping

from octavo.core.problems import BuildFailed
from octavo.core.workshop import Workshop
from octavo.editions.units.sandbox import Sandbox
from octavo.editions.units.template_faults import FAULTS, fault_of


def plain(workshop: Workshop, name: str, values: Mapping[str, object]) -> str:
    """Return ``shared/NAME`` filled in, the project's own before the built-in one.

    Problems: E230 (the template is at fault).
    """

    def source(path: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = workshop.text(f"shared/{path}")
        return None if found is None else (found, f"shared/{path}", lambda: True)

    environment = Sandbox(source)
    try:
        return environment.get_template(name).render(values).strip() + "\n"
    except FAULTS as error:
        find, filters = workshop.template, environment.filters
        raise BuildFailed([fault_of(error, f"shared/{name}", find, values, filters)]) from None
