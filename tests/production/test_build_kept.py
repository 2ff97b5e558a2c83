"""A build kept as bytes, and its papers: checksums, edition id, manifest."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from small_works import chapter, order, work

from octavo.core.problems import Place, Problem
from octavo.model.made import PageMap
from octavo.model.metadata import Contributor, Edition
from octavo.production.build import Build
from octavo.production.manifest import edition_id, ingredients, manifest, sha256sums

PROBLEM = Problem("E201", Place("a.md", 3, 2), "lost", "look", "warning", "![](a.png)")


def test_a_build_comes_back_as_it_was() -> None:
    pages = PageMap(("i", "1"), {"a-1": 0}, {"a-1": 1}, {"ebb": 1})
    build = Build({"work.pdf": b"\0\xff", "facts": b"own", "": b""}, (PROBLEM,), pages)
    assert Build.unpack(build.pack()) == build


def test_an_empty_build_comes_back_empty() -> None:
    assert Build.unpack(Build({}).pack()) == Build({})


def test_the_same_build_is_the_same_bytes() -> None:
    one, other = (Build({}, (), PageMap((), dict(each))) for each in ([("a", 1), ("b", 2)],) * 2)
    turned = Build({}, (), PageMap((), {"b": 2, "a": 1}))
    assert one.pack() == other.pack() == turned.pack()
    assert Build({}, (PROBLEM,)).pack() != Build({}).pack()


def test_checksums_are_lines_that_sha256sum_reads() -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    lines = sha256sums({"b.pdf": b"x", "a.epub": b"x"})
    assert lines == f"{digest}  a.epub\n{digest}  b.pdf\n".encode()


def test_an_edition_id_depends_on_every_ingredient_and_on_no_order() -> None:
    found = {"a": "1", "b": "2"}
    assert edition_id(found) == edition_id({"b": "2", "a": "1"})
    assert len({edition_id(each) for each in (found, {**found, "a": "3"}, {"a": "1"})}) == 3
    assert len(edition_id(found)) == 12 and int(edition_id(found), 16) >= 0


def test_ingredients_are_the_source_the_templates_the_faces_and_the_wheels(tmp_path: Path) -> None:
    folder = tmp_path / "source" / "work"
    folder.mkdir(parents=True)
    for name in ("publication.yaml", "ebb.md", "taken.md", "unused.md"):
        (folder / name).write_text(name)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "own.css").write_text("p {}")
    ebb = chapter("ebb", '<p lang="fr">Mot</p>')
    ebb = replace(ebb, text=replace(ebb.text, origins=(Place("taken.md", 1),)))
    given = order(tmp_path, work(ebb))
    found = ingredients(given.workshop, given.publication, given.theme)
    assert list(found) == sorted(found) and found["epoch"] == str(given.publication.config.epoch)
    assert found["publication/ebb.md"] == hashlib.sha256(b"ebb.md").hexdigest()
    assert {"publication/taken.md", "project/own.css", "wheel/weasyprint"} <= found.keys()
    assert {"templates/words/en.yaml", "templates/words/fr.yaml"} <= found.keys()
    assert not {"publication/unused.md", "templates/words/de.yaml"} & found.keys()
    assert any(name.endswith(".ttf") for name in found)
    folders = {name.split("/")[1] for name in found if name.startswith("templates/")}
    assert "book" in folders and "brief" not in folders


def told(folder: Path, files: dict[str, bytes]) -> dict[str, Any]:
    """Return the manifest of a work with these files."""
    editions = (Edition("html"), Edition("html-site", split="chapters"), Edition("pdf"))
    people = (Contributor("Ada"), Contributor("Ben", "edt"))
    given = order(folder, work(editions=editions, contributors=people))
    press = {"pango": "1", "cairo": "2"}
    data = manifest(given.workshop, given.publication, {"a": "1"}, files, press)
    assert data.endswith(b"}\n")
    found = json.loads(data)
    assert list(found) == sorted(found) and list(found["press"]) == ["cairo", "pango"]
    return dict(found)


def test_a_manifest_tells_what_came_out_and_what_went_in(tmp_path: Path) -> None:
    found = told(tmp_path, {"work.html": b"abc"})
    digest = hashlib.sha256(b"abc").hexdigest()
    assert found["outputs"] == {"work.html": {"sha256": digest, "bytes": 3}}
    assert found["ingredients"] == {"a": "1"} and found["edition"] == edition_id({"a": "1"})


def test_a_manifest_offers_the_editions_that_were_made(tmp_path: Path) -> None:
    work_ = told(tmp_path, {"work.html": b"abc", "work-site/index.html": b"x"})["work"]
    offered = [(each["file"], each["bytes"]) for each in work_["editions"]]
    assert offered == [("work.html", 3), ("work-site/index.html", 0)]
    assert (work_["byline"], work_["date"]) == ("Ada", "2024-05-01")
