"""A note that is called thousands of times costs as much a call as one that is called twice."""

from unittest.mock import patch

from conftest import Desk
from markdown.extensions.footnotes import FootnoteExtension

from octavo.constructs.notes import note_calls


def test_the_nth_call_of_a_note_is_named_in_one_step(desk: Desk) -> None:
    steps = 0
    usual = FootnoteExtension.get_separator

    def counted(self: FootnoteExtension) -> str:
        nonlocal steps
        steps += 1
        return usual(self)

    text = "\n\n".join("A word.[^n]" for _ in range(120)) + "\n\n[^n]: A note.\n"
    with patch.object(FootnoteExtension, "get_separator", counted):
        publication = desk.read(text)
    calls = note_calls(publication.chapters[0].body)
    assert len({call.get("id") for call in calls}) == 120
    assert steps < 120 * 8
