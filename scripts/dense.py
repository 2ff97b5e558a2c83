"""Dense Markdown for measuring: as much markup a line as a book can bear, the same every time."""

from collections.abc import Iterator
from itertools import count, islice

WORDS = (
    "tide ledger gauge harbour keeper lamp rope stone salt pier chart wind bell mast cable quay"
).split()


def dense_markdown(size: int) -> str:
    """Return at least ``size`` characters: headings, notes, tables, code, lists, quotations."""
    parts: list[str] = []
    length = 0
    for section in _sections():
        parts.append(section)
        length += len(section)
        if length >= size:
            return "".join(parts)
    raise AssertionError("sections never end")


def _sections() -> Iterator[str]:
    for n in count(1):
        yield (
            f"## Section {n}: {_words(n, 4)} {{#section-{n}}}\n\n"
            f"{_prose(n)}[^note-{n}] {_prose(n + 1)}\n\n"
            f"{_prose(n + 2)} See [the {_words(n, 2)}](https://example.org/{n}?a=1&b={n}).\n\n"
            f"- {_prose(n + 3)}\n- {_words(n, 6)}\n    - {_words(n + 1, 5)}\n    - `code_{n}()`\n\n"
            f"1. {_words(n, 7)}\n2. {_prose(n + 4)}\n\n"
            f"> {_prose(n + 5)}\n>\n> --- {_words(n, 2)}\n\n"
            f"{_table(n)}"
            f"```python\ndef step_{n}(x: int) -> int:\n    return x * {n}  # {_words(n, 4)}\n"
            "```\n\n"
            f"[^note-{n}]: {_prose(n + 6)}\n\n"
        )


def _prose(n: int) -> str:
    return (
        f"The {_words(n, 6)}, *{_words(n + 1, 2)}* and **{_words(n + 2, 2)}**, is `{_words(n, 1)}`"
        f' -- "{_words(n + 3, 5)}" -- for {n} km; it isn\'t ~~{_words(n, 1)}~~ {_words(n + 4, 8)}.'
    )


def _table(n: int) -> str:
    rows = "".join(f"| {_words(n + row, 1)} | *{row}* | {n * row} |\n" for row in range(1, 7))
    return f"| Name | Kind | Sum |\n|------|:----:|----:|\n{rows}\n"


def _words(n: int, many: int) -> str:
    turn = (WORDS[(n * 7 + k * (3 + n % 5)) % len(WORDS)] for k in count())
    return " ".join(islice(turn, many))
