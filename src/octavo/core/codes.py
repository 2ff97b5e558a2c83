"""codes.md -> the table of our codes: severity, what each means, how to mend it.

The one source of what is said of codes: ``octavo explain`` prints it, and the handbook's chapter of
messages is made from it (scripts/messages.py). A section begins ``## Title {#id} severity`` and may
introduce its codes; a code is a line ``E101 severity`` and its paragraph below, in Markdown. At the
end stand the titles of the handbook's places that paragraphs lead to.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from octavo.core.problems import Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
SHAPE = re.compile(r"[EWN]\d{3}")
"""Codes of Octavo. Others come from what somebody added to it, and are told as they are."""
_CODE = re.compile(r"([EWN]\d{3}) (\w+)")
_SECTION = re.compile(r"(## .+ \{#\w+\})(?: (\w+))?")
_PLACE = re.compile(r"\[(\S+)\]: (.+)")
_LINKS = re.compile(r"\[\]\(([^)]+)\)(?:, \[\]\([^)]+\))*")
_ASIDE = re.compile(r" \((?:(?:, )?\[\]\([^)]+\))+\)")
_STRESS = re.compile(r"\*([^*]+)\*")
_TITLE = re.compile(r"(.+?)[.:;](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One code. ``text`` is its paragraph, in Markdown."""

    code: str
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class DiagnosticGroup:
    """A section of the table, with what introduces its codes and what they are if nothing else."""

    heading: str
    severity: Severity
    introduction: tuple[str, ...]
    codes: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class CodeTable:
    """All codes in order, in their groups."""

    preamble: tuple[str, ...]
    groups: tuple[DiagnosticGroup, ...]
    places: dict[str, str]
    """Address within the handbook -> its title."""

    @cached_property
    def codes(self) -> dict[str, Diagnostic]:
        return {each.code: each for group in self.groups for each in group.codes}

    def title(self, found: Diagnostic) -> str:
        """Return what a code means in a few words: its paragraph up to the first stop."""
        words = self.plain(_ASIDE.sub("", found.text))
        match = _TITLE.match(words)
        return match[1] if match else words

    def plain(self, text: str) -> str:
        """Return a paragraph as a terminal shows it: places of the handbook by their titles."""

        def name_places(match: re.Match[str]) -> str:
            links = re.findall(r"\(([^)]+)\)", match[0])
            return ", ".join(f"“{self.places[each]}”" for each in links) + " of the handbook"

        return _STRESS.sub(r"\1", _LINKS.sub(name_places, text)).replace("\\|", "|")


def code_table() -> CodeTable:
    """Return the table; raises ValueError where codes.md has a line that is none of it."""
    return parse_table(Path(__file__).with_name("codes.md").read_text(encoding="utf-8"))


def parse_table(text: str) -> CodeTable:
    """Return the table that a text in the form of codes.md holds."""
    told = filter(None, map(_PLACE.fullmatch, text.split("\n")))
    places = {str(each[1]): str(each[2]).rstrip(".") for each in told}
    first, *sections = re.split(r"\n(?=## )", text)
    return CodeTable(
        tuple(first.strip("\n").split("\n\n")), tuple(_group(each) for each in sections), places
    )


def _group(section: str) -> DiagnosticGroup:
    head, *blocks = section.strip("\n").split("\n\n")
    heading = _SECTION.fullmatch(head)
    if heading is None:
        raise ValueError(f"no heading of a section: {head}")
    introduction: list[str] = []
    codes: list[Diagnostic] = []
    for block in blocks:
        name, _, words = block.partition("\n")
        if found := _CODE.fullmatch(name):
            codes.append(Diagnostic(found[1], _severity(found[2]), words))
        elif not codes:
            introduction.append(block)
        elif not all(map(_PLACE.fullmatch, block.split("\n"))):
            raise ValueError(f"no code: {name}")
    severity = _severity(heading[2] or "error")
    return DiagnosticGroup(heading[1], severity, tuple(introduction), tuple(codes))


def _severity(word: str) -> Severity:
    for severity in SEVERITIES:
        if severity == word:
            return severity
    raise ValueError(f"no severity: {word}")
