"""A .docx -> what it says, as of any finished file. mammoth reads it: of the libraries for it the
one that keeps headings, lists, tables with spans, notes, links and the words for pictures.

What it does not keep is put back here: numbers of lists, and notes as notes.
"""

import importlib.util
import io
import re
from dataclasses import replace

from octavo.finished.docx_package import END, START, DocxPackage, read_package
from octavo.finished.foreign import Files, read_html_files
from octavo.finished.items import Unreadable
from octavo.markup.tree import (
    Element,
    child,
    elements,
    has_class,
    is_blank,
    last_child,
    move_content,
    new,
    remove,
    text_before,
    text_of,
    unset,
    unwrap,
)
from octavo.markup.tree import (
    replace as replace_node,
)
from octavo.transforms.headings import slugify

PACKAGE = "mammoth"
STYLES = """
p[style-name='Title'] => p.docx-title:fresh
p[style-name='Subtitle'] => p.docx-subtitle:fresh
p[style-name='Author'] => p.docx-author:fresh
p[style-name='Listing'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='SceneBreak'] => hr:fresh
r[style-name='CodeText'] => code
r[style-name='Verbatim Char'] => code
r[style-name='HTML Code'] => code
r[style-name='Emphasis'] => em
r[style-name='Strong'] => strong
u => u
strike => s
small-caps => span.small-caps
highlight => mark
"""
HEAD = ("title", "subtitle", "author")
"""Styles of what stands above a text."""
_ITEM = re.compile(rf"{START}(\d+ \S \d+){END}")
_SIDE = re.compile(rf"{START}(end|centre){END}")
MARKED = (("data-list", _ITEM, ("li",)), ("class", _SIDE, ("td", "th")))
"""What marks of ours become: attribute, mark, elements that begin with one."""


class NeedsExtra(Unreadable):
    """Raised where the library that reads such files is not installed."""


def read_docx_files(data: bytes, name: str) -> Files:
    """Return what a .docx holds, its tracked changes accepted; raises Unreadable, NeedsExtra."""
    if importlib.util.find_spec(PACKAGE) is None:
        raise NeedsExtra("pip install 'octavo[docx]'")
    package = read_package(data)
    files = read_html_files(_as_html(package).encode(), name)
    for body in files.bodies.values():
        _mend(body, slugify(name.rpartition(".")[0]))
    told = {"title": package.title, "language": package.language}
    told |= {key: text for key, text in _take_head(files).items() if text}
    return replace(
        files,
        metadata={key: text for key, text in told.items() if text},
        knows=frozenset(("title",)),
        remarks=tuple(_remarks(package)),
    )


def _as_html(package: DocxPackage) -> str:
    import mammoth

    try:
        found = mammoth.convert_to_html(io.BytesIO(package.data), style_map=STYLES)
    except (KeyError, ValueError, AttributeError, OSError, IndexError, TypeError) as error:
        raise Unreadable(f"it is no sound .docx: {error or type(error).__name__}") from None
    except RecursionError:
        raise Unreadable("its elements stand too deep in one another") from None
    return str(found.value)


def _remarks(package: DocxPackage) -> list[tuple[str, str, str]]:
    found = []
    if package.had_changes:
        message = "it has tracked changes: they are taken as accepted"
        hint = "accept or reject them in a word processor to compare it otherwise"
        found.append(("E717", message, hint))
    if package.linked:
        message = f"{package.linked} of its pictures lie elsewhere: they are not loaded"
        found.append(("E718", message, "let them be embedded in the document"))
    return found


def _take_head(files: Files) -> dict[str, str]:
    """Return what stands above the text, and take it off: editions set it by themselves."""
    found: dict[str, str] = {}
    for body in files.bodies.values():
        for node in list(body):
            names = [
                key for key in ("title", "subtitle", "author") if has_class(node, f"docx-{key}")
            ]
            if not names:
                break
            found[names[0]] = text_of(node)
            remove(node)
    return {"title": found["title"]} if "title" in found else {}


def _mend(body: Element, slug: str) -> None:
    """Bring what the library gives into the form of our own trees."""
    _name_notes(body, slug)
    for name, mark, tags in MARKED:
        for node in elements(body, *tags):
            told = _take_mark(node, mark)
            if told:
                node.set(name, told)
    for listed in elements(body, "ol", "ul"):
        _part_lists(listed)
    for anchor in [a for a in elements(body, "a") if not a.get("href") and not text_of(a)]:
        remove(anchor)
    for listing in elements(body, "pre"):
        _lay_lines(listing)
    for quoted in elements(body, "blockquote"):
        _join_quotation(quoted)


def _lay_lines(listing: Element) -> None:
    code = new("code")
    move_content(listing, code)
    for line in elements(code, "br"):
        text_before(line, "\n")
        remove(line)
    listing.append(code)


def _join_quotation(quoted: Element) -> None:
    """Make one quotation of two that stand below one another."""
    after = quoted.getnext()
    if after is not None and after.tag == "blockquote" and is_blank(quoted.tail):
        after[:0] = list(quoted)
        remove(quoted)


def _take_mark(home: Element, mark: re.Pattern[str]) -> str:
    """Take a mark of ours off the words of an element, and return what it says."""
    for node in home.iter():
        for place in ("text", "tail"):
            words = getattr(node, place) or ""
            found = mark.search(words)
            if found:
                setattr(node, place, mark.sub("", words) or None)
                return found[1]
    return ""


def _part_lists(listed: Element) -> None:
    """Give a list its kind and its first number, and part it from another that goes on in it."""
    told = [item.get("data-list") or "" for item in listed]
    for n in range(len(told) - 1, 0, -1):
        if told[n] and told[n - 1] and told[n].split()[0] != told[n - 1].split()[0]:
            other = new(str(listed.tag))
            other[:] = list(listed)[n:]
            other.tail, listed.tail = listed.tail, None
            listed.addnext(other)
            _number(other)
    _number(listed)


def _number(listed: Element) -> None:
    words = (listed[0].get("data-list") or "").split() if len(listed) else []
    for item in listed:
        unset(item, "data-list")
    if listed.tag == "ol" and len(words) == 3:
        if words[1] != "1":
            listed.set("type", words[1])
        if words[2] != "1":
            listed.set("start", words[2])


def _name_notes(body: Element, slug: str) -> None:
    """Make notes and their calls what they are in our trees."""
    labels: dict[str, str] = {}
    for call in [a for a in elements(body, "a") if _is_call(a)]:
        kind, _, number = (call.get("href") or "").removeprefix("#").partition("-")
        label = f"{kind[0]}{number}"
        labels[f"{kind}-{number}"] = label
        made = new("a", text_of(call).strip("[]"), class_="noteref", data_label=label)
        made.set("id", f"{slug}-ref-{label}")
        made.set("href", f"#{slug}-note-{label}")
        raised = call.getparent()
        replace_node(raised if raised is not None and raised.tag == "sup" else call, made)
    section = new("section", class_="notes")
    noted = [li for li in elements(body, "li") if li.get("id") in labels]
    for place, item in enumerate(noted, 1):
        label = labels[str(item.get("id"))]
        for back in [a for a in elements(item, "a") if (a.get("href") or "").endswith(_back(item))]:
            remove(back)
        note = child(section, "div", class_="note", data_label=label)
        note.set("id", f"{slug}-note-{label}")
        note.set("data-number", str(place))
        move_content(item, note)
        _trim(note)
        parent = item.getparent()
        remove(item)
        if parent is not None and not len(parent):
            remove(parent)
    if len(section):
        body.append(section)


def _is_call(link: Element) -> bool:
    return bool(re.fullmatch(r"#(?:footnote|endnote)-\d+", link.get("href") or ""))


def _back(item: Element) -> str:
    kind, _, number = (item.get("id") or "").rpartition("-")
    return f"#{kind}-ref-{number}"


def _trim(note: Element) -> None:
    """Take off the space that stood before the way back, and after the number."""
    for paragraph in note.iter("p"):
        paragraph.text = (paragraph.text or "").lstrip(" ") or None
        last = last_child(paragraph)
        if last is None:
            paragraph.text = (paragraph.text or "").rstrip(" ")
        else:
            last.tail = (last.tail or "").rstrip(" ") or None
    for paragraph in elements(note, "p"):
        if not len(paragraph) and is_blank(paragraph.text) and len(note) > 1:
            unwrap(paragraph)
