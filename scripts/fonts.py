"""Make the bundled fonts: a folder of packages in, static cuts in templates/fonts/ out.

    pip download --no-deps --dest packages NAME==VERSION ...     (the wheels below)
    cd packages && apt-get download fonts-noto-core=20201225-1   (the Debian package below)
    python scripts/fonts.py packages

Run by hand for a new version of a font; what it writes is committed. The same packages and the same
fontTools (last: 4.68.0) give the same bytes. The wheels are on PyPI and hold the families as Google
Fonts publishes them; PyPI has no symbols of Noto, so those come from Debian 12. Each package is
checked against this list, which the script reads:

fontpkg-alegreya-sans==2.4 sha256:c5d160fe1e4704ab9d9682c35bca60b23771339766dd470a0a6be932cfc1af12
fontpkg-amiri==1.2 sha256:ea30ddcbb1982a1a9f23bc970990a71984133d8784c0ddc9c1d716da3b9bdf20
fontpkg-cairo==3.130 sha256:be0f2d46cd30a78e8cfa8b61d23981e6a60558c21623f1590c94a6049c1db366
fontpkg-eb-garamond==1.3 sha256:026191b72c59d5fa6657657b49972604bb583fbe496e16afbb0d3849b6bd62b7
fontpkg-fira-code==5.2.post1 sha256:6e791df212ca8ba4e334613e7ae7f95c0faa2d13b31a322977918e107879a5cd
fontpkg-fira-sans==4.203 sha256:2e2657d1d4774a552dd4c551ac8640aaf665ac0fa2db7a96999d02476e154618
fontpkg-frank-ruhl-libre==6.4
    sha256:14bf0836f5e13ea13a2fc56e4b3326388b3309fcb2988ec38f5435b4646f15d4
fontpkg-literata==3.103 sha256:0a6f8f6b3c26c7c988f93497b35b4581cb259feb189581ae6d0f2d3926f22d28
fontpkg-noto-sans==2.15 sha256:54016cb4dfbfdd8f0cae3d71a9401a73e786a473debd12f1d79067e349c9a4a3
fontpkg-noto-sans-devanagari==2.7
    sha256:3f8859d4905238a95daecf45c508dff148936e5aa60bd2e30a89333041a64adf
fontpkg-noto-serif==2.15 sha256:3cc09442fea9c5f852ca4b3ae2984acf7033c20f5d67bb35f4381549c74f370f
fonts-noto-core==20201225-1 sha256:58f4f0bb6720f919f92096b3508e1412a0f1544424ade6c5b5bf1eb694dd64ba

Cuts are static because variable fonts do not give the same PDF bytes everywhere, and renamed so
that a family has exactly one regular, italic, bold and bold italic (mostly a semibold). Only a font
without a Reserved Font Name may be changed and keep its name: the script stops at any other. Hints
and glyph names are dropped and kerning is packed; outlines, widths, features and dates stay, and so
do all glyphs, except in Noto (see RANGES). One figure of EB Garamond is redrawn: its old-style 1 is
a small capital I, so "from 1 on" reads "from I on" (see plain_one).
"""

import argparse
import hashlib
import io
import json
import re
import tarfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from fontTools.otlLib.optimize.gpos import compact
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent.parent / "templates" / "fonts"
LISTED = r"^(font[a-z-]+)==(\S+)\s+sha256:([0-9a-f]{64})$"
PACKAGES = {name: found for name, *found in re.findall(LISTED, __doc__ or "", re.MULTILINE)}
DEBIAN = "fonts-noto-core"
DEBIAN_FONTS = "usr/share/fonts/truetype/noto/"
OFL = f"{'-' * 59}\nSIL OPEN FONT LICENSE Version 1.1"
WEIGHTS = {"Regular": 400, "Italic": 400, "Medium": 500, "Bold": 700, "Bold Italic": 700}

LATIN_GREEK_CYRILLIC = (
    (0x0000, 0x052F),  # Latin, IPA, modifiers, combining marks, Greek, Cyrillic and supplement
    (0x1AB0, 0x1AFF),  # combining marks, extended
    (0x1D00, 0x27BF),  # phonetics, Latin additional, Greek extended, punctuation ... dingbats
    (0x2C60, 0x2C7F),  # Latin extended C
    (0x2E00, 0x2E7F),  # supplemental punctuation
    (0xFB00, 0xFB06),  # Latin ligatures
    (0xFE00, 0xFE2F),  # variation selectors, combining half marks
    (0xFFFC, 0xFFFD),  # replacement characters
)
"""What is kept of Noto Sans and Serif: no Devanagari, Cyrillic extended A to C, tone letters, Latin
extended D to G. They hold next to no arrows, mathematics, boxes, shapes or dingbats: the ranges
keep what there is."""
SIGNS = ((0x0020, 0x0020), (0x00A0, 0x00A0), (0x2010, 0x2BFF), (0x1D400, 0x1D7FF))
"""What is kept of the symbols: the blanks between them, arrows, operators, technical signs, boxes,
shapes, dingbats, and the letters of mathematics; no letters of the text, no pictographs."""
RANGES = {
    "Noto Sans": LATIN_GREEK_CYRILLIC,
    "Noto Serif": LATIN_GREEK_CYRILLIC,
    "Noto Sans Math": SIGNS,
    "Noto Sans Symbols": SIGNS,
    "Noto Sans Symbols 2": SIGNS,
}


@dataclass(frozen=True, slots=True)
class Cut:
    source: str  # the file's name in the wheel, without .ttf
    style: str  # what the cut serves as: a key of WEIGHTS
    axes: dict[str, float] | None = None  # where a variable font is cut


def static(stem: str, styles: str) -> tuple[Cut, ...]:
    """Return the cuts of a family that comes as one file a style; semibold serves as bold."""
    serves = {"BoldItalic": "Bold Italic", "SemiBold": "Bold", "SemiBoldItalic": "Bold Italic"}
    return tuple(Cut(f"{stem}-{style}", serves.get(style, style)) for style in styles.split())


def variable(stem: str, bold: float, **regular: float) -> tuple[Cut, ...]:
    """Return the cuts of a family with one variable file a slope; [:2] where there is no italic."""
    roman, italic = (f"{stem}{slope}[{','.join(sorted(regular))}]" for slope in ("", "-Italic"))
    strong = {**regular, "wght": bold}
    return (
        Cut(roman, "Regular", regular),
        Cut(roman, "Bold", strong),
        Cut(italic, "Italic", regular),
        Cut(italic, "Bold Italic", strong),
    )


FAMILIES = {
    "Alegreya Sans": static("AlegreyaSans", "Regular Italic Bold BoldItalic"),
    "Amiri": static("Amiri", "Regular Italic Bold BoldItalic"),
    "Cairo": variable("Cairo", 600, wght=400, slnt=0)[:2],
    "EB Garamond": variable("EBGaramond", 600, wght=400),
    "Fira Code": variable("FiraCode", 600, wght=400)[:2],
    "Fira Sans": static("FiraSans", "Regular Italic Medium SemiBold SemiBoldItalic"),
    "Frank Ruhl Libre": variable("FrankRuhlLibre", 700, wght=400)[:2],
    "Literata": variable("Literata", 650, wght=400, opsz=10),
    "Literata Display": variable("Literata", 600, wght=400, opsz=48)[:3],
    "Noto Sans": variable("NotoSans", 600, wght=400, wdth=100),
    "Noto Sans Devanagari": variable("NotoSansDevanagari", 600, wght=400, wdth=100)[:2],
    "Noto Sans Math": static("NotoSansMath", "Regular"),
    "Noto Sans Symbols": static("NotoSansSymbols", "Regular"),
    "Noto Sans Symbols 2": static("NotoSansSymbols2", "Regular"),
    "Noto Serif": variable("NotoSerif", 600, wght=400, wdth=100),
}
# For the colophon, instead of the font's own words (name ID 9: Latin by ... Greek by ...).
LITERATA = "Veronika Burian, José Scaglione, Irene Vlachou and Vera Evstafieva"
DESIGNERS = {"Literata": LITERATA, "Literata Display": LITERATA}


def read_package(folder: Path, family: str) -> dict[str, bytes]:
    """Return a family's files, named as its wheel names them: LICENSE, files/X.ttf ..."""
    name = "fontpkg-" + family.removesuffix(" Display").lower().replace(" ", "-")
    return read_wheel(folder, name) if name in PACKAGES else read_debian(folder, family)


def checked(folder: Path, name: str, form: str) -> bytes:
    """Return a package's bytes; stops at any other than the one that is listed."""
    version, digest = PACKAGES[name]
    data = (folder / form.format(name=name, version=version)).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise SystemExit(f"{name}=={version}: not the package that this script was written for")
    return data


def read_wheel(folder: Path, name: str) -> dict[str, bytes]:
    package = name.replace("-", "_")
    data = checked(folder, name, f"{package}-{{version}}-py3-none-any.whl")
    with ZipFile(io.BytesIO(data)) as wheel:
        names = [path for path in wheel.namelist() if path.startswith(f"{package}/")]
        return {path.removeprefix(f"{package}/"): wheel.read(path) for path in names}


def read_debian(folder: Path, family: str) -> dict[str, bytes]:
    """Return the fonts of Debian's package (an ar archive whose last member is data.tar.xz).

    It holds no file of the licence: that is the font's own copyright and the text in a wheel.
    """
    data = checked(folder, DEBIAN, "{name}_{version}_all.deb")
    start = data.index(b"data.tar.xz") + 60  # behind the member's header
    stem = family.replace(" ", "")
    files = {}
    with tarfile.open(fileobj=io.BytesIO(data[start:]), mode="r:xz") as tar:
        for member in tar:
            name = member.name.removeprefix("./")
            content = tar.extractfile(member)
            if name.startswith(f"{DEBIAN_FONTS}{stem}-") and content is not None:
                files[f"files/{name.removeprefix(DEBIAN_FONTS)}"] = content.read()
    font = TTFont(io.BytesIO(files[f"files/{stem}-Regular.ttf"]))
    words = read_wheel(folder, "fontpkg-noto-sans")["LICENSE"].decode()
    intro = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
    licence = f"{font['name'].getDebugName(0)}\n\n{intro}\n\n{words[words.index(OFL) :]}"
    return {**files, "LICENSE": licence.encode()}


def refuse_reserved_name(font: TTFont, licence: str, what: str) -> None:
    """Stop if copyright or licence (name IDs 0, 13; the licence file's head) reserve a name."""
    claims = [str(record) for record in font["name"].names if record.nameID in (0, 13)]
    claims.append(licence.partition("SIL OPEN FONT LICENSE Version")[0])
    if any("reserved font name" in claim.lower() for claim in claims):
        raise SystemExit(f"{what}: has a Reserved Font Name, may not be changed under its name")


def reduce(font: TTFont, family: str) -> None:
    """Drop hints, glyph names, Macintosh names, STAT and, of some, what RANGES leave out."""
    options = Options(hinting=False, notdef_outline=True, layout_features=["*"], name_IDs=["*"])
    options.drop_tables += ["STAT", "GlyphOrder"]
    subsetter = Subsetter(options)
    characters = set(font.getBestCmap())
    if family in RANGES:
        kept = {code for first, last in RANGES[family] for code in range(first, last + 1)}
        subsetter.populate(unicodes=characters & kept)
    else:
        subsetter.populate(glyphs=font.getGlyphOrder(), unicodes=characters)
    subsetter.subset(font)
    if "GPOS" in font:
        compact(font, 5)  # of 9: more gains next to nothing


def plain_one(font: TTFont) -> None:
    """Give the old-style figures a 1 with a flag: that of the inferior figures, enlarged.

    The inferior 1 is drawn for small sizes, so enlarged by a fifth it is as strong as its
    neighbours.
    """
    source = shaped(font, "1", ("subs",))
    height, caps = (shaped(font, "0", (name,)) for name in ("onum", "smcp"))
    outline = font["glyf"]
    box = outline[source]
    width, _ = font["hmtx"][source]
    for name, like in (("onum", height), ("onum pnum", height), ("smcp", caps), ("c2sc", caps)):
        target = shaped(font, "1", tuple(name.split()))
        scale = (outline[like].yMax - 8) / box.yMax
        advance, _ = font["hmtx"][target]
        new = advance if name == "onum" else round(width * scale)
        across = round((new - width * scale) / 2)
        pen, glyphs = TTGlyphPen(None), font.getGlyphSet()
        drawn = DecomposingRecordingPen(glyphs)
        glyphs[source].draw(drawn)
        drawn.replay(TransformPen(pen, (scale, 0, 0, scale, across, 0)))
        outline[target] = pen.glyph()
        outline[target].recalcBounds(outline)
        font["hmtx"][target] = (new, outline[target].xMin)


def shaped(font: TTFont, sign: str, features: tuple[str, ...]) -> str:
    """Return the glyph that a sign gets with some features, found in their single substitutions."""
    glyph, table = font.getBestCmap()[ord(sign)], font["GSUB"].table
    wanted = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag in features
        for number in record.Feature.LookupListIndex
    }
    for number in sorted(wanted):
        for sub in table.LookupList.Lookup[number].SubTable:
            mapping = getattr(getattr(sub, "ExtSubTable", sub), "mapping", {})
            glyph = mapping.get(glyph, glyph)
    return str(glyph)


def rename(font: TTFont, family: str, style: str) -> None:
    """Give RIBBI names and flags; a weight beside the four names its true family in 16 and 17."""
    names = font["name"]
    names.names = [name for name in names.names if name.nameID not in (16, 17, 21, 22, 25)]
    full, postscript = f"{family} {style}", f"{family}-{style}".replace(" ", "")
    labels = {1: family, 2: style, 3: full, 4: full, 6: postscript}
    if style == "Medium":
        labels |= {1: full, 2: "Regular", 16: family, 17: style}
    for number, label in labels.items():
        names.setName(label, number, 3, 1, 0x409)
    names.removeUnusedNames(font)
    bold, italic = "Bold" in style, "Italic" in style
    metrics = font["OS/2"]
    metrics.usWeightClass = WEIGHTS[style]
    metrics.fsSelection &= ~0b1100001
    metrics.fsSelection |= italic | bold << 5 | (not bold and not italic) << 6
    font["head"].macStyle = bold | italic << 1


def make_cut(family: str, cut: Cut, package: dict[str, bytes]) -> tuple[bytes, str]:
    """Return the finished font file, and the designers that the font names."""
    data = io.BytesIO(package[f"files/{cut.source}.ttf"])
    # Some hinted composites have a box one unit off: correcting the box would move the glyph.
    font = TTFont(data, lazy=False, recalcBBoxes=bool(cut.axes), recalcTimestamp=False)
    # Else the bytes would depend on whether uharfbuzz is installed.
    font.cfg["fontTools.ttLib.tables.otBase:USE_HARFBUZZ_REPACKER"] = False
    refuse_reserved_name(font, package["LICENSE"].decode(), cut.source)
    if cut.axes:
        instancer.instantiateVariableFont(font, cut.axes, inplace=True)
    reduce(font, family)
    if family == "EB Garamond":
        plain_one(font)
    rename(font, family, cut.style)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue(), str(font["name"].getDebugName(9))


def make_family(family: str, package: dict[str, bytes]) -> tuple[dict[str, bytes], object]:
    """Return the family's files (licence and cuts) and its entry in fonts.json."""
    stem, cuts, designers = family.replace(" ", ""), [], ""
    licence = f"LICENCES/{stem}.txt"
    files = {licence: package["LICENSE"]}
    for cut in FAMILIES[family]:
        name = f"{stem}-{cut.style.replace(' ', '')}.ttf"
        files[name], designers = make_cut(family, cut, package)
        slope = "italic" if "Italic" in cut.style else "normal"
        cuts.append({"file": name, "weight": WEIGHTS[cut.style], "style": slope})
    designers = DESIGNERS.get(family, designers)
    return files, {"licence": licence, "designers": designers, "cuts": cuts}


def main() -> None:
    parser = argparse.ArgumentParser(description="Make templates/fonts/ from packages.")
    parser.add_argument("packages", type=Path, help="folder of what this script lists")
    folder, entries = parser.parse_args().packages, {}
    (FONTS / "LICENCES").mkdir(parents=True, exist_ok=True)
    for family in FAMILIES:
        files, entries[family] = make_family(family, read_package(folder, family))
        for name, data in files.items():
            (FONTS / name).write_bytes(data)
            print(f"{len(data):>9} {name}")
    index = json.dumps({"families": entries}, indent=2, sort_keys=True, ensure_ascii=False)
    (FONTS / "fonts.json").write_text(f"{index}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
