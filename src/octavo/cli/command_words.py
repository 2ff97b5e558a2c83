"""The commands by their names; a word that is none is answered with what may have been meant."""

from difflib import get_close_matches
from pathlib import Path

import click

MEANT = {
    "compile": "build",
    "convert": "build",
    "export": "build",
    "generate": "build",
    "html": "build --edition html",
    "epub": "build --edition epub",
    "make": "build",
    "pdf": "build --edition pdf",
    "publish": "build",
    "render": "build",
    "run": "build",
    "typeset": "build",
    "create": "new",
    "init": "new",
    "scaffold": "new",
    "start": "new",
    "add": "new --in . NAME",
    "live": "preview",
    "open": "preview",
    "serve": "preview",
    "server": "preview",
    "show": "preview",
    "view": "preview",
    "watch": "preview",
    "compare": "diff",
    "redline": "diff A B --redline FOLDER",
    "lint": "check --text",
    "tests": "test",
    "pytest": "test",
    "validate": "check",
    "bundle": "release",
    "package": "release",
    "reproduce": "verify RELEASE",
    "rebuild": "verify RELEASE",
    "freeze": "lock",
    "pin": "lock",
    "approve": "accept",
    "bless": "accept",
    "update": "accept",
    "download": "fetch",
    "font": "fonts",
    "languages": "words",
    "translate": "words LANGUAGE --new",
    "install": "doctor --install",
    "setup": "doctor",
    "error": "explain CODE",
    "help": "--help",
    "version": "--version",
    "clean": "",
    "cache": "store",
    "prune": "store --prune",
}
"""What other programs call a command -> ours."""
CLEAN = "nothing needs it: the folder build can be deleted at any time; octavo store --prune --to 0"


class Commands(click.Group):
    """A group of commands that guesses what a wrong name means."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command as click does; a wrong command with a guess where there is none."""
        word = args[0] if args else ""
        if not word or word.startswith("-") or self.get_command(ctx, word) is not None:
            return super().resolve_command(ctx, args)
        raise click.UsageError(f"there is no command '{word}'; {self._guess(ctx, word, args)}", ctx)

    def _guess(self, ctx: click.Context, word: str, args: list[str]) -> str:
        known = self.list_commands(ctx)
        if word.lower() == "clean":
            return CLEAN
        meant = MEANT.get(word.lower(), "")
        if not meant and (Path(word).is_file() or Path(word).is_dir()):
            meant = f"build {word}"
        if not meant:
            near = get_close_matches(word.lower(), [*known, *MEANT], 1)
            meant = MEANT.get(near[0], near[0]) if near else ""
        if not meant:
            return f"there are: {', '.join(known)}"
        return f"did you mean 'octavo {meant}'?"
