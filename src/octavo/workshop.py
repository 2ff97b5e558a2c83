"""What a step works with: the recorded door to the world and the memory of results."""

from collections.abc import Callable
from dataclasses import dataclass

from octavo.inputs import Inputs
from octavo.installed import PREFIX
from octavo.store import Store


@dataclass(frozen=True, slots=True)
class Workshop:
    """Reads through ``inputs`` and recalls through ``store``; handed to transforms and editions."""

    inputs: Inputs
    store: Store

    def recall(
        self, step: str, parts: tuple[bytes, ...], make: Callable[["Workshop"], bytes]
    ) -> bytes:
        """Return the bytes that ``make`` gives, recalled where all that it asked is unchanged."""
        return self.store.recall(
            step, parts, self.inputs, lambda inputs: make(Workshop(inputs, self.store))
        )

    def knows(self, code: tuple[str, ...] = (), engines: tuple[str, ...] = ()) -> None:
        """Make the step depend on our own code (files and folders of octavo/) and on engines."""
        for path in code:
            files = (path,) if path.endswith(".py") else self.inputs.listing(path, "code")
            for file in files:
                self.inputs.find(file, "code")
        for name in engines:
            self.inputs.version(name)

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
