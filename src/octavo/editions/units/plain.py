"""Templates that no publication fills: the list of publications, its map, its feed."""

from collections.abc import Mapping

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from octavo.core.workshop import Workshop


def plain(workshop: Workshop, name: str, values: Mapping[str, object]) -> str:
    """Return ``shared/NAME`` filled in, the project's own before the built-in one."""

    def source(path: str) -> str | None:
        found = workshop.template(f"shared/{path}")
        return None if found is None else found.decode()

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(source),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name).render(values).strip() + "\n"
