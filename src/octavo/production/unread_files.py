"""Files beside a text that look as if they were meant for the editions, and that nothing reads.

A name that differs by a letter, a folder that is another one: such a file changes nothing, and
nobody would know. What is plainly for people (README, notes, a licence) is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath

from octavo.constructs.figures import address
from octavo.core.installed import PREFIX, themes
from octavo.core.problems import Place, Problem, Severity
from octavo.core.workshop import Workshop
from octavo.model.publication import Publication
from octavo.model.word_files import canonical, file_tags, is_tag
from octavo.pictures.fetch_command import FOLDER, fetch_command
from octavo.pictures.picture_pins import CHANGED, DAMAGED
from octavo.pictures.telephone_kinds import ENDINGS
from octavo.source.config.file_patterns import matches
from octavo.themes import OWN

LOOKS, BESIDE = "E272", "E129"
LOGOS = ("logo.svg", "logo.png")
FOLDERS = ("fonts", "starter", "words")
"""Folders of templates/ that are no theme, beside shared."""
FONTS = (".otf", ".ttf", ".woff", ".woff2")
PICTURES = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
FOR_PEOPLE = (".md", ".txt", ".rst", ".license", "")
_TAKEN = re.compile(r"\{%[-+]?\s*(?:include|extends|import|from)\s+[\"']([^\"']+)[\"']")


def unread_files(workshop: Workshop, publication: Publication) -> list[Problem]:
    """Return what nothing reads. Problems: E272 (a file of looks, warning), E129 (one beside the
    text, notice)."""
    found: list[Problem] = []
    for root, folder, told in (
        ("publication", "templates", ""),
        ("project", "", "templates/"),
    ):
        paths = [f"{told}{path}" for path in workshop.inputs.listing(folder, root)]
        if paths:
            found += _Templates(workshop, publication, paths).unread(root == "project")
    if not publication.config.is_single_file:
        found += _beside(workshop, publication)
    return found


class _Templates:
    """The files of a folder templates/, and what of such a folder is read."""

    def __init__(self, workshop: Workshop, publication: Publication, paths: list[str]) -> None:
        self._paths = paths
        built_in = workshop.inputs.listing("", "templates")
        installed = {name.removeprefix(PREFIX) for name in themes()}
        self._themes = installed | {_theme(path) for path in built_in if _is_theme(path)}
        self._themes |= {
            _theme(path.removeprefix("templates/")) for path in paths if _is_theme(path)
        }
        self._names = {PurePosixPath(path).name for path in built_in}
        self._styles = {
            f"{each.style}.css" for each in publication.config.metadata.editions if each.style
        }
        self._names |= self._styles | set(LOGOS)
        self._languages = sorted({each.split("-")[0] for each in file_tags(workshop.inputs)})
        for path in paths:
            if path.endswith((".j2", "theme.yaml")):
                root = "project" if path not in workshop.inputs.listing("templates") else ""
                self._names |= _names_in(workshop, path, root)

    def unread(self, is_shared: bool) -> Iterator[Problem]:
        """Yield what nothing reads."""
        told = set[str]()
        for path in self._paths:
            inside = path.removeprefix("templates/")
            if _is_for_people(inside):
                continue
            theme, slash, name = inside.partition("/")
            if not slash:
                message = self._at_the_top(inside)
            elif theme in FOLDERS:
                message = self._in_words(inside) if theme == "words" else None
            elif theme != "shared" and theme not in self._themes:
                message = None if theme in told else self._no_theme(theme, name)
                told.add(theme)
            else:
                message = self._in_theme(theme, name)
            if message is not None:
                is_style = is_shared and not slash and inside.endswith(".css")
                severity: Severity = "notice" if is_style else "warning"
                yield Problem(LOOKS, Place(path), f"nothing reads {inside}", message, severity)

    def _at_the_top(self, name: str) -> str | None:
        """Return what to write for a file that lies in templates/ itself; None where it is read."""
        if name in (OWN, *LOGOS) or name in self._styles:
            return None
        stem, _, ending = name.partition(".")
        if stem.lower() == "logo":
            return "write templates/logo.svg or templates/logo.png: of other kinds no mark is taken"
        if name in self._names:
            return f"put it into the folder of a theme or shared: templates/shared/{name}"
        if ending == "css":
            return f"write templates/{OWN}; or name it in an edition: {{name: pdf, style: {stem}}}"
        if ending.endswith("j2") or ending == "html":
            return f"put it into templates/shared/{stem}.html.j2, where a template takes it in"
        return _other(name)

    def _in_words(self, path: str) -> str | None:
        name = path.removeprefix("words/")
        tag, _, ending = name.partition(".")
        if ending == "yaml" and is_tag(tag):
            return None
        near = [each for each in self._languages if name.lower().startswith(each)]
        meant = canonical(tag) if is_tag(canonical(tag)) else (near or ["en"])[0]
        return f"name it by the tag of a language: templates/words/{meant}.yaml"

    def _no_theme(self, theme: str, name: str) -> str:
        known = sorted({*self._themes, "shared", *FOLDERS})
        near = [each for each in known if each.lower() == theme.lower()]
        near += get_close_matches(theme.lower(), known, 1, 0.7)
        if near:
            return f"write templates/{near[0]}/{name}: capitals count"
        return f"a theme of your own needs templates/{theme}/theme.yaml; others: {', '.join(known)}"

    def _in_theme(self, theme: str, name: str) -> str | None:
        if name in self._names or "/" in name:
            return None
        near = [each for each in sorted(self._names) if each.startswith(f"{name}.")]
        near += get_close_matches(name, sorted(self._names), 1, 0.7)
        if near:
            return f"write templates/{theme}/{near[0]}"
        if name.endswith((".css", ".j2", ".html", ".yaml")):
            return f"no edition asks for it; rules of your own stand in templates/{OWN}"
        return _other(name)


def _theme(path: str) -> str:
    return path.partition("/")[0]


def _is_theme(path: str) -> bool:
    return path.endswith("/theme.yaml")


def _names_in(workshop: Workshop, path: str, root: str) -> set[str]:
    """Return the templates that a template takes in, or that the pieces of a theme are."""
    where = (path.removeprefix("templates/"), root) if root else (path, "publication")
    text = (workshop.inputs.find(*where) or b"").decode("utf-8", "replace")
    if path.endswith(".yaml"):
        return {f"{word}.html.j2" for word in re.findall(r"[a-z][a-z-]*", text)}
    return {PurePosixPath(name).name for name in _TAKEN.findall(text)}


def _is_for_people(path: str) -> bool:
    pure = PurePosixPath(path)
    is_hidden = any(part.startswith((".", "_")) or part.endswith("~") for part in pure.parts)
    return is_hidden or pure.suffix.lower() in FOR_PEOPLE


def _other(name: str) -> str | None:
    """Return what to do with a font or a picture that nothing reads; None for other files."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in FONTS:
        return "the handbook says which faces there are: name one by a token such as --text"
    if suffix in PICTURES:
        return "show it in the text: ![what one sees](path)"
    return None


def _beside(workshop: Workshop, publication: Publication) -> Iterator[Problem]:
    """Yield files of a publication's folder that look like looks or pictures, and are none.

    A picture that a text names is not told of: if it is not shown, the text is told why.
    """
    texts = [chapter.text.content for chapter in publication.chapters]
    shown = {*publication.assets, publication.config.metadata.cover}
    shown |= {path.removesuffix(ending) for path in shown for ending in ENDINGS}
    theme = publication.config.metadata.theme
    unseen: dict[str, list[str]] = {}
    for path in workshop.inputs.listing(""):
        pure = PurePosixPath(path)
        if any(matches(each, path) for each in publication.config.metadata.ignore):
            continue
        if path.startswith("templates/") or any(part.startswith(".") for part in pure.parts):
            continue
        hint = _of_looks(pure, theme) if path not in shown else ""
        if hint:
            yield Problem(LOOKS, Place(path), f"nothing reads {path}", hint, "warning")
        elif pure.suffix.lower() in PICTURES and path not in shown:
            meant = (pure.name, pure.stem) if "." in pure.stem else (pure.name,)
            if any(name in text for name in meant for text in texts):
                continue
            unseen.setdefault(str(pure.parent), []).append(path)
    yield from _tell_folders(unseen, publication)


def _tell_folders(unseen: dict[str, list[str]], publication: Publication) -> Iterator[Problem]:
    """Yield a notice for each folder with pictures that are shown nowhere."""
    is_told = any(each.code in (CHANGED, DAMAGED) for each in publication.problems)
    command = fetch_command(publication.config.slug, "--prune")
    for folder, paths in unseen.items():
        if folder != FOLDER:
            yield _tell_pictures(paths)
        elif not is_told:  # or what is wrong there would be told twice
            yield _tell_pictures(paths, f"{command} takes away what no text shows")


def _of_looks(path: PurePosixPath, theme: str) -> str:
    """Return what to write for a file that is one of looks in another place; '' for others."""
    suffix = path.suffix.lower()
    if suffix == ".css":
        return f"write templates/{OWN}"
    if suffix == ".j2":
        return f"put it into templates/{theme}/{path.name}"
    if suffix in FONTS:
        return "no font is read here; the handbook says how a face is named: --text"
    if path.stem.lower() == "logo" and suffix in PICTURES:
        return "write templates/logo.svg or templates/logo.png"
    return ""


def _tell_pictures(paths: Iterable[str], hint: str = "") -> Problem:
    """Return a notice of the pictures of a folder that are shown nowhere."""
    first, *others = paths
    count = f"{len(others)} others" if others[1:] else "another"
    more = f", nor {count} of its folder" if others else ""
    message = f"nothing shows the picture {first}{more}"
    hint = hint or f"write ![what one sees]({address(first)}), or take it out of the folder"
    return Problem(BESIDE, Place(first), message, hint, "notice")
