"""Two revisions -> one publication, set by the ordinary editions: HTML, EPUB and PDF."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from octavo.constructs.boxes import left_out
from octavo.constructs.notes import note_calls
from octavo.diff.attribution import Attribution
from octavo.diff.match.events import Event
from octavo.diff.picture_regions import Region, region_of
from octavo.diff.report.entries import entries, names_of
from octavo.diff.report.redline.changes import SLUG, change_list, explain_pages
from octavo.diff.report.redline.marks import DEL, MARK, NOTE, OLD, OLD_ID, mark_of
from octavo.diff.report.redline.signed_marks import sign_list, sign_marks
from octavo.diff.report.redline.spoken_marks import tell
from octavo.diff.report.redline.unweave import accept_changes
from octavo.diff.report.redline.word_lists import count_list
from octavo.diff.report.redline.woven import Woven, weave
from octavo.diff.revision import Opened
from octavo.diff.word_counts import count_words
from octavo.languages import Language
from octavo.markup.tree import Element, elements, new, unset, unwrap
from octavo.model.metadata import USUAL, Edition, Identifiers
from octavo.model.publication import Asset, Chapter, Config, Publication, Text, TocEntry
from octavo.source.config.configuration import NAMESPACE
from octavo.transforms.headings import heading_words, is_article
from octavo.transforms.toc import make_toc
from octavo.transforms.vocabulary import number_blocks

STYLE = "redline"
GONE = frozenset((DEL, OLD))
"""Marks of what only the old revision has."""


def make_redline(  # noqa: PLR0913  (two revisions, what differs, what is known beside it)
    old: Opened,
    new_: Opened,
    events: Sequence[Event],
    words: Language,
    title: str,
    who: Mapping[str, Attribution] | None = None,
    cloth: Woven | None = None,
    sides: tuple[str, str] = ("", ""),
) -> Publication:
    """Return one publication that shows what became of ``old`` in ``new_``.

    ``title`` says which revisions they are, ``who`` who made each change; ``cloth`` is both of them
    woven, which it changes. ``sides`` are their names, by which pages are told apart.
    """
    cloth = cloth or weave(old, new_)
    before, after = old.publication.assets, new_.publication.assets

    def region(one: str, other: str) -> Region | None:
        both = before.get(one), after.get(other)
        return region_of(both[0], both[1]) if both[0] and both[1] else None

    tell(cloth, words, region)
    if who:
        sign_marks(cloth.places, events, who, words)
    work = new_.publication
    book = replace(work, config=_config(work.config, title), chapters=(), problems=())
    names = {**names_of(old.publication, words), **names_of(work, words)}
    counted = count_list(count_words(old.manuscript, new_.manuscript), words)
    listed = list(entries(events, words, names))
    told = change_list(
        listed,
        cloth.places,
        words,
        "" if is_article(book) else title,
        "h2" if is_article(book) else "h1",
    )
    explain_pages(told, listed, words, sides)
    if who:
        sign_list(told, listed, who, words)
    told[2:2] = counted if listed else []
    assets = _assets(cloth, old.publication, work)
    for chapter in cloth.root:
        _keep_notes_of_now(chapter)
    chapters = _chapters(cloth.root, old.publication, work)
    _lead_to_all_editions(told, chapters)
    chapters = _with_list(chapters, told, is_article(book), words)
    number_blocks(chapters)
    found = replace(book, chapters=tuple(chapters), assets=assets)
    return replace(found, toc=tuple(_toc(make_toc(found, new_.workshop))))


def _config(config: Config, title: str) -> Config:
    """Return what the redline says of itself: it is another work than the one it is about."""
    data = config.metadata
    editions = tuple(Edition(name, style=STYLE) for name in USUAL)
    name = uuid.uuid5(NAMESPACE, f"{config.identifier} {title}")
    return replace(
        config,
        slug=f"{config.slug}-redline",
        identifier=f"urn:uuid:{name}",
        metadata=replace(
            data,
            subtitle=title,
            editions=editions,
            identifiers=Identifiers(),
            accessibility=replace(data.accessibility, conforms_to="", certified_by=""),
        ),
    )


def _chapters(root: Element, old: Publication, work: Publication) -> list[Chapter]:
    """Return a chapter for each of either revision; a part goes on where an old one stands."""
    texts = {chapter.slug: chapter.text for chapter in (*old.chapters, *work.chapters)}
    parts = {part.title: n for n, part in enumerate(work.parts)}
    found: list[Chapter] = []
    for node in root:
        told = {name: node.get(f"data-{name}") or "" for name in ("slug", "role", "matter", "part")}
        is_old = mark_of(node) == OLD
        slug = f"{OLD_ID}{told['slug']}" if is_old else told["slug"]
        before = found[-1].part if found and told["matter"] == "body" else -1
        part = before if is_old else parts.get(told["part"], -1)
        body = new("body")
        body.text = node.text
        body[:] = list(node)
        text = texts.get(told["slug"], Text(told["slug"], ""))
        found.append(
            Chapter(
                replace(text, path=f"{OLD_ID}{text.path}") if is_old else text,
                slug,
                told["role"],
                told["matter"],
                body,
                node.get("data-title") or "",
                node.get("data-number") or "",
                part=part,
            )
        )
    return found


def _with_list(
    chapters: list[Chapter], told: list[Element], is_one_run: bool, words: Language
) -> list[Chapter]:
    """Return the chapters with the list of changes: before an article's text, or before all."""
    for node in told:
        node.set(MARK, NOTE)
    if is_one_run and chapters:
        chapters[0].body[:0] = told
        return chapters
    body = new("body")
    body[:] = told
    text = Text(f"{SLUG}.md", "")
    first = Chapter(text, SLUG, "preface", "front", body, words.word("changes"))
    return [first, *chapters]


def _keep_notes_of_now(chapter: Element) -> None:
    """Let a call that is gone be a link alone where the text still calls its note: a note stands
    where it is called first, and what stands among words that are gone is taken for gone."""
    calls = note_calls(chapter)
    gone = [call for call in calls if any(mark_of(n) in GONE for n in call.iterancestors())]
    kept = {call.get("href") for call in calls if call not in gone}
    for call in gone:
        if call.get("href") in kept:
            unset(call, "class", "data-label")
            raised = new("sup")
            raised.tail, call.tail = call.tail, None
            call.addprevious(raised)
            raised.append(call)


def _lead_to_all_editions(told: list[Element], chapters: list[Chapter]) -> None:
    """Let no link of the list lead to what only some of the editions hold.

    A note stands where it is called, if at all.
    """
    bodies = [chapter.body for chapter in chapters]
    gone = {name for body in bodies for each in USUAL for name in left_out(body, each)}
    calls: dict[str, str] = {}
    for call in (call for body in bodies for call in note_calls(body)):
        calls.setdefault(str(call.get("href")), f"#{call.get('id')}")
    for link in [link for node in told for link in elements(node, "a")]:
        href = link.get("href") or ""
        if calls.get(href, href).removeprefix("#") in gone:
            unwrap(link)


def _assets(cloth: Woven, old: Publication, work: Publication) -> dict[str, Asset]:
    used = {node.get("src") for node in cloth.root.iter("img")}
    others = {
        name: replace(asset, path=name)
        for path, asset in old.assets.items()
        if (name := f"{OLD_ID}{path}") in used
    }
    return dict(sorted({**work.assets, **others}.items()))


def _toc(publication: Publication) -> list[TocEntry]:
    """Return the contents: titles as they are now; sections that are gone are in the list."""
    heads = {
        str(head.get("id")): head
        for chapter in publication.chapters
        for head in elements(chapter.body, "h1", "h2", "h3")
        if head.get("id")
    }
    found: list[TocEntry] = []
    for entry in publication.toc:
        head = heads.get(entry.id)
        if head is None or mark_of(head) == NOTE:
            found.append(entry)
        elif mark_of(head) != OLD:
            found.append(replace(entry, title=heading_words(accept_changes(head))))
    return found
