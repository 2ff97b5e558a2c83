"""Fonts that are fetched: pinned, asked for where they are needed, and never noticed elsewhere."""

import base64
import ctypes
import hashlib
import io
import json
import re
import tarfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import pypdfium2 as pdfium
import pytest
import uharfbuzz
from click.testing import CliRunner
from conftest import ROOT, Desk
from fontTools.ttLib import TTFont

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed
from octavo.fonts import font_fetch
from octavo.fonts import font_table as table
from octavo.fonts.bundled import data_of, families, woff2_subset
from octavo.fonts.font_fetch import NotFetched, fetch, fonts_folder, list_fetched
from octavo.fonts.font_table import FontPackage, families_of, font_table
from octavo.fonts.woff import NoWoff, unpack
from octavo.production.pipeline import Project, build, templates_folder, workshop_of
from octavo.production.publication_reader import read_publication
from octavo.transforms.glyphs import scripts_to_fetch

TAGS = {"ja": "ja", "ja-JP": "ja", "ko": "ko", "zh": "zh", "zh-CN": "zh", "zh-Hant": "zh-Hant"}
TAGS |= {"zh-TW": "zh-Hant", "zh-hant-HK": "zh-Hant", "en": "", "de-AT": "", "bn-IN": "bn"}
TAGS |= {"as": "bn", "dz": "bo", "ti-ER": "am", "jv": "", "jv-Java": "jv-Java", "hi": "", "b": ""}
NAMES = {"Thai": "th", "odia": "or", "ORIYA": "or", "emoji": "emoji", "canadian syllabics": "iu"}
NAMES |= {"ne": "mr", "Burmese": "my", "zh-TW": "zh-Hant", "Klingon": ""}
SIGNS = "港の番人は毎朝水位を書き留めた。、「」"
BENGALI = "সমস্ত মানুষ স্বাধীনভাবে"
TEXT = "港の番人は毎朝、水位を書き留めた。"


def like(family: str, signs: Iterable[str]) -> bytes:
    """Return a small font of this name, whose signs look like Latin letters."""
    font = TTFont(templates_folder() / "fonts" / "NotoSerif-Regular.ttf", recalcTimestamp=False)
    glyphs = font.getBestCmap()
    shapes = [name for sign, name in sorted(glyphs.items()) if sign > 0x2FF and chr(sign).isalpha()]
    for cmap in font["cmap"].tables:
        for sign, name in zip(sorted(signs), dict.fromkeys(shapes), strict=False):
            cmap.cmap[ord(sign)] = name  # one shape for each: shapes are told apart in a PDF
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def as_woff(font: bytes) -> bytes:
    read = TTFont(io.BytesIO(font), recalcTimestamp=False, recalcBBoxes=False)
    read.flavor = "woff"
    target = io.BytesIO()
    read.save(target, reorderTables=False)
    return target.getvalue()


def packed(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return target.getvalue()


def sha512(data: bytes) -> str:
    return base64.b64encode(hashlib.sha512(data).digest()).decode()


def small(package: FontPackage, font: bytes) -> tuple[FontPackage, bytes]:
    """Return a package of a small font in the place of a real one: its pins, and what it holds."""
    files = {face.path: as_woff(font) if ".woff" in face.path else font for face in package.faces}
    lies = [unpack(each) if each[:4] == b"wOFF" else each for each in files.values()]
    data = packed({**files, package.licence: b"OFL"})
    faces = tuple(
        replace(face, sha256=hashlib.sha256(each).hexdigest())
        for face, each in zip(package.faces, lies, strict=True)
    )
    return replace(package, sha512=sha512(data), faces=faces), data


@pytest.fixture(scope="module")
def packages() -> dict[str, tuple[FontPackage, bytes]]:
    """Return family -> package, of small fonts that bear the names of real ones."""
    words = (templates_folder() / "words" / "ja.yaml").read_text(encoding="utf-8")
    eastern = {sign for sign in SIGNS + words if ord(sign) > 0x2FFF}
    known = font_table().packages
    found = {each: small(known[each], like(each, eastern)) for each in families_of("ja")}
    bengali = {sign for sign in BENGALI if ord(sign) > 0x900}
    return found | {each: small(known[each], like(each, bengali)) for each in families_of("bn")}


@pytest.fixture
def pinned(
    packages: Mapping[str, tuple[FontPackage, bytes]], monkeypatch: pytest.MonkeyPatch
) -> Mapping[str, bytes]:
    """Pin those packages in the place of the real ones; return address -> package."""
    for family, (package, _) in packages.items():
        monkeypatch.setitem(font_table().packages, family, package)  # type: ignore[arg-type]
    return {package.url: data for package, data in packages.values()}


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_leads_to_the_fonts_of_its_readers(tag: str) -> None:
    assert table.script_key(tag) == TAGS[tag]


@pytest.mark.parametrize("word", NAMES)
def test_a_script_is_asked_for_by_its_name_or_by_a_language(word: str) -> None:
    assert table.script_by_name(word) == NAMES[word]


def test_each_script_has_its_families_and_each_family_whole_pins() -> None:
    found = font_table()
    for script in found.scripts.values():
        assert script.families and found.packages.keys() >= set(script.families), script.key
    assert {each for script in found.scripts.values() for each in script.families} == set(
        found.packages
    )
    for package in found.packages.values():
        assert len(base64.b64decode(package.sha512)) == 64 and package.url.endswith(".tgz")
        assert [face.weight for face in package.faces] in ([400, 700], [400]), package.family
        assert all(len(bytes.fromhex(face.sha256)) == 32 for face in package.faces)


@pytest.mark.parametrize(
    "sign", {"\u0e01": "th", "\u0d9a": "si", "\u1200": "am", "\U0001f600": "emoji"}.items()
)
def test_a_letter_tells_its_script(sign: tuple[str, str]) -> None:
    assert table.script_of_sign(sign[0]) == sign[1]


def test_a_letter_of_a_bundled_face_has_no_script_to_fetch() -> None:
    assert {table.script_of_sign(sign) for sign in "aΩЖא\u0905\u2713"} <= {"", "emoji"}
    assert not any(map(table.script_of_sign, "aΩЖא\u0905"))


def test_a_packed_font_is_unpacked_as_it_was() -> None:
    font = (templates_folder() / "fonts" / "FrankRuhlLibre-Regular.ttf").read_bytes()
    found = unpack(as_woff(font))
    before, after = TTFont(io.BytesIO(font)), TTFont(io.BytesIO(found))
    tags = before.keys()
    tables = [tag for tag in tags if tag not in ("GlyphOrder", "head")]
    assert set(tags) == set(after.keys())
    assert all(before.reader[tag] == after.reader[tag] for tag in tables)
    assert unpack(as_woff(found)) == found


@pytest.mark.parametrize("length", [0, 3, 43, 60, 400, 20_000])
def test_what_is_no_packed_font_is_told_and_no_more(length: int) -> None:
    font = (templates_folder() / "fonts" / "FrankRuhlLibre-Regular.ttf").read_bytes()
    with pytest.raises(NoWoff):
        unpack(as_woff(font)[:length])
    with pytest.raises(NoWoff):
        unpack(font)


def test_what_is_not_what_was_pinned_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="is not what it was"):
        fetch("ja", tmp_path, lambda url: b"something else")
    assert list_fetched(tmp_path) == () and list(tmp_path.iterdir()) == []


def repacked(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[FontPackage], Mapping[str, bytes]]
) -> Callable[[str], bytes]:
    """Pin a package of Bengali's serif that holds other files; return what answers."""
    family = families_of("bn")[0]
    package = font_table().packages[family]
    data = packed(change(package))
    changed = replace(package, sha512=sha512(data))
    monkeypatch.setitem(font_table().packages, family, changed)  # type: ignore[arg-type]
    return lambda url: data


def test_a_package_that_lacks_a_cut_is_refused(
    tmp_path: Path, pinned: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = repacked(monkeypatch, lambda package: {package.licence: b"OFL"})
    with pytest.raises(NotFetched, match="lacks some of its files"):
        fetch("bn", tmp_path, ask)


@pytest.mark.parametrize("face", [b"no font", b"wOFF and no more"])
def test_a_package_with_another_face_in_it_leaves_nothing(
    tmp_path: Path, pinned: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch, face: bytes
) -> None:
    ask = repacked(
        monkeypatch,
        lambda package: {
            **dict.fromkeys((each.path for each in package.faces), face),
            package.licence: b"OFL",
        },
    )
    with pytest.raises(NotFetched, match="cannot be unpacked"):
        fetch("bn", tmp_path, ask)
    assert list(tmp_path.iterdir()) == []


def test_a_whole_face_that_is_not_the_pinned_one_is_refused(
    tmp_path: Path, pinned: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = as_woff((templates_folder() / "fonts" / "FrankRuhlLibre-Regular.ttf").read_bytes())
    ask = repacked(
        monkeypatch,
        lambda package: {
            **dict.fromkeys((each.path for each in package.faces), other),
            package.licence: b"OFL",
        },
    )
    with pytest.raises(NotFetched, match="is not the face that it was"):
        fetch("bn", tmp_path, ask)
    assert list(tmp_path.iterdir()) == []


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


def test_a_passage_in_another_script_is_set_in_the_faces_that_were_fetched(
    desk: Desk, pinned: Mapping[str, bytes]
) -> None:
    project, slug = desk.write(f"Every text says [{BENGALI}]{{lang=bn}} at its end.\n")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    (problem,) = failure.value.problems
    letters = sum(sign > "\u0900" for sign in BENGALI)
    assert problem.message.startswith(f"{letters} letters of Bengali have no face, such as U+09")
    assert problem.hint == "octavo fonts bn fetches one"
    fetch("bn", fonts_folder(project.root), pinned.__getitem__)
    files = build(project, slug).files
    (page,) = pdfium.PdfDocument(files[f"{slug}.pdf"])
    assert BENGALI.split()[0] in page.get_textpage().get_text_range()
    assert b'font-family: "Noto Serif Bengali"' in files[f"{slug}.html"]


def test_a_drawing_alone_brings_the_faces_of_its_words(
    desk: Desk, pinned: Mapping[str, bytes]
) -> None:
    word = BENGALI.split()[0]
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><text y="20">{word}</text></svg>'
    texts = {"text.md": "![A word](a.svg)\n", "a.svg": drawing}
    project, slug = desk.write(texts, "body: [text.md]\neditions: [html, pdf]")
    (told,) = [each for each in build(project, slug).problems if each.code == "E220"]
    assert told.hint == "octavo fonts bn fetches one"
    workshop = workshop_of(project, slug)
    assert scripts_to_fetch(read_publication(workshop, slug), workshop) == ("bn",)
    fetch("bn", fonts_folder(project.root), pinned.__getitem__)
    made = build(project, slug)
    assert [each for each in made.problems if each.code == "E220"] == []
    (page,) = pdfium.PdfDocument(made.files[f"{slug}.pdf"])
    assert word in page.get_textpage().get_text_range()


def test_a_key_is_drawn_whole_by_the_face_of_emoji(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (family,) = families_of("emoji")
    package, data = small(font_table().packages[family], like(family, "\u20e3\u2640\ufe0f"))
    monkeypatch.setitem(font_table().packages, family, package)  # type: ignore[arg-type]
    project, slug = desk.write("Keys 1\ufe0f\u20e3, then 2.\n", "editions: [pdf]")
    fetch("emoji", fonts_folder(project.root), {package.url: data}.__getitem__)
    (page,) = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    words = page.get_textpage()
    text = words.get_text_range()
    assert "Noto-Emoji" in face_of(words, text.index("Keys 1") + 5)
    assert "Literata" in face_of(words, text.index("then 2") + 5)


def face_of(words: pdfium.PdfTextPage, at: int) -> str:
    """Return the name of the font that draws a character."""
    name = ctypes.create_string_buffer(100)
    pdfium.raw.FPDFText_GetFontInfo(words, at, name, 100, ctypes.c_int())
    return name.value.decode()


def of_epub(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as book:
        return {name.removeprefix("EPUB/"): book.read(name) for name in book.namelist()}


def test_an_epub_brings_the_faces_that_were_fetched_and_says_so(
    desk: Desk, pinned: Mapping[str, bytes]
) -> None:
    text = f"{BENGALI}, **{BENGALI[:4]}**\n"
    project, slug = desk.write(text, "language: bn\neditions: [epub, pdf]")
    fetch("bn", fonts_folder(project.root), pinned.__getitem__)
    files = of_epub(build(project, slug).files[f"{slug}.epub"])
    css = files["style/edition.css"].decode()
    assert 'html { font-family: "Noto Serif Bengali" }' in css
    face = TTFont(io.BytesIO(files["fonts/NotoSerifBengali-Regular.woff2"]))
    assert set(map(chr, face.getBestCmap())) >= {sign for sign in BENGALI if sign > "\u0900"}
    bold = TTFont(io.BytesIO(files["fonts/NotoSerifBengali-Bold.woff2"]))
    assert len(bold.getBestCmap()) < len(face.getBestCmap())
    assert files["fonts/NotoSerifBengali.txt"] == b"OFL"
    assert "Noto Serif Bengali" in files["piece-colophon.xhtml"].decode()


def test_code_in_an_epub_is_of_one_width_but_for_letters_that_the_reader_lacks(
    desk: Desk, pinned: Mapping[str, bytes]
) -> None:
    text = f"Words and `{BENGALI[:2]} = 1`.\n"
    project, slug = desk.write(text, "language: bn\neditions: [epub]")
    fetch("bn", fonts_folder(project.root), pinned.__getitem__)
    files = of_epub(build(project, slug).files[f"{slug}.epub"])
    css = files["style/edition.css"].decode()
    asked = re.findall(r"(?m)^code, pre, kbd, samp \{ font-family: ([^;}]+)", css)[-1].strip()
    assert asked == 'monospace, monospace, "Noto Sans Bengali"'
    face = TTFont(io.BytesIO(files["fonts/NotoSansBengali-Regular.woff2"]))
    assert set(map(ord, BENGALI[:2])) <= face.getBestCmap().keys()


def test_an_epub_in_other_letters_brings_the_faces_of_its_passages_alone(
    desk: Desk, pinned: Mapping[str, bytes]
) -> None:
    text = f"Every text says [{BENGALI}]{{lang=bn}} and {BENGALI[:4]} at its end.\n"
    project, slug = desk.write(text, "editions: [epub]")
    fetch("bn", fonts_folder(project.root), pinned.__getitem__)
    files = of_epub(build(project, slug).files[f"{slug}.epub"])
    assert [name for name in files if name.endswith(".woff2")] == [
        "fonts/NotoSerifBengali-Regular.woff2"
    ]
    css = files["style/edition.css"].decode()
    assert '[lang|="as"]:not(html) { font-family: "Noto Serif Bengali" }' in css
    assert "html { font-family" not in css
    assert "Set in" not in files["piece-colophon.xhtml"].decode()


def test_an_epub_for_east_asia_leaves_its_faces_to_the_reader(
    desk: Desk, pinned: Mapping[str, bytes]
) -> None:
    project, slug = desk.write(f"## 港\n\n{TEXT}\n", "language: ja\neditions: [epub]")
    fetch("ja", fonts_folder(project.root), pinned.__getitem__)
    files = of_epub(build(project, slug).files[f"{slug}.epub"])
    assert not any(name.endswith(".woff2") for name in files)


def test_a_fetched_face_that_was_changed_is_told_and_never_used(
    desk: Desk, pinned: Mapping[str, bytes]
) -> None:
    project, slug = desk.write(f"Every text says {BENGALI} at its end.\n")
    folder = fonts_folder(project.root)
    fetch("bn", folder, pinned.__getitem__)
    good = build(project, slug).files
    face = folder / "NotoSerifBengali-Regular.ttf"
    whole = face.read_bytes()
    for changed in (whole[:-1] + b"?", b"", None):
        face.unlink(missing_ok=True)
        if changed is not None:
            face.write_bytes(changed)
        with pytest.raises(BuildFailed) as failure:
            build(project, slug)
        (problem,) = failure.value.problems
        assert problem.code == "E284" and problem.hint.startswith("octavo fonts bn ")
        assert problem.place.path == ".octavo/fonts/NotoSerifBengali-Regular.ttf"
        assert list_fetched(folder) == ()
    fetch("bn", folder, pinned.__getitem__)
    assert build(project, slug).files == good


def test_the_faces_that_a_publication_needs_are_found_by_its_letters(
    desk: Desk, pinned: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, slug = desk.write(f"# {BENGALI}\n\nWith 港の and `{BENGALI}`.\n")
    monkeypatch.setattr(font_fetch, "_ask", pinned.__getitem__)
    run = CliRunner().invoke
    asked = ["fonts", "--for", slug, "--project", str(project.root)]
    done = run(octavo, asked)
    assert done.exit_code == 0, done.output
    assert [line.partition(":")[0] for line in done.output.splitlines()] == ["ja", "bn"]
    assert done.output.count(": fetched") == 2
    assert run(octavo, asked).output == f"{slug}: every letter has a face\n"
    nothing = run(octavo, ["fonts", "--for", "nosuch", "--project", str(project.root)])
    assert nothing.exit_code == 2 and "no publication 'nosuch'" in nothing.output


def test_a_registry_that_answers_otherwise_costs_no_fetched_face(
    tmp_path: Path, pinned: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fonts_folder(tmp_path)
    fetch("bn", folder, pinned.__getitem__)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with serve(b"not what was pinned") as address:
        monkeypatch.setattr(table, "REGISTRY", address)
        done = CliRunner().invoke(octavo, ["fonts", "bengali", "--project", str(tmp_path)])
    assert done.exit_code == 2 and "is not what it was" in done.output
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_from_an_empty_folder_the_command_fetches_from_a_registry(
    tmp_path: Path, pinned: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = iter(pinned[font_table().packages[each].url] for each in families_of("bn"))
    with serve(*urls) as address:
        monkeypatch.setattr(table, "REGISTRY", address)
        done = CliRunner().invoke(octavo, ["fonts", "bn", "--project", str(tmp_path)])
    assert done.exit_code == 0 and done.output.endswith("Noto Sans Bengali: fetched\n")
    assert list_fetched(fonts_folder(tmp_path)) == ("bn",)


@contextmanager
def serve(*answers: bytes) -> Iterator[str]:
    """Serve answers one after the other, the last for good, on this machine; yield the address."""
    left = list(answers)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(left.pop(0) if len(left) > 1 else left[0])

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_the_handbook_names_each_script_that_can_be_fetched() -> None:
    told = (ROOT / "source" / "handbook" / "commands.md").read_text(encoding="utf-8")
    table_of = told.partition("| Scripts | To type |")[2].partition("{#tbl-fetched")[0]
    assert set(re.findall(r"`([^`]+)`", table_of)) == font_table().scripts.keys()


def test_the_command_lists_and_refuses(tmp_path: Path) -> None:
    run = CliRunner().invoke
    listed = run(octavo, ["fonts", "--project", str(tmp_path)])
    assert listed.exit_code == 0
    assert listed.output.count("not fetched") == len(font_table().scripts)
    unknown = run(octavo, ["fonts", "tlh", "--project", str(tmp_path)])
    assert unknown.exit_code == 2 and "'tlh'" in unknown.output and "zh-Hant" in unknown.output


def test_without_a_network_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "REGISTRY", "http://127.0.0.1:9")
    result = CliRunner().invoke(octavo, ["fonts", "ko", "--project", str(tmp_path)])
    assert result.exit_code == 2 and "cannot be fetched" in result.output


@pytest.mark.conformance
def test_the_pinned_fonts_set_a_japanese_text(desk: Desk) -> None:
    """Asks the network, as the validators of this session do."""
    project, slug = desk.write(f"## 港\n\n{TEXT}\n", "language: ja")
    fetch("ja", fonts_folder(project.root))
    (page,) = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    assert TEXT in page.get_textpage().get_text_range().replace("\r\n", "")


ARTICLES = {
    "th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "km": "មនុស្សទាំងអស់ កើតមកមានសេរីភាព និងសមភាព ក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។",
    "my": "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း၊",
    "bn": "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।",
    "si": "සියලු මනුෂ්‍යයෝ නිදහස්ව උපත ලබා ඇත.",
    "ka": "ყველა ადამიანი იბადება თავისუფალი და თანასწორი.",
    "chr": "ᏂᎦᏓ ᎠᏂᏴᏫ ᏂᎨᎫᏓᎸᎾ ᎠᎴ ᎤᏂᏠᏱ",
}


@pytest.mark.conformance
def test_the_pinned_fonts_set_texts_that_are_read_back(desk: Desk) -> None:
    """Asks the network, as the validators of this session do."""
    passages = (f"::: {{lang={tag}}}\n{text}\n:::\n" for tag, text in ARTICLES.items())
    project, slug = desk.write("\n".join(passages))
    for key in ARTICLES:
        fetch(key, fonts_folder(project.root))
    data = build(project, slug).files[f"{slug}.pdf"]
    said = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data))
    for text in ARTICLES.values():
        assert bare(text) in bare(said)


def bare(text: str) -> str:
    """Return a text in NFC, without spaces and signs that nobody sees."""
    return re.sub(r"[\s\u200b-\u200d\u2060\ufffe]", "", unicodedata.normalize("NFC", text))


@pytest.mark.conformance
@pytest.mark.parametrize("key", ["km", "ml", "my", "pa", "syr", "bn", "ta", "si", "th", "lo"])
def test_a_face_that_is_cut_still_shapes_its_letters(tmp_path: Path, key: str) -> None:
    """Asks the network. Syllables change their order by features that few scripts have."""
    fetch(key, fonts_folder(tmp_path))
    workshop = workshop_of(Project.at(tmp_path), "")
    cut = families(workshop)[families_of(key)[0]].cuts[0]
    whole = data_of(workshop, cut)
    text = SHAPED[key]
    brought = TTFont(io.BytesIO(woff2_subset(workshop, cut, frozenset(map(ord, text)), NONE)))
    brought.flavor = None
    target = io.BytesIO()
    brought.save(target)
    assert places(target.getvalue(), text) == places(whole, text)


NONE = frozenset[str]()
SHAPED = {
    "km": "ស្ត្រី ក្រោយ សម្បជញ្ញៈ",
    "ml": "സ്വാതന്ത്ര്യം ക്രമം",
    "my": "မြို့ ကျွန်ုပ်",
    "pa": "ਪ੍ਰੇਮ ਸ੍ਵੈ ਯ੍ਯ",
    "syr": "ܘܐܪܐ ܐܠܗܐ",
    "bn": "কোনো যৌগ",
    "ta": "மொழி கௌரி",
    "si": "කෝ ක්‍රෞ",
    "th": "น้ำ ทำ",
    "lo": "ນໍ້າ ນ້ຳ",
}


def places(font: bytes, text: str) -> list[tuple[int, ...]]:
    """Return where a font puts the glyphs of a text, which ones they are aside."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(font)), buffer)
    return [
        (info.cluster, *place.position)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]
