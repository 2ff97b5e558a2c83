"""Pictures of pages have no trace of the edition id, whatever its digits look like."""

import json

import pytest
from conftest import Desk
from long_proofs import here

from octavo.finished.pdf_projection import pdf_projection
from octavo.production.pipeline import build


@pytest.mark.parametrize("theme", here(["book", "report"], "report"))
def test_pictures_of_pages_are_the_same_whatever_the_edition_id(theme: str, desk: Desk) -> None:
    seen, ids = [], set()
    for n in range(5):
        text = f"# One\n\nWords.\n\n<!-- {n} -->\n"
        project, slug = desk.write({"one.md": text}, f"theme: {theme}\neditions: [pdf]")
        files = build(project, slug).files
        edition = json.loads(files["manifest.json"])["edition"]
        ids.add(edition)
        found = pdf_projection(files[f"{slug}.pdf"], edition)
        seen.append({path: data for path, data in found.items() if path.endswith(".png")})
    assert len(ids) == 5
    assert all(each == seen[0] for each in seen)
