"""What other tools may change in a golden and no author means: it is taken out, the rest compared.

Another Pango breaks lines elsewhere, and with them pages; another packer of fonts gives other
bytes. In: the goldens of one edition, by path. Out: what must be equal all the same.
"""

import json
import re
from collections.abc import Mapping

from octavo.goldens.projection import TOOLCHAIN

_FACE = re.compile(rb"(data:font/[\w.+-]+);sha256,[0-9a-f]+")
_FONT_LINE = re.compile(rb"^(\S+\.(?:woff2?|otf|ttf)) .*$", re.MULTILINE)
_PAGE_MARK = re.compile(rb"<span\b[^>]*\brole=\"doc-pagebreak\"[^>]*(?:/>|></span>)\s*")
_PAGE_LIST = re.compile(rb"<nav\b[^>]*\bpage-list\b.*?</nav>|<pageList\b.*?</pageList>", re.DOTALL)
_TAG = re.compile(r"^ *[A-Z]\w*(?: (\[.*\]))? ?(.*)$")
_NUMBER = re.compile(r"\d+")
_NOT_WORDS = re.compile(r"[\s\u00ad\u2010\u0002\ufffe-]+")


def tool_changes(old: bytes, new: bytes) -> tuple[str, ...]:
    """Return the tools that differ between two lists, as ``pango 1.50.12 → 1.56.1``."""
    before, after = _versions(old), _versions(new)
    names = sorted({*before, *after})
    return tuple(
        f"{name} {before.get(name, '(none)')} → {after.get(name, '(none)')}"
        for name in names
        if before.get(name) != after.get(name)
    )


def edition_in(tools: bytes) -> str:
    """Return the edition id of the list of tools in a golden, '' where it has none."""
    return str(json.loads(tools or b"{}").get("edition", ""))


def _versions(data: bytes) -> dict[str, str]:
    told = json.loads(data or b"{}")
    parts = (told.get("native", {}), told.get("wheels", {}))
    return {name: str(version) for part in parts for name, version in part.items()}


def says_the_same(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> bool:
    """Return whether two projections of an edition differ in nothing but what tools decide."""
    return _core(old) == _core(new)


def _core(files: Mapping[str, bytes]) -> dict[str, object]:
    is_paged = {"tags.txt", "text.txt", "pages.txt"} <= set(files)
    if not is_paged:
        return {path: _of_screens(data) for path, data in files.items() if path != TOOLCHAIN}
    texts = {path: data.decode() for path, data in files.items() if path.endswith(".txt")}
    pages = texts["pages.txt"].splitlines()
    return {
        "words": _words(texts["tags.txt"], len(pages)),
        "boxes": {line.partition("media")[2] for line in pages},
        "outline": [line.rpartition(" -> ")[0] for line in texts["outline.txt"].splitlines()],
        "links": [_aim(line) for line in texts["links.txt"].splitlines()],
        "others": sorted(path for path in files if path not in texts and "pages/" not in path),
    }


def _of_screens(data: bytes) -> bytes:
    for pattern, instead in ((_FACE, rb"\1"), (_FONT_LINE, rb"\1"), (_PAGE_MARK, b"")):
        data = pattern.sub(instead, data)
    return _PAGE_LIST.sub(b"", data)


def _aim(line: str) -> str:
    """Return where a link of a PDF leads, without the pages at either end."""
    aim = line.partition(": ")[2]
    return "page" if aim.startswith("page ") else aim


def _words(tags: str, pages: int) -> str:
    """Return what the tags say without the ends of lines; numbers that may be those of pages are
    signs without a value."""
    said = (_TAG.match(line) for line in tags.splitlines() if not line.startswith("--- page"))
    words = " ".join(f"{match[1] or ''}{match[2]}" for match in said if match)
    masked = _NUMBER.sub(lambda m: "#" if len(m[0]) < 7 and int(m[0]) <= pages else m[0], words)
    return _NOT_WORDS.sub("", masked)
