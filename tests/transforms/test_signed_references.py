"""``@fig-x`` and its like refer to what has that id; what nothing has stays as it is typed."""

from pathlib import Path

import pytest
from by_hand import bench, of, xhtml

from octavo.markup.tree import elements, text_of
from octavo.model.publication import Target
from octavo.transforms.references import resolve_references

TARGETS = {
    each.id: each
    for each in (
        Target("fig-a", "figure", "one", "3", "View"),
        Target("fig:b", "figure", "one", "4", "View"),
        Target("tbl:t_1", "table", "one", "1", "Rows"),
        Target("sec-s", "section", "one", "", "Low"),
        Target("lst-l", "listing", "one", "2", "Code"),
        Target("anna", "anchor", "one", "", "Anna"),
    )
}


def read(words: str, folder: Path) -> tuple[str, list[str | None]]:
    done = resolve_references(of(f"<p>{words}</p>", targets=TARGETS), bench(folder))
    assert done.problems == ()
    body = done.chapters[0].body
    links = [each.get("href") for each in elements(body, "a")]
    return text_of(body).replace("\u00a0", " "), links


@pytest.mark.parametrize(
    ("words", "said", "aims"),
    [
        ("See @fig-a.", "See Figure 3.", ["#fig-a"]),
        ("(@fig:b)", "(Figure 4)", ["#fig:b"]),
        ("[@fig:b]: so", "Figure 4: so", ["#fig:b"]),
        ("[@sec-s]", "“Low”", ["#sec-s"]),
        ("@lst-l and @tbl:t_1", "Listing 2 and Table 1", ["#lst-l", "#tbl:t_1"]),
        ("[see @fig-a; @tbl:t_1, left]", "see Figure 3, Table 1, left", ["#fig-a", "#tbl:t_1"]),
        ("Figure [-@fig-a]", "Figure 3", ["#fig-a"]),
        ("figure -@fig-a", "figure 3", ["#fig-a"]),
        ("[Fig. @fig-a]", "Fig. 3", ["#fig-a"]),
        ("<em>a @fig-a</em> @fig:b c", "a Figure 3 Figure 4 c", ["#fig-a", "#fig:b"]),
        ("[no] @fig-a [@fig:b]", "[no] Figure 3 Figure 4", ["#fig-a", "#fig:b"]),
    ],
)
def test_a_sign_refers_to_what_has_the_id(
    words: str, said: str, aims: list[str], tmp_path: Path
) -> None:
    assert read(words, tmp_path) == (said, aims)


@pytest.mark.parametrize(
    "words",
    [
        "See @fig-none.", "[@knuth1984, p. 4]", "@anna wrote", "me@fig-a", "[@fig-a; @knuth]",
        "<code>@fig-a</code>", "@fig-", "a/@fig-a",
    ],
)  # fmt: skip
def test_other_keys_stay_as_they_are_typed(words: str, tmp_path: Path) -> None:
    done = resolve_references(of(f"<p>{words}</p>", targets=TARGETS), bench(tmp_path))
    assert (xhtml(done), done.problems) == (f"<p>{words}</p>", ())


def test_a_link_keeps_the_signs_in_its_words(tmp_path: Path) -> None:
    assert read('<a href="#anna">@fig-a</a>', tmp_path) == ("@fig-a", ["#anna"])
