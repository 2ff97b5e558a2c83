"""Remarks and addresses beside a text are paired by what they say, thousands of them at once."""

from time import process_time

from octavo.diff.report.sources.sliced_sources import pair_pieces


def links(*names: str) -> str:
    return "".join(f"[{name}]: https://example.org/{name}\n" for name in names)


def test_pieces_are_paired_by_the_lines_that_they_share() -> None:
    olds = [links("gate", "lock"), links("weir", "mill"), "<!-- a -->\n"]
    news = ["<!-- new -->\n", links("weir", "quay"), links("gate", "lock")]
    assert pair_pieces(olds, news) == [(0, 2), (1, 1), (2, 0)]


def test_equal_pieces_are_paired_in_order_and_none_twice() -> None:
    assert pair_pieces(["a\n", "b\n", "a\n"], ["a\n", "a\n", "a\n", "c\n"]) == [
        (0, 0),
        (1, 2),
        (2, 1),
    ]
    assert pair_pieces(["a\n", "b\n"], []) == []


def test_a_line_that_stands_in_all_pieces_tells_nothing() -> None:
    olds = [f"<!-- lint -->\n{links(f'a{n}', f'b{n}')}" for n in range(20)]
    news = [f"<!-- lint -->\n{links(f'c{n}', f'b{n}')}" for n in reversed(range(20))]
    assert pair_pieces(olds, news) == [(n, 19 - n) for n in range(20)]


def test_ten_thousand_pieces_are_paired_soon() -> None:
    sides = [[f"<!-- {word} {n} -->\n\n" for n in range(10_000)] for word in ("a", "another")]
    start = process_time()
    assert pair_pieces(sides[0], sides[1]) == [(n, n) for n in range(10_000)]
    assert process_time() - start < 10
