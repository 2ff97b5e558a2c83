"""The levels of differences, by name; light, because ``octavo diff --help`` tells them."""

LEVELS = tuple(
    "metadata structure text table note code mark link alt language asset typography".split()
)
"""Kinds of events, from the work as a whole to what no reader takes for a change."""
OF_THREE = ("conflicts",)
"""What three revisions may have beside their events."""
OF_EDITIONS = ("pages", "bytes")
"""What finished editions may differ in beside their events."""
