"""Fonts that are fetched: pinned, asked for where they are needed, and never noticed elsewhere."""

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from conftest import Desk
from fontTools.ttLib import TTFont

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed
from octavo.fonts import cjk
from octavo.fonts.cjk import NotFetched, fetch, fonts_folder, list_fetched
from octavo.production.pipeline import build, templates_folder

TAGS = {"ja": "ja", "ja-JP": "ja", "ko": "ko", "zh": "zh", "zh-CN": "zh", "zh-Hant": "zh-Hant"}
TAGS |= {"zh-TW": "zh-Hant", "zh-hant-HK": "zh-Hant", "en": "", "de-AT": ""}
SIGNS = "港の番人は毎朝水位を書き留めた。、「」"
TEXT = "港の番人は毎朝、水位を書き留めた。"


def like(family: str) -> bytes:
    """Return a small font of this name, whose eastern signs look like Latin letters."""
    font = TTFont(templates_folder() / "fonts" / "NotoSerif-Regular.ttf", recalcTimestamp=False)
    glyphs = font.getBestCmap()
    words = (templates_folder() / "words" / "ja.yaml").read_text(encoding="utf-8")
    signs = sorted({sign for sign in SIGNS + words if ord(sign) > 0x2FFF})
    shapes = [name for sign, name in sorted(glyphs.items()) if sign > 0x2FF and chr(sign).isalpha()]
    for table in font["cmap"].tables:
        for sign, name in zip(signs, dict.fromkeys(shapes), strict=False):
            table.cmap[ord(sign)] = name  # one shape for each: shapes are told apart in a PDF
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def packed(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return target.getvalue()


@pytest.fixture(scope="module")
def packages() -> dict[str, bytes]:
    """Return address -> package, of small fonts that bear the names of the Japanese ones."""
    found = {}
    for package in cjk.PACKAGES["ja"]:
        font = like(package.family)
        files = {f"package/{each}/{package.stem}_{each}.ttf": font for each in cjk.CUTS}
        found[package.url] = packed({**files, cjk.LICENCE: b"OFL"})
    return found


@pytest.fixture
def pinned(packages: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Mapping[str, bytes]:
    """Pin those packages in the place of the real ones."""
    families = tuple(
        replace(each, sha512=base64.b64encode(hashlib.sha512(packages[each.url]).digest()).decode())
        for each in cjk.PACKAGES["ja"]
    )
    monkeypatch.setitem(cjk.PACKAGES, "ja", families)  # type: ignore[arg-type]
    return packages


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_leads_to_the_fonts_of_its_readers(tag: str) -> None:
    assert cjk.eastern(tag) == TAGS[tag]


def test_what_is_not_what_was_pinned_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="is not what it was"):
        fetch("ja", tmp_path, lambda url: b"something else")
    assert list_fetched(tmp_path) == () and list(tmp_path.iterdir()) == []


def test_a_package_that_lacks_a_cut_is_refused(
    tmp_path: Path, pinned: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed({cjk.LICENCE: b"OFL"})
    digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
    families = tuple(replace(each, sha512=digest) for each in cjk.PACKAGES["ja"])
    monkeypatch.setitem(cjk.PACKAGES, "ja", families)  # type: ignore[arg-type]
    with pytest.raises(NotFetched, match="lacks some of its files"):
        fetch("ja", tmp_path, lambda url: data)


def test_a_japanese_text_is_set_once_its_fonts_are_there(
    desk: Desk, pinned: Mapping[str, bytes]
) -> None:
    project, slug = desk.write(f"## 港\n\n{TEXT}\n", "language: ja")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    (problem,) = failure.value.problems
    assert problem.code == "E220" and "octavo fonts ja" in problem.hint
    folder = fonts_folder(project.root)
    fetch("ja", folder, pinned.__getitem__)
    assert list_fetched(folder) == ("ja",) and (folder / "LICENCES" / "NotoSerifJP.txt").is_file()
    files = build(project, slug).files
    (page,) = pdfium.PdfDocument(files[f"{slug}.pdf"])
    assert TEXT in page.get_textpage().get_text_range().replace("\r\n", "")
    assert b'font-family: "Noto Serif JP"' in files[f"{slug}.html"]
    told = json.loads(files["manifest.json"])["ingredients"]
    assert "fonts/NotoSerifJP-Regular.ttf" in told


def test_a_word_in_another_text_brings_its_fonts(desk: Desk, pinned: Mapping[str, bytes]) -> None:
    project, slug = desk.write("The harbour is called 港, and its keeper 番人.\n")
    fetch("ja", fonts_folder(project.root), pinned.__getitem__)
    files = build(project, slug).files
    (page,) = pdfium.PdfDocument(files[f"{slug}.pdf"])
    assert "called 港" in page.get_textpage().get_text_range()
    assert b'font-family: "Noto Serif JP"' in files[f"{slug}.html"]


def test_a_text_without_such_signs_never_notices(desk: Desk, pinned: Mapping[str, bytes]) -> None:
    project, slug = desk.write("# One\n\nWords, *stressed*, and Ω.\n", "theme: book")
    without = build(project, slug).files
    fetch("ja", fonts_folder(project.root), pinned.__getitem__)
    assert build(project, slug).files == without


def test_the_command_lists_and_refuses(tmp_path: Path) -> None:
    run = CliRunner().invoke
    listed = run(octavo, ["fonts", "--project", str(tmp_path)])
    assert listed.exit_code == 0 and listed.output.count("not fetched") == 4
    unknown = run(octavo, ["fonts", "tlh", "--project", str(tmp_path)])
    assert unknown.exit_code == 2 and "'tlh'" in unknown.output and "zh-Hant" in unknown.output


def test_without_a_network_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cjk, "REGISTRY", "http://127.0.0.1:9")
    result = CliRunner().invoke(octavo, ["fonts", "ko", "--project", str(tmp_path)])
    assert result.exit_code == 2 and "cannot be fetched" in result.output


@pytest.mark.conformance
def test_the_pinned_fonts_set_a_japanese_text(desk: Desk) -> None:
    """Asks the network, as the validators of this session do."""
    project, slug = desk.write(f"## 港\n\n{TEXT}\n", "language: ja")
    fetch("ja", fonts_folder(project.root))
    (page,) = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    assert TEXT in page.get_textpage().get_text_range().replace("\r\n", "")
