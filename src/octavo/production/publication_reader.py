"""A publication's files -> Publication: read, transformed, and everything told at once.

What is wrong in one place hides nothing in another: the metadata, the theme, each file, each step
of the text have their say before anything stops.
"""

from collections.abc import Iterator
from dataclasses import replace

from octavo.core.inputs import Outside
from octavo.core.problems import BuildFailed, Problem, in_order, stop_on_errors
from octavo.core.workshop import Workshop
from octavo.editions.registry import Formats
from octavo.fonts.bundled import families_of_ours
from octavo.fonts.house_fonts import font_faults
from octavo.languages import language, word_notices
from octavo.markup.css.faults import sheet_faults
from octavo.model.publication import Config, Part, Publication
from octavo.production.draft_page import draft_page
from octavo.production.own_looks import class_notices, look_problems
from octavo.production.unread_files import unread_files
from octavo.source.chapter_reader import ReadChapters, read_chapters
from octavo.source.config.configuration import look_at_config
from octavo.source.watch.second_reader import without_echoes
from octavo.themes import SIZES, Theme, face_faults, page_sheet, read_theme
from octavo.transforms.draft_mends import mend_for_draft
from octavo.transforms.glyphs import scripts_to_fetch
from octavo.transforms.headings import slugify
from octavo.transforms.steps import apply_steps

STAND_IN = "brief"
"""The theme by which a text is looked at where its own is not there."""
HEADINGS = "E215"
"""What depends on the theme: the level with which headings begin."""


def read_publication(workshop: Workshop, slug: str) -> Publication:
    """Return the publication after every transform; raises BuildFailed with all its errors."""
    return publication_of(workshop, look_at_config(workshop, slug, Formats()))


def publication_of(workshop: Workshop, config: Config) -> Publication:
    """Return the publication that ``config`` describes; raises BuildFailed with all its errors."""
    publication = look_at_text(workshop, config, read_chapters(workshop, config))
    stop_on_errors(publication.problems)
    return publication


def scripts_without_faces(workshop: Workshop, slug: str) -> tuple[str, ...]:
    """Return the keys of the scripts whose faces a publication lacks, whatever else is wrong with
    its text; raises BuildFailed where there is no theme to tell by."""
    config = look_at_config(workshop, slug, Formats())
    found = read_chapters(workshop, config)
    return scripts_to_fetch(Publication(config, found.chapters), workshop)


def draft_of(workshop: Workshop, config: Config) -> Publication:
    """Return the publication as a draft: marked as one, with errors among its ``problems``, which a
    page at its end lists, and with trees that editions can hold all the same.

    Raises BuildFailed where the metadata has errors, or no text can be read.
    """
    stop_on_errors(config.problems)
    config = replace(config, metadata=replace(config.metadata, draft=True), has_drafts=True)
    found = read_chapters(workshop, config)
    if not found.chapters:
        raise BuildFailed(found.problems)
    problems = look_at_text(workshop, config, found).problems
    if not problems:
        return mend_for_draft(look_at_text(workshop, config, found))
    page = draft_page(problems, config, _first_heading(workshop, config))
    whole = replace(found, chapters=(*found.chapters, page))
    publication = mend_for_draft(look_at_text(workshop, config, whole))
    return replace(publication, problems=problems)


def look_at_text(
    workshop: Workshop, config: Config, found: ReadChapters, has_author: bool = True
) -> Publication:
    """Return the publication after every transform, with all problems that can be found in it;
    without ``has_author`` no advice."""
    theme, problems = _theme_of(workshop, config)
    is_own = not problems
    titles = [entry.part for entry in config.metadata.body if entry.part]
    parts = tuple(Part(title, "", f"part-{slugify(title)}") for title in titles)
    level = 2 if config.is_single_file else theme.first_heading
    if not is_own:
        config = replace(config, metadata=replace(config.metadata, theme=theme.name))
    given = Publication(config, found.chapters, parts, first_heading=level)
    publication = apply_steps(given, workshop, has_author)
    told = [found.explain(each) for each in publication.problems if is_own or each.code != HEADINGS]
    problems += [*_find_styles(workshop, config, theme), *sheet_faults(workshop, theme.name)]
    problems += [*font_faults(workshop, families_of_ours(workshop))]
    problems += [*face_faults(workshop, theme.in_language(config.language), config.language)]
    problems += look_problems(workshop, publication, theme)
    problems += class_notices(workshop, publication, theme)
    problems += unread_files(workshop, publication)
    problems += word_notices(language(workshop, config.language))
    everything = in_order(without_echoes([*config.problems, *found.problems, *told, *problems]))
    return replace(publication, problems=everything)


def _theme_of(workshop: Workshop, config: Config) -> tuple[Theme, list[Problem]]:
    """Return the theme, and what is wrong with it; then it is another one. Problems: E104, E231."""
    name, hint = config.metadata.theme, "the built-in themes are brief, book and report"
    fault = config.problem("E104", "theme", f"there is no theme '{name}'", hint)
    try:
        return read_theme(workshop, name, fault), []
    except BuildFailed as failure:
        return read_theme(workshop, STAND_IN, fault), list(failure.problems)


def _first_heading(workshop: Workshop, config: Config) -> int:
    return 2 if config.is_single_file else _theme_of(workshop, config)[0].first_heading


def _has_no_style(workshop: Workshop, theme: Theme, style: str) -> bool:
    try:
        return theme.style(workshop, style) is None
    except Outside:
        return False  # the schema tells what is no name of a sheet


def _find_styles(workshop: Workshop, config: Config, theme: Theme) -> Iterator[Problem]:
    """Yield a problem for each style sheet that an edition names in vain, and for sizes of pages
    that the theme has not. Problems: E104."""
    sizes = [("page", config.metadata.page)]
    sizes += [(f"editions.{n}.page", each.page) for n, each in enumerate(config.metadata.editions)]
    for key, size in sizes:
        if size and not theme.has_page(workshop, size):
            hint = f"write one of {', '.join(SIZES)}; or templates/shared/{page_sheet(size)}"
            yield config.problem("E104", key, f"there is no size of pages '{size}'", hint)
    for n, edition in enumerate(config.metadata.editions):
        if _has_no_style(workshop, theme, edition.style):
            yield config.problem(
                "E104",
                f"editions.{n}.style",
                f"there is no style sheet '{edition.style}'",
                f"write templates/{edition.style}.css in the publication, or name large-print",
            )
