"""What takes the place of ingredients in a world, so that they are those of a release."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

Exchanged = Mapping[str, bytes | None]
"""Ingredient -> bytes that take the place of its own; None takes the file away."""
DATE = "epoch"


@dataclass(frozen=True, slots=True)
class Restored:
    """What takes the place of ingredients."""

    files: Exchanged = field(default_factory=dict)
    epoch: str = ""
    """Seconds that count as the date; '' where the source's own does."""
    wheels: Mapping[str, Path] = field(default_factory=dict)
    """Ingredient -> the folder of the wheel that takes its place."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Ingredient -> why it could not be restored, where there is more to say than that."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ingredients that are as in the release."""
        return (*self.files, *([DATE] if self.epoch else []), *self.wheels)

    def without(self, *names: str) -> "Restored":
        """Return the same, with these ingredients as the source has them."""
        return replace(
            self,
            files={name: each for name, each in self.files.items() if name not in names},
            epoch="" if DATE in names else self.epoch,
            wheels={name: each for name, each in self.wheels.items() if name not in names},
        )
