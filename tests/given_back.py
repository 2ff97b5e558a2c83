"""Two hundred revisions, made up from seeds: what octavo diff writes of each gives both sides back.

``python tests/given_back.py [COUNT]`` (``nox -s given-back``) holds the tree of the redline, the
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


def main(count: int) -> int:
    """Return how many pairs are not given back."""
    failed: dict[str, list[int]] = {"html": [], "docx": [], "critic and patch": []}
    for seed in range(count):
        author = Author(5000 + seed)
        text = revised = author.document(4)
        # the generator's edits need the first four sections
        for revise in some(author, 5):
            if revise.__name__ != "lower_section":
                revised = revise(revised, author)
        with TemporaryDirectory() as name:
            folder = Path(name)
            hand = OTHER if seed % 2 else ONE
            old = written(folder / "old", text)
            new = written(folder / "new", revised, hand)
            for kind, held in (
                ("html", lambda o, n: gives_back(o, n)),
                ("docx", holds_tracked),
                ("critic and patch", lambda o, n: holds_sources(o, n, folder / "on")),
            ):
                try:
                    held(old, new)
                except AssertionError:
                    failed[kind].append(5000 + seed)
        if seed % 20 == 19:
            print(seed + 1, {k: len(v) for k, v in failed.items()}, flush=True)
    for kind, seeds in failed.items():
        print(f"{kind}: {count - len(seeds)} of {count} given back", seeds[:20])
    return sum(map(len, failed.values()))


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 200) else 0)
