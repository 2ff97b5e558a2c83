"""A word that is no command is answered with the one that may have been meant."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from octavo.cli.command_words import MEANT
from octavo.cli.program import octavo


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("init", "octavo new"),
        ("render", "octavo build"),
        ("convert", "octavo build"),
        ("make", "octavo build"),
        ("watch", "octavo preview"),
        ("serve", "octavo preview"),
        ("tests", "octavo test"),
        ("Build", "octavo build"),
        ("buidl", "octavo build"),
        ("prewiev", "octavo preview"),
        ("rendr", "octavo build"),
        ("docter", "octavo doctor"),
    ],
)
def test_a_command_of_another_name_is_guessed(word: str, meant: str) -> None:
    ended = CliRunner().invoke(octavo, [word, "x"])
    assert ended.exit_code == 2
    assert f"there is no command '{word}'; did you mean '{meant}'?" in ended.output


def test_a_word_like_none_is_answered_with_all_commands() -> None:
    ended = CliRunner().invoke(octavo, ["xyzzy"])
    assert ended.exit_code == 2
    assert "there are: " in ended.output and "preview" in ended.output


def test_a_file_in_the_place_of_a_command_is_one_to_build(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("Words.\n")
    ended = CliRunner().invoke(octavo, [str(tmp_path / "notes.md")])
    assert f"did you mean 'octavo build {tmp_path / 'notes.md'}'?" in ended.output


def test_every_guess_is_a_command_that_there_is() -> None:
    commands = {meant.split()[0] for meant in MEANT.values() if meant and meant[0] != "-"}
    assert commands <= set(octavo.commands)
    assert not set(MEANT) & set(octavo.commands)
