"""Signs that no font has, such as emoji -> their names in brackets, alike in all editions."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.fonts.font_table import EMOJI, script_of_sign
from octavo.markup.tree import (
    Element,
    add_text,
    child,
    get_string,
    new,
    set_string,
    strings,
    text_of,
    words_below,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication
from octavo.transforms.glyphs import MOST_NAMED, characters_covered
from octavo.transforms.printed_metadata import change_words, words_of

SIGN = "sign-name"
"""The class of a name that stands for a sign."""
_JOINED = "\u200d\ufe0e\ufe0f\u20e3"
"""What joins signs to one picture, or chooses its form."""
_FLAGS = range(0x1F1E6, 0x1F200)
_TONES = range(0x1F3FB, 0x1F400)
HINT = "type what it says in words; editions never borrow a font of the machine"
EMOJI_HINT = "type what it says in words; or octavo fonts emoji fetches a face of one colour"


def name_signs(publication: Publication, workshop: Workshop) -> Publication:
    """Put the names of signs that no font has in their place: ``[cross mark]``.

    Problems: E220 (warning). Letters that no font has are left to ``check_characters``.
    """
    covered = characters_covered(publication, workshop)

    def is_missing(sign: str) -> bool:
        return ord(sign) not in covered and unicodedata.category(sign) in ("So", "Sk")

    return _name_in_metadata(each_chapter(publication, partial(_name, is_missing)), is_missing)


def _name_in_metadata(publication: Publication, is_missing: Callable[[str], bool]) -> Publication:
    """Name the signs of the metadata that editions print: a title, say, with a rocket in it."""
    config, found = publication.config, list[Problem]()
    metadata = asdict(config.metadata)
    for key, words in words_of(metadata):
        met = dict.fromkeys(filter(is_missing, words))
        if met:
            found.append(config.problem("E220", key, *_message(list(met))).as_warning())
    if not found:
        return publication

    def name(words: str) -> str:
        return text_of(_with_names(words, is_missing))

    named = replace(config, metadata=change_words(config.metadata, name))
    return replace(publication, config=named, problems=(*publication.problems, *found))


def _name(is_missing: Callable[[str], bool], chapter: Chapter, body: Element) -> Sequence[Problem]:
    met: dict[str, Element] = {}
    if not any(map(is_missing, set(words_below(body)))):
        return []
    for node, is_tail in list(strings(body)):
        words = get_string(node, is_tail)
        if words.isascii() or not any(map(is_missing, words)):
            continue
        for sign in filter(is_missing, words):
            met.setdefault(sign, node)
        said = _with_names(words, is_missing)
        set_string(node, is_tail, said.text or "")
        _insert(node, is_tail, list(said))
    return _tell(chapter, met) if met else []


def _insert(node: Element, is_tail: bool, names: list[Element]) -> None:
    for name in reversed(names):
        if is_tail:
            following, node.tail = node.tail, None
            node.addnext(name)
            node.tail = following
        else:
            node.insert(0, name)


def _with_names(words: str, is_missing: Callable[[str], bool]) -> Element:
    """Return words with an element for each run of signs that make one picture."""
    said, run = new("span"), ""
    for sign in f"{words}\0":
        if _goes_on(run, sign) if run else is_missing(sign):
            run += sign
        else:
            _add_name(said, run)
            run = sign if is_missing(sign) else ""
            add_text(said, "" if run or sign == "\0" else sign)
    return said


def _goes_on(run: str, sign: str) -> bool:
    """Tell whether a sign belongs to the picture of those before it."""
    if ord(sign) in _FLAGS:
        return ord(run[-1]) in _FLAGS and len(run) % 2 == 1
    is_joined = run.endswith("\u200d") and unicodedata.category(sign) == "So"
    return is_joined or sign in _JOINED or ord(sign) in _TONES


def _add_name(said: Element, run: str) -> None:
    if run:
        child(said, "span", f"[{name_of(run)}]", class_=SIGN, lang="en")


def name_of(run: str) -> str:
    """Return what signs that make one picture are called: "woman, personal computer"."""
    signs = [sign for sign in run if sign not in _JOINED]
    if all(ord(sign) in _FLAGS for sign in signs):
        return "flag " + "".join(chr(ord(sign) - _FLAGS[0] + ord("A")) for sign in signs)
    names = [unicodedata.name(sign, f"U+{ord(sign):04X}").lower() for sign in signs]
    return ", ".join(name for name in names if not name.startswith("emoji modifier")) or names[0]


def _tell(chapter: Chapter, met: dict[str, Element]) -> list[Problem]:
    """Tell of the signs of a file, once."""
    message, hint = _message(list(met))
    first = next(iter(met))
    return [chapter.text.problem("E220", message, hint, line_of(met[first]), first).as_warning()]


def _message(signs: Sequence[str]) -> tuple[str, str]:
    """Return what is said of signs that no font has, and the hint."""
    first, *others = signs
    named = ", ".join(f"U+{ord(sign):04X}" for sign in others[:MOST_NAMED])
    more = f", nor {len(others)} more: {named}" + (" …" if others[MOST_NAMED:] else "")
    message = f"no font has U+{ord(first):04X} {unicodedata.name(first, 'unnamed')}"
    message += f"{more if others else ''}; names stand for signs: [{name_of(first)}]"
    return message, EMOJI_HINT if any(script_of_sign(sign) == EMOJI for sign in signs) else HINT
