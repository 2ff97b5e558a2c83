"""Ace and axe, each run once over a sound edition and over copies of it with one fault each."""

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tiny import BRIEF

from octavo.production.pipeline import Project, build
from octavo.validators.browser import BrowserValidators
from octavo.validators.toolbox import tools_folder
from octavo.validators.verdicts import Broken, Finding, Job

TOOLS = tools_folder(os.environ)
TEXT = (
    BRIEF["bericht.md"]
    + """
Ein [Verweis](https://example.org/pegel) und `Code`.

| Ort | Stand |
|-----|------:|
| Kai | 12    |

Table: Stände.

```
eine Zeile, die auf einem schmalen Schirm bestimmt nicht Platz hat, und darum seitwärts rollt
```
"""
)
Mend = Callable[[str], str]

pytestmark = [pytest.mark.conformance, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@dataclass(frozen=True, slots=True)
class Fault:
    rule: str
    """What the validator must say."""
    spoil: Mend
    inside: str = ""
    """EPUB: the end of the name of the files that are spoiled."""
    says: str = ""
    """Words that the message must hold."""


def put(html: str, before: str = "</main>") -> Mend:
    return lambda text: text.replace(before, html + before, 1)


def style(rules: str) -> Mend:
    return put(f"<style>{rules}</style>", "</head>")


def drop(pattern: str, by: str = "") -> Mend:
    return lambda text: re.sub(pattern, by, text, flags=re.DOTALL)


PAGE_FAULTS: Mapping[str, Fault] = {
    "no-alt": Fault("image-alt", drop(r' alt="[^"]*"')),
    "no-language": Fault("html-has-lang", drop(r'(?<=<html) lang="de"')),
    "pale": Fault("color-contrast", style("main p { color: #ccc }"), says="px, light)"),
    "pale-at-night": Fault(
        "color-contrast",
        style("@media (prefers-color-scheme: dark) { main p { color: #444 } }"),
        says="(1280 px, dark; 320 px, dark)",
    ),
    "small-targets": Fault(
        "target-size",
        put(
            '<nav style="font-size: 6px; line-height: 1"><a href="#a">a</a><a href="#b">b</a></nav>'
        ),
    ),
    "on-a-gradient": Fault(
        "color-contrast",
        put(
            '<div style="background: linear-gradient(#fff, #000)"><p id="g">a</p><p>b</p><p>c</p>'
            '</div><p style="background: #888; color: #999">d</p>'
        ),
    ),
    "skipped-level": Fault("heading-order", drop(r"<(/?)h2", r"<\1h4")),
    "no-ring": Fault(
        "keyboard", style("a:focus-visible { outline: none !important }"), says="no outline"
    ),
    "trap": Fault(
        "keyboard",
        put('<button onkeydown="event.preventDefault()">x</button><a href="#octavo-text">y</a>'),
        says="does not get past",
    ),
    "last-trap": Fault(
        "keyboard",
        put('<button onkeydown="event.preventDefault()">x</button>'),
        says="does not get past",
    ),
    "round-trap": Fault(
        "keyboard",
        put('<button id="r">x</button><button onfocus="r.focus()">y</button><a href="#r">z</a>'),
        says="does not",
    ),
    "out-of-reach": Fault(
        "keyboard", put('<a href="#octavo-text" tabindex="-1">x</a>'), says="does not reach"
    ),
    "out-of-order": Fault(
        "keyboard", put('<a href="#octavo-text" tabindex="1">x</a>'), says="out of the document"
    ),
    "unseen-skip": Fault(
        "keyboard", style(".skip:focus { inset-inline-start: -99em }"), says="out of sight"
    ),
    "asks-the-web": Fault("request", put('<img alt="" src="https://example.org/spy.png">')),
    "asks-a-neighbour": Fault("request", style("main { background: url(neighbour.png) }")),
    "too-wide": Fault("reflow", put('<div id="wide" style="width: 900px">wide</div>'), says="320"),
    "writes-itself": Fault("script", put("<script>document.write('more')</script>")),
    "complains": Fault("console", put("<script>console.error('no')</script>")),
}
BOOK_FAULTS: Mapping[str, Fault] = {
    "no-alt": Fault("image-alt", drop(r' alt="[^"]*"'), ".xhtml"),
    "no-role": Fault("epub-type-has-matching-role", drop(r' role="doc-[a-z]*"'), ".xhtml"),
    "no-page-list": Fault(
        "epub-pagelist-missing-pagebreak",
        drop(r'<nav [^>]*epub:type="page-list".*?</nav>'),
        "nav.xhtml",
    ),
    "no-page-source": Fault("epub-pagesource", drop(r"<[^>]*pageBreakSource.*?>.*?>"), ".opf"),
    "no-language": Fault("epub-lang", drop(r'(<package[^>]*?) xml:lang="[^"]*"', r"\1"), ".opf"),
    "no-hazard": Fault(
        "metadata-accessibilityhazard", drop(r"<meta [^>]*accessibilityHazard.*?</meta>"), ".opf"
    ),
}


@pytest.fixture(scope="module")
def validators() -> BrowserValidators:
    found = BrowserValidators(TOOLS, os.environ)
    lacking = {name: found.lack(name) for name in found.validators}
    if any(lacking.values()):
        pytest.fail("\n".join(f"{name}: {why}" for name, why in lacking.items()))
    return found


def without_policy(page: bytes) -> bytes:
    """Return a page that browsers hold to nothing, as those of other programs are: ours runs none
    of the scripts of these faults."""
    bare, count = re.subn(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n', b"", page)
    assert count == 1
    return bare


def spoilt_book(data: bytes, fault: Fault) -> bytes:
    """Return an EPUB with a fault in each file whose name ends as the fault says."""
    out = io.BytesIO()
    changed = False
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith(fault.inside):
                spoilt = fault.spoil(content.decode()).encode()
                changed |= spoilt != content
                content = spoilt
            new.writestr(info, content)
    assert changed, fault
    return out.getvalue()


def spoilt_page(data: bytes, fault: Fault) -> bytes:
    text = data.decode()
    spoilt = fault.spoil(text)
    assert spoilt != text, fault
    return spoilt.encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sound edition of each kind, and copies with one fault each."""
    root = tmp_path_factory.mktemp("spoilt")
    source = root / "source" / "bericht"
    for name, text in {**BRIEF, "bericht.md": TEXT}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    files = build(Project(root, root / "build", None), "bericht").files
    page, book = files["bericht.html"], files["bericht.epub"]
    (root / "sound.html").write_bytes(page)
    (root / "sound.epub").write_bytes(book)
    for name, fault in PAGE_FAULTS.items():
        (root / f"{name}.html").write_bytes(spoilt_page(without_policy(page), fault))
    for name, fault in BOOK_FAULTS.items():
        (root / f"{name}.epub").write_bytes(spoilt_book(book, fault))
    return root


@pytest.fixture(scope="module")
def said(validators: BrowserValidators, folder: Path) -> Mapping[str, list[Finding]]:
    """What is said of each file, by its name; one process and one browser for all."""
    files = sorted([*folder.glob("*.html"), *folder.glob("*.epub")])
    jobs = [Job("Ace" if file.suffix == ".epub" else "axe", file) for file in files]
    found = validators.run(jobs)
    return {file.name: [each for each in found if each.path == file] for file in files}


@pytest.mark.parametrize("name", ["sound.html", "sound.epub"])
def test_a_sound_edition_has_no_fault(said: Mapping[str, list[Finding]], name: str) -> None:
    """A notice may remain: of the contrast where one box lies over another axe cannot tell."""
    assert [each for each in said[name] if each.severity != "notice"] == []
    assert {each.rule for each in said[name]} <= {"color-contrast"}


def test_what_axe_leaves_to_a_person_is_told_once_for_each_reason(
    said: Mapping[str, list[Finding]],
) -> None:
    [told] = [each for each in said["on-a-gradient.html"] if each.id == "g"]
    assert (told.rule, told.severity) == ("color-contrast", "notice")
    assert told.message.endswith("here and at 2 more")


@pytest.mark.parametrize("name", PAGE_FAULTS)
def test_a_fault_of_a_page_is_told(said: Mapping[str, list[Finding]], name: str) -> None:
    fault = PAGE_FAULTS[name]
    told = [each for each in said[f"{name}.html"] if each.rule == fault.rule]
    told = [each for each in told if each.severity != "notice"]
    assert [each for each in told if fault.says in each.message], said[f"{name}.html"]


@pytest.mark.parametrize("name", BOOK_FAULTS)
def test_a_fault_of_a_book_is_told(said: Mapping[str, list[Finding]], name: str) -> None:
    told = [each for each in said[f"{name}.epub"] if each.rule == BOOK_FAULTS[name].rule]
    assert told, said[f"{name}.epub"]
    assert all(each.severity in ("error", "warning") for each in told)


def test_a_finding_names_its_file_in_the_book_and_an_id(
    said: Mapping[str, list[Finding]], folder: Path
) -> None:
    found = [each for each in said["no-role.epub"] if each.id]
    assert found
    with zipfile.ZipFile(folder / "no-role.epub") as book:
        for each in found:
            assert f'id="{each.id}"' in book.read(each.inside).decode()
            assert each.excerpt.startswith("<")


def test_a_finding_of_a_page_has_the_id_around_it(said: Mapping[str, list[Finding]]) -> None:
    assert {each.id for each in said["too-wide.html"] if each.rule == "reflow"} == {"wide"}
    assert [each.id for each in said["no-alt.html"] if each.rule == "image-alt"] != [""]


def test_one_fault_is_not_told_as_another(said: Mapping[str, list[Finding]]) -> None:
    """Else a fault that is always told would pass for each of them."""
    ours = {"keyboard", "request", "reflow", "script", "console"}
    for name, fault in PAGE_FAULTS.items():
        told = {each.rule for each in said[f"{name}.html"]}
        assert told & ours <= {fault.rule}, name


def test_an_anchor_without_an_address_need_not_be_reached(
    validators: BrowserValidators, folder: Path, tmp_path: Path
) -> None:
    named = put('<p><a id="quay"></a>Words.</p>')
    page = tmp_path / "page.html"
    page.write_text(named((folder / "sound.html").read_text(encoding="utf-8")), encoding="utf-8")
    found = validators.run([Job("axe", page)])
    assert "keyboard" not in {each.rule for each in found}


def test_a_rule_that_fails_within_axe_is_no_verdict(
    validators: BrowserValidators, folder: Path, tmp_path: Path
) -> None:
    spoilt = put("<script>document.elementsFromPoint = () => { throw Error() }</script>", "</head>")
    page = tmp_path / "page.html"
    sound = without_policy((folder / "sound.html").read_bytes()).decode()
    page.write_text(spoilt(sound), encoding="utf-8")
    with pytest.raises(Broken, match="axe failed at"):
        validators.run([Job("axe", page)])


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "broken.epub"
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
    yield file


def test_a_book_without_a_verdict_is_not_silently_sound(
    validators: BrowserValidators, broken: Path
) -> None:
    with pytest.raises(Broken, match=r"Ace on broken\.epub"):
        validators.run([Job("Ace", broken)])


def test_a_browser_that_does_not_start_is_no_verdict(
    validators: BrowserValidators, folder: Path
) -> None:
    lame = BrowserValidators(TOOLS, {**os.environ, "CHROME_PATH": str(folder / "sound.html")})
    with pytest.raises(Broken, match="driver"):
        lame.run([Job("axe", folder / "sound.html")])
