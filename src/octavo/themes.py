"""A theme: the pieces that make an edition, the families it is set in, its style sheets.

``templates/THEME/theme.yaml`` says what a theme is; templates and CSS are looked for in the
theme's folder first, then in ``shared/``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import yaml

from octavo.problems import BuildFailed, Problem
from octavo.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    run_on: bool
    """True where the whole publication is one run of pages; False where chapters begin a page."""
    families: tuple[str, ...]
    """Families it is set in, first the text face."""
    embedded: tuple[str, ...]
    """Families that the EPUB edition carries (never the text face: the reader's own is used)."""
    pieces: Mapping[str, tuple[str, ...]]
    """Format -> pieces in reading order; the piece ``text`` stands for all chapters."""
    cover: Mapping[str, str]
    """``ground``, ``ink``, ``accent`` (colours) and ``face`` (a family) of the drawn cover."""
    companions: tuple[str, ...] = ()
    """Families for the characters that its own lack, in the order in which they are asked.

    The face of code stands there too: it helps out where a publication has no code."""
    by_language: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Base language -> the families that a publication in it is set in."""

    @property
    def all_families(self) -> tuple[str, ...]:
        """Return every family that a page may need: its own, then the companions."""
        return tuple(dict.fromkeys((*self.families, *self.companions)))

    def in_language(self, tag: str) -> "Theme":
        """Return the theme as a publication in a language has it.

        Where the language has families of its own, they set the text and the cover.
        """
        own = self.by_language.get(tag.split("-")[0].lower(), ())
        if not own:
            return self
        return replace(self, families=own, cover={**self.cover, "face": own[0]})

    def sheet(self, workshop: Workshop, *names: str) -> str:
        """Return style sheets joined: for each name the shared one, then the theme's own."""
        parts = []
        for name in names:
            for folder in ("shared", self.name):
                found = workshop.template(f"{folder}/{name}")
                if found is not None:
                    parts.append(found.decode())
        return "\n".join(parts)


def read_theme(workshop: Workshop, name: str, fault: Problem) -> Theme:
    """Return a theme by name; raises BuildFailed with ``fault`` where there is none."""
    data = workshop.template(f"{name}/theme.yaml")
    if data is None or not name.isidentifier():
        raise BuildFailed([fault])
    found = yaml.load(data, Loader=yaml.CSafeLoader)
    return Theme(
        name,
        bool(found["run_on"]),
        tuple(found["families"]),
        tuple(found["embedded"]),
        {key: tuple(pieces) for key, pieces in found["pieces"].items()},
        found["cover"],
        tuple(found.get("companions", ())),
        {tag: tuple(names) for tag, names in found.get("by_language", {}).items()},
    )
