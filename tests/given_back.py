"""Two hundred revisions, made up from seeds: what octavo diff writes of each gives both sides back.

``python tests/given_back.py [COUNT [FIRST]]`` (``nox -s given-back``) holds the redline, the
.docx, CriticMarkup and the patch of each pair against both revisions.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "diff")]

from revised import ONE, OTHER, Author, some  # noqa: E402
from test_redline import gives_back, written  # noqa: E402
from test_source_patches import holds_both as holds_sources  # noqa: E402
from test_tracked_changes import holds_both as holds_tracked  # noqa: E402

HELD = {
    "html": lambda old, new, folder: gives_back(old, new),
    "docx": lambda old, new, folder: holds_tracked(old, new),
    "critic and patch": holds_sources,
}


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(count: int, first: int = 0) -> int:
    """Return how many pairs are not given back, of so many from the first on."""
    failed: dict[str, list[int]] = {kind: [] for kind in HELD}
    for seed in range(first, first + count):
        author = Author(5000 + seed)
        text = revised = author.document(4)
        for revise in some(author, 5):
            if revise.__name__ != "lower_section":  # it needs a fifth section
                revised = revise(revised, author)
        with TemporaryDirectory() as name:
            folder = Path(name)
            old = written(folder / "old", text)
            new = written(folder / "new", revised, OTHER if seed % 2 else ONE)
            for kind, held in HELD.items():
                try:
                    held(old, new, folder / "on")
                except AssertionError:
                    failed[kind].append(5000 + seed)
        if seed % 20 == 19:
            tell(f"{seed + 1} { ({kind: len(each) for kind, each in failed.items()}) }")
    for kind, seeds in failed.items():
        tell(f"{kind}: {count - len(seeds)} of {count} given back {seeds[:20]}")
    return sum(map(len, failed.values()))


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:3] or (200,))) else 0)
