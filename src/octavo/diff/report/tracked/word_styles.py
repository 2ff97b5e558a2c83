"""styles.xml, settings.xml and the other parts that are alike in every document."""

from octavo.diff.report.tracked.word_markup import as_part, parse_markup, word
from octavo.markup.tree import Element

FONT = "Georgia"
HEADINGS = {1: 32, 2: 27, 3: 24, 4: 22, 5: 22, 6: 22}
"""Level -> size in half points."""
PARAGRAPHS = {
    "Title": ('<w:keepNext/><w:spacing w:after="120"/>', '<w:sz w:val="44"/>'),
    "Subtitle": ('<w:spacing w:after="240"/>', '<w:i/><w:sz w:val="28"/>'),
    "Author": ('<w:spacing w:after="240"/>', ""),
    "Part": ('<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="240"/>', '<w:sz w:val="36"/>'),
    "Quote": ('<w:ind w:left="567" w:right="567"/>', ""),
    "Verse": ('<w:ind w:left="567"/>', ""),
    "Attribution": ('<w:ind w:left="567"/><w:jc w:val="right"/>', ""),
    "Source": ("", '<w:sz w:val="18"/>'),
    "Box": (
        '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="808080"/></w:pBdr>'
        '<w:ind w:left="284"/>',
        "",
    ),
    "BoxTitle": (
        '<w:keepNext/><w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="808080"/>'
        '</w:pBdr><w:ind w:left="284"/>',
        "<w:b/>",
    ),
    "Caption": ('<w:spacing w:before="60" w:after="180"/>', '<w:sz w:val="19"/>'),
    "Figure": ('<w:keepNext/><w:jc w:val="center"/>', ""),
    "Term": ('<w:keepNext/><w:spacing w:after="0"/>', "<w:b/>"),
    "Definition": ('<w:ind w:left="567"/>', ""),
    "Listing": (
        '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/><w:spacing w:line="240"'
        ' w:lineRule="auto"/>',
        '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'
        '<w:sz w:val="18"/>',
    ),
    "SceneBreak": ('<w:spacing w:before="120"/><w:jc w:val="center"/>', ""),
    "ListParagraph": ('<w:spacing w:after="60"/>', ""),
    "TableText": ('<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="20"/>'),
    "TableHead": (
        '<w:keepNext/><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>',
        '<w:b/><w:sz w:val="20"/>',
    ),
    "FootnoteText": (
        '<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="19"/>',
    ),
    "CommentText": ("", '<w:sz w:val="20"/>'),
}
"""Name of a style of paragraphs -> its properties, those of its words."""
CHARACTERS = {
    "FootnoteReference": '<w:vertAlign w:val="superscript"/>',
    "CommentReference": '<w:sz w:val="16"/>',
    "Hyperlink": '<w:color w:val="0B4F9E"/><w:u w:val="single"/>',
    "CodeText": '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>',
}
_NOTES = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
_COMPATIBLE = (
    '<w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)


def styles_part(language: str, is_rtl: bool) -> bytes:
    """Return styles.xml for a language."""
    direction = "<w:rtl/>" if is_rtl else ""
    bidi = f' w:bidi="{language}"' if is_rtl else ""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'
    root = word("styles")
    root.append(
        parse_markup(
            f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="22"/>'
            f'<w:lang w:val="{language}"{bidi}/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
            '<w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
            "</w:docDefaults>"
        )
    )
    own = "<w:bidi/>" if is_rtl else ""
    root.append(_style("paragraph", "Normal", own, direction, ' w:default="1"'))
    for level, size in HEADINGS.items():
        space = f'<w:spacing w:before="{480 - 40 * level}" w:after="120"/>'
        set_as = f'<w:keepNext/>{space}<w:outlineLvl w:val="{level - 1}"/>'
        root.append(_style("paragraph", f"Heading{level}", set_as, f'<w:b/><w:sz w:val="{size}"/>'))
    root.extend(_style("paragraph", name, *each) for name, each in PARAGRAPHS.items())
    root.extend(_style("character", name, "", each) for name, each in CHARACTERS.items())
    root.append(_grid())
    return as_part(root)


def _style(kind: str, name: str, paragraph: str, words: str, more: str = "") -> Element:
    shown = f"heading {name[-1]}" if name.startswith("Heading") else name
    based = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" and name != "Normal" else ""
    based += '<w:next w:val="Normal"/>' if name.startswith("Heading") else ""
    inside = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    inside += f"<w:rPr>{words}</w:rPr>" if words else ""
    return parse_markup(
        f'<w:style w:type="{kind}" w:styleId="{name}"{more}><w:name w:val="{shown}"/>{based}'
        f"<w:qFormat/>{inside}</w:style>"
    )


def _grid() -> Element:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return parse_markup(
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr>'
        f"<w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )


def settings_part() -> bytes:
    """Return settings.xml: changes go on being tracked."""
    root = word("settings", word("trackRevisions"))
    root.extend(map(parse_markup, (_NOTES, _COMPATIBLE)))
    return as_part(root)
