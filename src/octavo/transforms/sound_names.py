"""Ids and addresses as authors write them -> in the form that every edition may hold."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from octavo.core.link_schemes import BEGINNINGS, is_followed
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.literals import literal
from octavo.markup.tree import Element, text_of, those_with, unwrap
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication

OUTSIDE = BEGINNINGS
"""How addresses of the world outside begin."""
_IN_NO_ID = re.compile(r"[\s%\"<>\\^`{|}\[\]#\x00-\x1f\x7f]+")
_IN_NO_ADDRESS = re.compile(r"[\s\"<>\\^`{|}\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})")
"""What an address must write as %XX. Rule: RFC 3986, section 2."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DOI = re.compile(r"\Adoi:/*(?=.)", re.IGNORECASE)
"""What few programs know, of what all of them do."""
_HOST = re.compile(r"//([^/?#]*)(.*)", re.DOTALL)
_OF_NOTES = ("fn-", "fnref")
"""How ids of notes and their calls begin, as they are read."""
_POINTING = ("headers", "aria-labelledby", "aria-describedby")
"""Attributes that name ids, with blanks between."""
_NAMING = those_with(f"@id or {' or '.join(f'@{each}' for each in _POINTING)} or self::a[@href]")


def mend_names(publication: Publication, workshop: Workshop) -> Publication:
    """Give ids and the addresses of links a form that is sound in every edition.

    What stands in angle brackets and looks like an address that no reader follows, such as
    ``<isbn:978>``, is printed as it is typed. Problems: E221 (warning: a link to no host).
    """
    return each_chapter(publication, _mend)


def sound_id(name: str) -> str:
    """Return an id without blanks, and without signs that an address has to write otherwise."""
    return _IN_NO_ID.sub("-", unicodedata.normalize("NFC", name.strip()))


def sound_address(address: str) -> str:
    """Return an address of the world outside as RFC 3986 has it; another as it is.

    Blanks around it go, its scheme is written small, ``//host`` is https, and ``doi:`` its
    resolver. '' where nobody could follow it: it names no host, or none that can be.
    """
    address = address.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    address = _DOI.sub("https://doi.org/", address)
    scheme = _SCHEME.match(address)
    if scheme is None:
        return address
    rest = _IN_NO_ADDRESS.sub(_encode, address[scheme.end() :])
    if not rest.startswith("//"):
        return f"{scheme[0].lower()}{rest}" if rest else ""
    host, path = _HOST.match(rest).group(1, 2)  # type: ignore[union-attr]  # it matches all
    before, mark, after = path.partition("#")
    path = f"{_encode_all('[]', before)}{mark}{_encode_all('[]#', after)}"
    return f"{scheme[0].lower()}//{host}{path}" if _is_host(host) else ""


def _encode_all(signs: str, words: str) -> str:
    return re.sub(f"[{re.escape(signs)}]", _encode, words)


def _is_host(written: str) -> bool:
    try:
        parts = urlsplit(f"//{written}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(name) and ("[" in written or not re.search(r"[\[\]%]", name or ""))


def _encode(sign: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in sign[0].encode())


def _mend(chapter: Chapter, body: Element) -> Sequence[Problem]:
    problems: list[Problem] = []
    for node in _NAMING(body):
        name = node.get("id") or ""
        if name and not name.startswith(_OF_NOTES):
            node.set("id", sound_id(name))
        for each in _POINTING:
            if names := node.get(each):
                node.set(each, " ".join(map(sound_id, names.split())))
        if node.tag == "a" and (address := node.get("href")):
            problems += _mend_link(chapter, node, address)
    return problems


def _mend_link(chapter: Chapter, link: Element, address: str) -> list[Problem]:
    sound = sound_address(address) if is_followed(address) else address
    if not sound:
        unwrap(link)
        message = f"nobody can follow the link to '{address}': its words stay"
        hint = "an address is https://, the name of a host, and a path"
        problem = chapter.text.problem("E221", message, hint, line_of(link), address)
        return [replace(problem, severity="warning")]
    is_sound = sound.startswith(OUTSIDE) or not _SCHEME.match(sound)
    if is_sound or f"<{address}>" not in chapter.text.content or len(link):
        link.set("href", sound)
    else:
        link.text = literal(f"<{text_of(link)}>")
        unwrap(link)
    return []
