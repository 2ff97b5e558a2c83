"""Blocks that were hardly meant as they are read: told; others are not."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of

from octavo.markup.tree import parse_xml
from octavo.transforms.unlikely_blocks import tell_unlikely


def told(xml: str, written: str, folder: Path) -> list[tuple[str, int]]:
    chapter = chapter_of("", written=written)
    for node in parse_xml(f"<body>{xml}</body>"):
        chapter.body.append(node)
    done = tell_unlikely(of(chapter), bench(folder))
    assert all(each.hint for each in done.problems)
    return [(each.code, each.place.line) for each in done.problems]


def block(tag: str, words: str, line: int) -> str:
    return f'<{tag} data-line="{line}">{words}</{tag}>'


PROSE = "The road runs from the pans to the sea."


@pytest.mark.parametrize(
    ("xml", "written", "expected"),
    [
        (block("pre", PROSE, 1), f"    {PROSE}", [("E273", 1)]),
        (block("pre", f"“{PROSE}”", 1), f"\t“{PROSE}”", [("E273", 1)]),
        (block("pre", f"— {PROSE}", 1), f"    — {PROSE}", [("E273", 1)]),
        (block("pre", PROSE, 1), f"```\n{PROSE}\n```", []),
        (block("pre", "for a in b: print(a)", 1), "    for a in b: print(a)", []),
        (block("h2", PROSE, 1), f"{PROSE}\n---", [("E273", 1)]),
        (block("h2", PROSE, 1), f"## {PROSE}\n\n---", []),
        (block("h2", "The pans", 1), "The pans\n---", []),
        (
            f'<ol><li>a</li></ol>{block("ul", "<li>b</li>", 2)}<ol start="2"><li>c</li></ol>',
            "1. a\n  - b\n2. c",
            [("E273", 2)],
        ),
        (
            f'<ol><li>a</li></ol>{block("ul", "<li>b</li>", 2)}<ol><li>c</li></ol>',
            "1. a\n\n- b\n\n1. c",
            [],
        ),
        (block("p", "*It begins.", 1) + block("p", "It ends.*", 3), "…", [("E273", 1)]),
        (block("p", "*Without tax.", 1) + block("p", "It ends.", 3), "…", []),
        (block("p", "Words.", 1), "Words.\n\n<!-- later\n\nMore.", [("E274", 3)]),
        (block("p", "Words.", 1), "Words.\n\n<!-- later -->\n\nMore.", []),
        ("<p><code>&lt;!--</code></p>", "Write `<!--`.", []),
    ],
)  # fmt: skip
def test_a_block_that_was_hardly_meant_so_is_told(
    xml: str, written: str, expected: list[tuple[str, int]], tmp_path: Path
) -> None:
    assert told(xml, written, tmp_path) == expected
