"""The grammar of CSS in MDN's data -> css_values.json in src/octavo/markup/css, for warnings.

Run it with the folder ``css`` of the npm package mdn-data (CC0): ``python scripts/css_values.py
node_modules/mdn-data/css``. Of each property is kept which kinds of tokens its value may have at
the top, and which words: enough to see a unit that lacks or a word mistyped, and short.
"""

import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src" / "octavo" / "markup" / "css" / "css_values.json"
KINDS = {
    "length": "l", "percentage": "p", "number": "n", "integer": "n", "string": "s",
    "custom-ident": "i", "dashed-ident": "i", "custom-property-name": "i", "ident": "i",
    "color": "c", "angle": "a", "time": "t", "resolution": "r", "flex": "f", "frequency": "h",
    "dimension": "l", "ratio": "n", "url": "", "image": "", "zero": "n", "hash-token": "c",
}  # fmt: skip
"""Type of the grammar -> how it is kept: a letter each for what a token may be."""
ANY = "*"
_TYPE = re.compile(r"<('?)([\w-]+)(\(\))?'?\s*>")
_WORD = re.compile(r"(?<![\w(-])-?[a-z][\w-]*(?![\w(-])")
_STATE = re.compile(r"::?[a-z]")
_RANGE = re.compile(r"\{[^}]*\}|\[[-−∞\d,.\s]+\]")


class Grammar:
    """The grammar of values; what a property may be is worked out once."""

    def __init__(self, folder: Path) -> None:
        self.properties = json.loads((folder / "properties.json").read_text())
        self._types = json.loads((folder / "syntaxes.json").read_text())

    def of(self, syntax: str, seen: frozenset[str] = frozenset()) -> tuple[set[str], set[str]]:
        """Return the kinds and the words that a syntax allows."""
        kinds, words = set[str](), set[str]()
        text = _without_functions(_RANGE.sub(" ", syntax))
        for quote, name, call in _TYPE.findall(text):
            if call or f"{quote}{name}" in seen:
                continue
            inside = self._named(quote, name, seen)
            kinds, words = kinds | inside[0], words | inside[1]
        return kinds, words | set(_WORD.findall(_TYPE.sub(" ", text)))

    def _named(self, quote: str, name: str, seen: frozenset[str]) -> tuple[set[str], set[str]]:
        if not quote and name == "length-percentage":
            return {"l", "p"}, set()
        if not quote and name in KINDS:
            return set(KINDS[name]), set()
        table = self.properties if quote else self._types
        if name not in table:
            return {ANY}, set()
        return self.of(table[name]["syntax"], seen | {f"{quote}{name}"})


def _without_functions(syntax: str) -> str:
    """Return a syntax without what stands in the brackets of its functions."""
    while True:
        shorter = re.sub(r"[\w-]+\([^()]*\)(?!>)", " ", re.sub(r"<([\w-]+)\(\)>", " ", syntax))
        if shorter == syntax:
            return syntax
        syntax = shorter


def main(folder: Path) -> None:
    """Write the table."""
    grammar = Grammar(folder)
    values = {}
    for name, row in sorted(grammar.properties.items()):
        if name.startswith("-"):
            continue
        kinds, words = grammar.of(row["syntax"])
        values[name] = ["".join(sorted(kinds)), " ".join(sorted(words))]
    functions = json.loads((folder / "functions.json").read_text())
    states = json.loads((folder / "selectors.json").read_text())
    named = grammar.of("<named-color>")[1]
    told = {
        "colours": " ".join(sorted(named)),
        "functions": " ".join(sorted(each.removesuffix("()") for each in functions)),
        "states": " ".join(sorted({each.strip(":()") for each in states if _STATE.match(each)})),
        "values": values,
    }  # fmt: skip
    lines = json.dumps(told, indent=0, ensure_ascii=False)
    TARGET.write_text(re.sub(r"\[\n\"([^\"]*)\",\n\"([^\"]*)\"\n\]", r'["\1", "\2"]', lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
