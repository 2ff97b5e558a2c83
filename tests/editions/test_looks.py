"""What a reader sees at once: sizes of captions and headings, feet, labels, gaps; by measure."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from long_proofs import here
from pypdfium2 import raw

from octavo.markup.css.sheet_rules import read_rules
from octavo.production.pipeline import build, templates_folder

THEMES = ("book", "brief", "report")
SHEETS = templates_folder()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3" width="9" height="3"/>'
WORDS = "The harbour was silted by the end of that winter, and the boats lay over on their sides. "
TEXT = f"""{WORDS}

![View](v.svg){{#fig-v}}

Figure: Zander figure.

| A | B |
|---|---|
| 1 | Quark cell |

Table: Zander table.
{{#tbl-t}}

## Second

{WORDS}

### Third

{WORDS}

#### Vierth

{WORDS}

##### Fivth

{WORDS}

###### Sexth

{WORDS}

Plainword here.
"""


class Pages:
    """A PDF whose words can be measured."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfium.PdfDocument(data)
        self._texts = [page.get_textpage() for page in self._document]

    def text(self) -> str:
        return "".join(each.get_text_range() for each in self._texts)

    def sizes(self, words: str) -> Iterator[float]:
        """Yield the size, in points, in which words are set, at each place."""
        for text in self._texts:
            found = text.search(words, match_case=True)
            while at := found.get_next():
                yield round(float(raw.FPDFText_GetFontSize(text.raw, at[0])), 2)

    def size(self, words: str) -> float:
        return max(self.sizes(words))

    def lowest(self, words: str) -> float:
        """Return how far above the foot of its page the last place of words stands, in points."""
        feet = []
        for text in self._texts:
            found = text.search(words)
            while at := found.get_next():
                feet.append(text.get_charbox(at[0])[1])
        return feet[-1]


def written(desk: Desk, theme: str, text: str = TEXT, more: str = "") -> Pages:
    text = text if theme == "brief" else f"# One\n\n{text}"
    meta = f"theme: {theme}\neditions: [pdf]\npublisher: Quayside\nbody: [one.md]\n{more}"
    project, slug = desk.write({"one.md": text, "v.svg": SVG}, meta)
    return Pages(build(project, slug).files[f"{slug}.pdf"])


@pytest.mark.parametrize("style", ["", "large-print"])
@pytest.mark.parametrize("theme", here(THEMES, "brief"))
def test_captions_and_deep_headings_have_sizes_that_can_be_read(
    desk: Desk, theme: str, style: str
) -> None:
    more = f"editions: [{{name: pdf, style: {style}}}]" if style else ""
    text = TEXT if theme == "brief" else f"# One\n\n{TEXT}"
    meta = f"theme: {theme}\nbody: [one.md]\n{more or 'editions: [pdf]'}"
    project, slug = desk.write({"one.md": text, "v.svg": SVG}, meta)
    pages = Pages(build(project, slug).files[f"{slug}.pdf"])
    plain = pages.size("Plainword")
    assert pages.size("Zander table") == pages.size("Zander figure") >= plain * 0.83
    assert pages.size("Quark cell") <= pages.size("Plainword")
    assert pages.size("Vierth") >= plain
    assert min(map(pages.size, ("Fivth", "Sexth"))) >= plain * 0.87


def test_the_foot_of_a_title_page_stands_where_the_text_ends(desk: Desk) -> None:
    pages = written(desk, "book", "Words.\n")
    assert pages.lowest("2024") > 60  # 6.7 mm are 19 points


@pytest.mark.parametrize("theme", here(THEMES, "book"))
def test_references_by_number_are_not_hyphenated(desk: Desk, theme: str) -> None:
    lines = [f"{'an ' * n}{'i' * m} [](#fig-v) shows." for n in range(9, 24) for m in range(6)]
    text = written(desk, theme, f"{TEXT}\n\n" + "\n\n".join(lines)).text()
    assert text.count("Figure") > 80
    assert re.findall(r"Fig(?!ure)..", text) == []


@pytest.mark.parametrize("language", ["ar", "fa", "he", "hi", "ja", "ko", "zh"])
def test_third_headings_are_bold_in_scripts_without_slope_and_capitals(language: str) -> None:
    sheet = "eastern.css" if language in ("ja", "ko", "zh") else "base.css"
    css = (SHEETS / "shared" / sheet).read_text(encoding="utf-8")
    for level in range(3, 7):
        rule = rf"\.level-{level}:lang\({language}\)[^{{}}]*{{ font-weight: 700 }}"
        assert re.search(rule, css), level


@pytest.mark.parametrize("theme", THEMES)
def test_every_level_of_headings_is_designed(theme: str) -> None:
    css = (Path(SHEETS) / theme / "theme.css").read_text(encoding="utf-8")
    for level in range(2, 7):
        assert re.search(rf"(?m)^[^{{}}]*\.level-{level}\b[^{{}}]*{{[^{{}}]*font-", css), level


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_leaves_the_columns_of_a_site_to_the_site(theme: str) -> None:
    """Else the text of a site, which has its own column beside the contents, is divided again."""
    sheet = SHEETS / theme / "screen.css"
    rules = read_rules(sheet.read_text(encoding="utf-8"))[0] if sheet.exists() else ()
    laid_out = [
        rule.selector
        for rule in rules
        for each in rule.declared
        if re.search(r"(?<![\w.-])main\b", rule.selector)
        and each.name in ("display", "position", "grid-column", "grid-template-columns")
        and not any("print" in around for around in rule.around)
    ]
    assert [each for each in laid_out if ":not(.site)" not in each] == []


def test_the_band_of_a_report_keeps_off_the_contents_of_a_site() -> None:
    rules = read_rules((SHEETS / "report" / "screen.css").read_text(encoding="utf-8"))[0]
    told = [
        {each.name for each in rule.declared}
        for rule in rules
        if rule.selector == ".site .title-page" and any("62em" in each for each in rule.around)
    ]
    assert told and "border-image" in told[0]
    beside = (SHEETS / "shared" / "site.css").read_text(encoding="utf-8").partition("nav text")[0]
    assert beside.rpartition("@media")[2].startswith(" (min-width: 62em)"), "where they begin"
