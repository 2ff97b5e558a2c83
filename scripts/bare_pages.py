"""What the PDF edition of a project's publication hands to its presses, as plain files.

    python scripts/bare_pages.py PROJECT PUBLICATION FOLDER

Writes page.html (all units, their last numbers), page.css, the files that they name and fonts.conf,
for the bare WeasyPrint command. The project must have been built: its store has what is asked for.
"""

import sys
from pathlib import Path

from octavo.editions.pdf.compositor import Compositor
from octavo.editions.pdf.layout_grounds import ground
from octavo.editions.pdf.passes import Passes
from octavo.editions.pdf.pdf_file import settle
from octavo.editions.pdf.presses import PressPool
from octavo.editions.pdf.worker import fontconfig
from octavo.production.assembly import main_pdf
from octavo.production.pipeline import Project, templates_folder, workshop_of
from octavo.production.publication_reader import read_publication


def main() -> None:
    """Write the files."""
    project, slug, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    workshop = workshop_of(Project.at(project), slug)
    publication = read_publication(workshop, slug)
    order = main_pdf(workshop, publication)
    assert order is not None
    with PressPool(workshop.inputs, publication.config.epoch) as pool:
        state = settle(order, pool).state
        base = ground(order, workshop)
        passes = Passes(order, base, Compositor(order, workshop, base, pool))
        units = [unit for part in passes.parts(state) for unit in part.units]
        html = passes.html(units, state)
    pages = {"page.html": html.encode(), "page.css": base.css.encode()}
    for name, data in {**base.files, **pages}.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (folder / "more").mkdir(exist_ok=True)
    for name, data in base.fonts.items():
        (folder / "more" / name).write_bytes(data)
    fonts = fontconfig(templates_folder() / "fonts", folder / "more", folder / "cache")
    (folder / "fonts.conf").write_text(fonts, encoding="utf-8")


if __name__ == "__main__":
    main()
