"""build/index.html and what goes with it: every publication that was built, and where it is."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Desk
from lxml import etree

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed
from octavo.production import pipeline


def made(desk: Desk, **titles: str) -> Path:
    """Build publications with these titles by language; return the folder of editions."""
    out = Path()
    for tag, title in titles.items():
        metadata = f"title: {json.dumps(title)}\nlanguage: {tag}\neditions: [html]"
        project, slug = desk.write("Text.", metadata)
        path = project.source / slug / "publication.yaml"
        path.write_text(path.read_text("utf-8").replace("title: Work\n", ""), "utf-8")
        pipeline.write(pipeline.build(project, slug), project)
        pipeline.write_listing(project)
        out = project.out
    return out


def test_the_list_names_what_was_built_and_leads_to_files_that_are_there(desk: Desk) -> None:
    out = made(desk, en="Salt & <Tides>")
    page = (out / "index.html").read_text("utf-8")
    assert "<h2>Salt &amp; &lt;Tides&gt;</h2>" in page
    links = re.findall(r'<a href="([^"]+)"', page)
    assert links and all((out / link).is_file() for link in links)
    assert "sitemap" not in page and not (out / "sitemap.xml").exists()


def test_the_list_is_in_the_language_of_all_its_works_else_in_english(desk: Desk) -> None:
    out = made(desk, de="Gezeiten")
    assert '<html lang="de"' in (out / "index.html").read_text("utf-8")
    made(desk, fr="Marées")
    page = (out / "index.html").read_text("utf-8")
    assert '<html lang="en"' in page and '<article lang="fr">' in page and "Gezeiten" in page


def test_an_unchanged_list_is_not_written_again(desk: Desk) -> None:
    out = made(desk, en="Tides")
    before = (out / "index.html").stat().st_mtime_ns
    project = pipeline.Project(out.parent, out, None)
    pipeline.write_listing(project)
    assert (out / "index.html").stat().st_mtime_ns == before


def test_a_manifest_that_cannot_be_read_is_left_out(desk: Desk) -> None:
    out = made(desk, en="Tides")
    (out / "old").mkdir()
    (out / "old" / "manifest.json").write_text("{}", "utf-8")
    (out / "odd").mkdir()
    (out / "odd" / "manifest.json").write_bytes(b"\xff")
    pipeline.write_listing(pipeline.Project(out.parent, out, None))
    assert (out / "index.html").read_text("utf-8").count("<article") == 1


def test_with_an_address_come_a_site_map_and_a_feed(desk: Desk) -> None:
    out = made(desk, en="Tides & more")
    project = pipeline.Project(out.parent, out, None)
    pipeline.write_listing(project, "https://example.org/works")
    sitemap = etree.parse(str(out / "sitemap.xml"))
    places = [node.text for node in sitemap.iter("{*}loc")]
    assert places[0] == "https://example.org/works/"
    assert places[1].startswith("https://example.org/works/work-1/work-1.html")
    feed = etree.parse(str(out / "feed.atom"))
    titles = [node.text for node in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles == ["Publications", "Tides & more"]
    assert '<link rel="canonical" href="https://example.org/works/">' in (
        out / "index.html"
    ).read_text("utf-8")


@pytest.mark.parametrize("address", ["example.org", "file:///etc", "javascript:alert(1)"])
def test_what_is_no_web_address_is_a_wrong_command(address: str, desk: Desk) -> None:
    project, _ = desk.write("Text.", "editions: [html]")
    words = ["build", "--project", str(project.root), "--base-url", address]
    assert CliRunner().invoke(octavo, words).exit_code == 2


@pytest.mark.parametrize(
    ("name", "template", "code"),
    [
        ("index.html.j2", "<!DOCTYPE html><html><head></head><script>1</script></html>", "E311"),
        ("index.html.j2", "<!DOCTYPE html><html><head></head><body onload=x></html>", "E311"),
        ("index.html.j2", "<script>1</script>", "E311"),
        ("index.html.j2", "{{ nobody }}", "E230"),
        ("index.html.j2", "{% if %}", "E230"),
        ("index.html.j2", "{% include 'index.html.j2' %}", "E230"),
        ("feed.atom.j2", "<?xml-stylesheet href='http://x'?><feed/>", "E311"),
        ("sitemap.xml.j2", "<a xmlns='http://www.w3.org/1999/xhtml' onclick='x'/>", "E311"),
    ],
)
def test_a_strangers_template_of_the_list_is_refused_at_its_place(
    tmp_path: Path, name: str, template: str, code: str
) -> None:
    folder = tmp_path / "templates" / "shared"
    folder.mkdir(parents=True)
    (folder / name).write_text(template, "utf-8")
    (tmp_path / "build").mkdir()
    project = pipeline.Project(tmp_path, tmp_path / "build", None, {})
    with pytest.raises(BuildFailed) as failure:
        pipeline.write_listing(project, "https://example.org/")
    assert {each.code for each in failure.value.problems} == {code}
    assert failure.value.problems[0].place.path == f"templates/shared/{name}"
    assert not (tmp_path / "build" / name.removesuffix(".j2")).exists()
