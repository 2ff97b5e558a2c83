"""Gradients of drawings as shadings of the PDF, which every reader draws at every size.

WeasyPrint 70 makes tiles of them, a unit wide: readers draw such a tile in pixels, and at other
sizes than the drawing's own nothing of it. Test: test_gradients_are_seen_at_every_size.
A stroke of a gradient has its width: the engine forgets it.
Source: ISO 32000-2, 8.7.4 (shading patterns) and 11.6.5 (soft masks).
"""

from typing import Any, ClassVar

import pydyf

from octavo.editions.pdf.weasyprint_private import Matrix


class _ShadingPattern(pydyf.Dictionary):  # type: ignore[misc]
    """A pattern that is a shading, as the engine keeps patterns."""

    extra: ClassVar[dict[str, Any]] = {}


class Gradients:
    """Draws gradients in the place of the engine's own function, which it asks for its sums."""

    def __init__(self, draw: Any) -> None:
        self._draw = draw

    def __call__(
        self, svg: Any, node: Any, gradient: Any, font_size: float, opacity: float, stroke: bool
    ) -> bool:
        """Set a gradient as the colour of what is drawn next; tell whether there is one."""
        if stroke:  # the engine sets it for plain colours only
            width = svg.length(node.get("stroke-width", "1px"), font_size)
            svg.stream.set_line_width(width)
        patterns = svg.stream._resources["Pattern"]
        before = len(patterns)
        done = bool(self._draw(svg, node, gradient, font_size, opacity, stroke))
        if not done or len(patterns) == before:  # one colour, or nothing
            return done
        name = list(patterns)[-1]
        tile = patterns[name]
        (group,) = tile.extra["Resources"]["XObject"].values()
        shading = next(iter(group.extra["Resources"]["Shading"].values()))
        masks = list(group.extra["Resources"]["ExtGState"].values())
        if masks and not self._is_alone(node, stroke):
            return done
        if masks:
            self._mask(svg, node, font_size, tile, masks[0]["SMask"]["G"])
        patterns[name] = _ShadingPattern(
            {
                "Type": "/Pattern",
                "PatternType": 2,
                "Shading": shading,
                "Matrix": tile.extra["Matrix"],
            }
        )
        return done

    @staticmethod
    def _is_alone(node: Any, stroke: bool) -> bool:
        """Tell whether nothing else is painted with the gradient, which a mask would cover too."""
        other = node.get("fill", "black") if stroke else node.get("stroke", "none")
        return bool(other == "none")

    @staticmethod
    def _mask(svg: Any, node: Any, font_size: float, tile: Any, alpha: Any) -> None:
        """Let what is drawn next be as clear as a gradient's colours are."""
        x, y, width, height = svg.calculate_bounding_box(node, font_size)
        matrix = Matrix(*tile.extra["Matrix"]) @ svg.stream.ctm.invert
        mask = svg.stream.set_alpha_state(x, y, width, height)
        (shading,) = alpha.extra["Resources"]["Shading"].values()
        mask.extra["Resources"]["Shading"][shading.id] = shading
        numbers = " ".join(f"{number:.9f}" for number in matrix.values)
        mask.stream = [f"{numbers} cm".encode(), f"/{shading.id} sh".encode()]
