"""HTML of other days keeps its words; what means the same is put in its place."""

from pathlib import Path

import pytest
from by_hand import bench, of, told, xhtml

from octavo.transforms.plain_html import adopt_html


@pytest.mark.parametrize(
    ("given", "made", "problems"),
    [
        ("<center><p>x</p></center>", "<div><p>x</p></div>", 1),
        ("<address>x<br/>y</address>", "<div>x<br/>y</div>", 1),
        ('<p><font color="red">x</font> y</p>', "<p>x y</p>", 1),
        ("<p><tt>x</tt> <strike>y</strike></p>", "<p><code>x</code> <s>y</s></p>", 2),
        ("<p><time>May</time> <big>x</big></p>", "<p>May x</p>", 1),
        (
            "<p><picture><source/><img src='a.svg' alt='A'/></picture></p>",
            '<p><img src="a.svg" alt="A"/></p>',
            0,
        ),
        ('<p>A <a name="there"></a>b</p>', '<p>A <span id="there"></span>b</p>', 0),
        ('<p><a name="x" href="#y">b</a></p>', '<p><a href="#y" id="x">b</a></p>', 0),
        ('<p><a name="x" id="z">b</a></p>', '<p><a id="z">b</a></p>', 0),
        (
            "<details open=''><summary>More</summary><p>x</p></details>",
            '<div class="details open"><p class="box-title">More</p><p>x</p></div>',
            0,
        ),
        ("<listing><pre>x</pre><p>y</p></listing>", "<div><pre>x</pre><p>y</p></div>", 1),
        ('<tip id="t" class="x">loose</tip>', '<div id="t">loose</div>', 1),
        ("<p>a <tip to='b'>x <em>y</em></tip> z</p>", "<p>a x <em>y</em> z</p>", 1),
        ("<ul><li>a <tip>x</tip> z</li></ul>", "<ul><li>a x z</li></ul>", 1),
        ("<ul><tip><li>a</li></tip></ul>", "<ul><li>a</li></ul>", 1),
        ("<p>x</p><br/><br/><p>y</p>", "<p>x</p><p>y</p>", 2),
        (
            "<figure><img src='a.svg' alt='A'/><br/></figure>",
            '<figure><img src="a.svg" alt="A"/></figure>',
            1,
        ),
        ("<p>x<br/>y</p><div>z<br/></div>", "<p>x<br/>y</p><div>z<br/></div>", 0),
        (
            "<div><img src='a.svg' alt='A'/><figcaption><em>x</em></figcaption></div>",
            '<div><img src="a.svg" alt="A"/><p><em>x</em></p></div>',
            1,
        ),
        ("<div><figcaption><p>x</p></figcaption></div>", "<div><div><p>x</p></div></div>", 1),
        ("<style>p { color: red }</style><p>x</p>", "<p>x</p>", 1),
        ("<dl><dd>x</dd></dl>", "<div>x</div>", 1),
        (
            "<dl><dd>x</dd><dt>a</dt><dd>b</dd></dl>",
            "<div>x</div><dl><dt>a</dt><dd>b</dd></dl>",
            1,
        ),
        ("<dl><dt>a</dt></dl>", "<dl><dt>a</dt><dd data-line='0'></dd></dl>".replace("'", '"'), 0),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "<dl><dt>a</dt><dd>b</dd></dl>", 0),
        ("<dl></dl><p>x</p>", "<p>x</p>", 0),
    ],
)
def test_elements_of_other_days_become_ours(
    given: str, made: str, problems: int, tmp_path: Path
) -> None:
    done = adopt_html(of(f"{given}"), bench(tmp_path))
    assert xhtml(done) == made
    assert [each.severity for each in done.problems] == ["warning"] * problems


def test_what_editions_have_and_what_nobody_may_is_left(tmp_path: Path) -> None:
    given = "<p>a <em>b</em> <kbd>c</kbd></p><video>d</video><p><widget data-x='1'></widget></p>"
    given = given.replace("'", '"')
    done = adopt_html(of(given), bench(tmp_path))
    assert (xhtml(done), told(done)) == (given, [])
