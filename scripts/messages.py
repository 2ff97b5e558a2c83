"""Write the handbook's chapter of messages from the table of codes.

    python scripts/messages.py [--out FILE]

The table is src/octavo/core/codes.md: change a paragraph there, then run this. A test compares.
"""

import argparse
from pathlib import Path

from octavo.core.codes import CodeTable, Diagnostic, DiagnosticGroup, code_table

CHAPTER = Path(__file__).resolve().parent.parent / "source" / "handbook" / "diagnostics.md"


def main() -> None:
    """Write the chapter."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=CHAPTER, help="where to write it")
    parser.parse_args().out.write_text(chapter(code_table()), encoding="utf-8")


def chapter(table: CodeTable) -> str:
    """Return the chapter in Markdown: each section is a definition list of its codes."""
    groups = (block for group in table.groups for block in _blocks(group))
    return "\n\n".join([*table.preamble, *groups]) + "\n"


def _blocks(group: DiagnosticGroup) -> list[str]:
    return [group.heading, *group.introduction, *(_entry(group, each) for each in group.codes)]


def _entry(group: DiagnosticGroup, found: Diagnostic) -> str:
    """Return a code's entry, which names its severity where its section does not."""
    told = "" if found.severity == group.severity else f"*{found.severity.capitalize()}.* "
    return f"`{found.code}`\n:   {told}{found.text}"


if __name__ == "__main__":
    main()
