"""What stands behind the colons that open a div -> its classes, id and title.

Written as many tools write it: ``{.callout-note title="Mind"}``, ``warning``, ``{note} Mind``,
``note[Mind]``, ``tip Mind``, ``warning ::::``.
"""

import re

from octavo.source.block_rules.written_block import DivMark

_BRACES = re.compile(r"\{((?:\"[^\"]*\"|'[^']*'|[^{}\"'])*)\}[ \t]*(.*)$")
_DIRECTIVE = re.compile(r"[ \t]*([A-Za-z][\w-]*(?::[\w-]+)?)[ \t]*$")
_NAME = re.compile(r"([A-Za-z][\w-]*)(?![\w.:-])(?:\[([^\[\]]*)\])?[ \t]*(?:(\{.*\})|(.*))$")
"""Not the name of a module, ``starlette.routing.Router``, by which mkdocstrings is called."""
_TOKEN = re.compile(
    r"#(?P<id>[^\s#.{}=]+)|\.(?P<class>[^\s#.{}=]+)"
    r"|(?P<key>[\w:-]+)=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s{}]*))|\S"
)
_FENCED = frozenset(
    "admonition attention caution danger error hint important note tip warning".split()
)
"""Names with which fenced code of MyST is a remark: ```` ```{note} ````."""
_VALUES = ("id", "title", "lang", "dir")


def div_mark(words: str) -> DivMark | None:
    """Return what the words behind colons say, None where they open no div."""
    words = words.strip(" \t").rstrip(":").rstrip(" \t")
    if braces := _BRACES.match(words):
        directive = _DIRECTIVE.match(braces[1])
        if directive:
            return DivMark((directive[1],), title=braces[2], is_directive=True)
        return None if braces[2] else _attributes(braces[1])
    name = _NAME.match(words)
    if name is None:
        return None
    given = _attributes(name[3][1:-1]) if name[3] else DivMark()
    title = name[2] or name[4] or given.title
    names = (name[1], *given.names)
    return DivMark(names, given.id, _unquote(title), given.language, given.direction)


def mark_of_fence(info: str) -> DivMark | None:
    """Return the remark that the words behind a fence make of it, None for code."""
    mark = div_mark(info) if info.startswith("{") else None
    return mark if mark and mark.is_directive and mark.names[0] in _FENCED else None


def _unquote(title: str) -> str:
    is_quoted = len(title) > 1 and title[0] == title[-1] == '"'
    return title[1:-1] if is_quoted else title


def _attributes(words: str) -> DivMark:
    names: list[str] = []
    values: dict[str, str] = {}
    for token in _TOKEN.finditer(words):
        if token["class"]:
            names.append(token["class"])
        elif token["id"]:
            values.setdefault("id", token["id"])
        elif token["key"]:
            value = (token[name] for name in ("double", "single", "bare"))
            values[token["key"]] = next((each for each in value if each is not None), "")
    names += values.get("class", "").split()
    id, title, language, direction = (values.get(key, "") for key in _VALUES)
    return DivMark(tuple(names), id, title, language, direction)
