"""The content of two listings -> their lines in pairs: other colours strike out no words."""

from collections.abc import Iterator, Sequence

from octavo.diff.match.wording import Alphabet
from octavo.diff.match.words import unequal
from octavo.diff.report.redline.nodes import Item, Token, words_below

Run = tuple[Sequence[Item], Sequence[Item]]


def pair_code_lines(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Run]:
    """Yield lines that say the same one by one, and what stands between them as one run; all at
    once where the colours are the same ones."""
    if not is_coloured_otherwise(old, new):
        yield old, new
        return
    ones, others = _lines(old), _lines(new)
    keys = Alphabet()
    spelt = [keys.spell([_text(line) for line in each]) for each in (ones, others)]
    at = begin = 0
    for run in [*unequal(*spelt), (len(ones), len(ones), len(others), len(others))]:
        yield from zip(ones[at : run[0]], others[begin : run[2]], strict=True)
        gone = [item for line in ones[run[0] : run[1]] for item in line]
        come = [item for line in others[run[2] : run[3]] for item in line]
        if gone or come:
            yield gone, come
        at, begin = run[1], run[3]


def is_coloured_otherwise(old: Sequence[Item], new: Sequence[Item]) -> bool:
    """Tell whether two runs of code have their words in other elements."""
    return list(map(_form, old)) != list(map(_form, new)) and _words(old) & _words(new) != set()


def _form(item: Item) -> tuple[object, ...]:
    """Return an item's elements, without its words."""
    if isinstance(item, Token):
        return ()
    return item.tag, item.attributes.get("class"), *map(_form, item.items)


def _words(items: Sequence[Item]) -> set[str]:
    return {token.text for item in items for token in words_below(item) if token.key}


def _lines(items: Sequence[Item]) -> list[list[Item]]:
    """Return items by lines; one in which a line ends is its last."""
    lines: list[list[Item]] = [[]]
    for item in items:
        lines[-1].append(item)
        if "\n" in _text([item]):
            lines.append([])
    return [line for line in lines if line]


def _text(items: Sequence[Item]) -> str:
    return "".join(token.text for item in items for token in words_below(item))
