"""What a step works with: the recorded door to the world and the memory of results."""

from collections.abc import Callable
from dataclasses import dataclass, field

from octavo.core.inputs import Inputs
from octavo.core.installed import PREFIX
from octavo.core.progress import Listener, ignore
from octavo.core.store import Store
from octavo.core.utf8 import read_utf8


@dataclass(frozen=True, slots=True)
class Workshop:
    """Reads through ``inputs`` and recalls through ``store``; handed to transforms and editions."""

    inputs: Inputs
    store: Store
    tell: Listener = field(default=ignore, compare=False)
    """Hears what a step is at; what the step gives must not depend on it."""

    def recall(
        self,
        step: str,
        parts: tuple[bytes, ...],
        make: Callable[["Workshop"], bytes],
        unit: str = "",
    ) -> bytes:
        """Return the bytes that ``make`` gives, recalled where all that it asked is unchanged.

        ``unit`` says for what: whoever wants to know why something was made again is told.

        Of our own code and its wheels every step depends as a whole: which of them it uses nobody
        has to say, so nobody can forget one.
        """

        def make_with_code(inputs: Inputs) -> bytes:
            inputs.code()
            return make(Workshop(inputs, self.store, self.tell))

        return self.store.recall(step, parts, self.inputs, make_with_code, unit)

    def template(self, path: str) -> bytes | None:
        """Return a template, style sheet or data file: the publication's own, else the project's,
        else the built-in one, else that of an installed theme."""
        own = self.inputs.find(f"templates/{path}")
        if own is None:  # asked also where there is no such folder yet: it may be made
            own = self.inputs.find(path, "project")
        if own is None:
            own = self.inputs.find(path, "templates")
        theme, slash, rest = path.partition("/")
        if own is None and slash:
            own = self.inputs.find(rest, f"{PREFIX}{theme}")
        return own

    def text(self, path: str) -> str | None:
        """Return a template or a style sheet as text; None where there is none.

        Problems: E110 (not UTF-8).
        """
        found = self.template(path)
        return None if found is None else read_utf8(f"templates/{path}", found)
