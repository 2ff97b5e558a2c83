"""The group of all commands: its help is whole, and whoever asks for JSON gets JSON."""

import json
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Any

import click

from octavo.cli.command_words import Commands

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.problems import Problem

JSON = "--json"
_WANTED = "octavo.json"


class Unusable(click.ClickException):
    """Raised for what a command cannot work on: a name that is none, a place that is taken."""

    exit_code = 2

    def __init__(self, problems: "Sequence[Problem]") -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)

    def show(self, file: IO[Any] | None = None) -> None:
        from octavo.cli.told_problems import tell_problems

        tell_problems(self.problems)


class _InJson(click.ClickException):
    """Raised in place of another, to be told as one JSON object."""

    exit_code = 2

    def __init__(self, cause: click.ClickException) -> None:
        super().__init__(cause.format_message())
        self._cause = cause

    def show(self, file: IO[Any] | None = None) -> None:
        problems = problems_of(self._cause)
        told = {"problems": [each.as_json() for each in problems], "exit_code": self.exit_code}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))


def problems_of(cause: click.ClickException) -> "Sequence[Problem]":
    """Return why a command was refused. Problems: E806 (it is wrong by itself), and others."""
    from octavo.core.problems import Place, Problem

    if isinstance(cause, Unusable):
        return cause.problems
    context = getattr(cause, "ctx", None)
    path = context.command_path if context else "octavo"
    return (Problem("E806", Place(path), cause.format_message(), f"{path} --help tells all"),)


def fault_in_json(fault: Exception) -> str:
    """Return what is told of a fault of Octavo itself."""
    message = f"a fault of Octavo: {type(fault).__name__}: {fault}"
    problem = {"code": "", "message": message, "hint": "please report it", "severity": "error"}
    place = {"path": "octavo", "line": 0, "column": 0}
    told = {"problems": [{**problem, "place": place, "excerpt": ""}], "exit_code": 3}
    return json.dumps(told, indent=2, ensure_ascii=False)


class ProgramGroup(Commands):
    """A group of commands that tells wrong ones as JSON where the words ask for that."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **more: Any,
    ) -> click.Context:
        is_wanted = JSON in args[: args.index("--")] if "--" in args else JSON in args
        try:
            context = super().make_context(info_name, args, parent, **more)
        except click.ClickException as cause:
            raise (_InJson(cause) if is_wanted else cause) from None
        context.meta[_WANTED] = is_wanted
        return context

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return _invoke(super().invoke, ctx)
        except click.ClickException as cause:
            raise (_InJson(cause) if ctx.meta[_WANTED] else cause) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, each with its whole first sentence."""
        commands = [self.commands[name] for name in self.list_commands(ctx)]
        rows = [(each.name or "", _first_sentence(each)) for each in commands if not each.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _shortage(ctx: click.Context) -> "Problem":
    """Return the problem of a command that would have taken more memory than it may."""
    from octavo.core.problems import Place, Problem

    hint = "give it less at a time, or a machine with more memory"
    return Problem("E117", Place(ctx.command_path), "it needs more memory than it may take", hint)


def _invoke(run: Callable[[click.Context], Any], ctx: click.Context) -> Any:
    """Run a command; what it cannot work on is told, and no fault of Octavo."""
    try:
        return run(ctx)
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as fault:
        from octavo.core.problems import BuildFailed
        from octavo.core.refusals import disk_fault

        if isinstance(fault, MemoryError):
            raise Unusable([_shortage(ctx)]) from None
        if isinstance(fault, BuildFailed):
            raise Unusable(fault.problems) from None
        if isinstance(fault, OSError) and (problem := disk_fault(fault)):
            raise Unusable([problem]) from None
        raise


def _first_sentence(command: click.Command) -> str:
    paragraph = (command.help or "").strip().partition("\n\n")[0]
    return " ".join(paragraph.split()).partition(". ")[0].removesuffix(".") + "."
