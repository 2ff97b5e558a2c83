"""The papers of a bundle, held against the schemas of those who read them."""

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from importlib.resources import files as files_of
from pathlib import Path

import pytest
import yaml
from bundled import SLUG, TEXTS
from lxml import etree

from octavo.model.metadata import Contributor, Edition, Metadata
from octavo.production import pipeline
from octavo.production.pipeline import Project
from octavo.verify.bundle.bundle_readme import bundle_readme
from octavo.verify.bundle.citation_file import citation_file
from octavo.verify.bundle.conformance import examine_release
from octavo.verify.bundle.onix_record import LANGUAGES, onix_record
from octavo.verify.bundle.provenance import provenance
from octavo.verify.bundle.released_work import ReleasedWork, read_work
from octavo.verify.bundle.tagged_state import TaggedState
from octavo.verify.surroundings import PLAIN

COMMIT = "a" * 40


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> ReleasedWork:
    """Return a work with all metadata that the papers can tell."""
    root = tmp_path_factory.mktemp("papers")
    for name, text in TEXTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    project = Project(root, root / "build", None)
    built = pipeline.build(project, SLUG)
    return read_work(project, SLUG, built, TaggedState("v1.0", COMMIT, ()))


def bare(work: ReleasedWork, **more: object) -> ReleasedWork:
    """Return a work of which no more is known than has to be."""
    data = Metadata(octavo=1, title="Bare: [a] 'title' \\ \t\"x\"", language="tlh", **more)
    return replace(work, config=replace(work.config, metadata=data, identifier="urn:uuid:0"))


@cache
def onix_schemas() -> Path:
    """Return the folder of the schemas of ONIX 3.0."""
    package = pytest.importorskip("onixcheck").__file__
    return Path(package).parent / "schema" / "xsd3.0"


@cache
def onix_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(onix_schemas() / "ONIX_BookProduct_3.0_reference.xsd"))


def onix_faults(data: bytes) -> list[str]:
    onix_schema().validate(etree.fromstring(data))
    return [each.message for each in onix_schema().error_log]


def cff_faults(data: bytes) -> list[object]:
    pytest.importorskip("cffconvert")
    schema = json.loads(files_of("cffconvert").joinpath("schemas/1.2.0/schema.json").read_bytes())
    checker = pytest.importorskip("jsonschema").Draft7Validator(schema)
    return list(checker.iter_errors(yaml.load(data, yaml.BaseLoader) | read_numbers(data)))


def read_numbers(data: bytes) -> dict[str, object]:
    """Return what YAML reads as numbers; dates stay words, as the schema has them."""
    told = yaml.safe_load(data)["preferred-citation"]
    plain = yaml.load(data, yaml.BaseLoader)["preferred-citation"]
    numbers = {name: value for name, value in told.items() if isinstance(value, int)}
    return {"preferred-citation": plain | numbers}


VARIED = {
    "bare": {},
    "people": {
        "contributors": tuple(
            Contributor(f"Name {n}", r) for n, r in enumerate("ill dub edt".split())
        )
    },
    "house": {"publisher": "The Very Long Name of a House of Publishers in a Town by the Sea" * 2},
    "odd licence": {"licence": "LicenseRef-Own", "version": "2nd, revised"},
    "old": {"date": dt.date(1871, 1, 2), "description": "A\n\nB <i>c</i>", "subjects": ("a", "a")},
}


@pytest.mark.parametrize("name", ["whole", *VARIED])
def test_a_citation_file_is_one_by_the_schema_of_cff(work: ReleasedWork, name: str) -> None:
    data = citation_file(work if name == "whole" else bare(work, **VARIED[name]))
    assert cff_faults(data) == []
    assert cff_faults(data.replace(b"title:", b"titel:")) != []


def test_a_citation_file_says_what_the_metadata_say(work: ReleasedWork) -> None:
    told = yaml.safe_load(citation_file(work))
    cited = told["preferred-citation"]
    assert told["version"] == "1.0" and told["doi"] == "10.1000/182"
    assert cited["title"] == "Tides & Times: What <water> does" and cited["type"] == "article"
    assert [each["name"] for each in (*cited["authors"], *cited["editors"])] == [
        "Ada Quill",
        "Bo Kay",
    ]
    assert cited["abstract"] == 'Of water: "high" & low.'


@pytest.mark.parametrize("name", ["whole", *VARIED])
def test_an_onix_record_is_one_by_the_schema_of_onix(work: ReleasedWork, name: str) -> None:
    found = work if name == "whole" else bare(work, **VARIED[name])
    data = onix_record(found)
    assert onix_faults(data) == []
    assert onix_faults(data.replace(b"NotificationType", b"Notification")) != []


def test_each_edition_is_a_product_with_its_own_isbn(work: ReleasedWork) -> None:
    data = onix_record(work).decode()
    assert data.count("<Product>") == 2  # the page, and the printed book, which has an ISBN
    assert data.count(">9783161484100<") == data.count(">9780306406157<") == 1
    assert "E105" in data and "<ProductForm>BA" in data


def test_codes_of_languages_are_those_of_onix() -> None:
    lists = etree.parse(onix_schemas() / "ONIX_BookProduct_CodeLists.xsd")
    (known,) = lists.iterfind(".//{*}simpleType[@name='List74']")
    codes = {each.get("value") for each in known.iter("{*}enumeration")}
    assert set(LANGUAGES.values()) <= codes and "und" in codes
    assert len(LANGUAGES) > 50


def test_the_statement_of_provenance_is_one_of_in_toto_and_slsa(work: ReleasedWork) -> None:
    pytest.importorskip("in_toto_attestation")
    from google.protobuf import json_format
    from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
    from in_toto_attestation.v1 import statement, statement_pb2

    told = json.loads(provenance(work, {"tides-1.0.html": b"page"}))
    statement.Statement.copy_from_pb(
        json_format.ParseDict(told, statement_pb2.Statement())
    ).validate()
    json_format.ParseDict(told["predicate"], provenance_pb2.Provenance())
    with pytest.raises(json_format.ParseError):
        json_format.ParseDict({**told["predicate"], "x": 1}, provenance_pb2.Provenance())
    parts = told["predicate"]["buildDefinition"]["resolvedDependencies"]
    assert parts[0] == {"name": "source", "digest": {"gitCommit": COMMIT}}
    assert {"publication/one.md", "wheel/weasyprint"} <= {each["name"] for each in parts}
    times = told["predicate"]["runDetails"]["metadata"]
    assert times["startedOn"] == times["finishedOn"] == "2024-05-06T00:00:00Z"


def test_names_of_editions_carry_the_version_but_beside_a_site(work: ReleasedWork) -> None:
    made = {**work.built.files, "tides-print.pdf": b""}
    built = replace(work.built, files=made)
    assert replace(work, built=built).names() == {
        "tides-1.0.html": "tides.html",
        "tides-1.0-print.pdf": "tides-print.pdf",
    }
    site = Edition("html-site", split="chapters")
    files = {**made, "tides-site/index.html": b"<a href='../tides.html'>"}
    data = replace(work.data, editions=(*work.data.editions, site))
    kept = replace(
        work,
        built=replace(built, files=files),
        config=replace(work.config, metadata=data),
    ).names()
    assert kept == {
        name: name for name in ("tides-print.pdf", "tides-site/index.html", "tides.html")
    }


def test_the_readme_tells_each_file_and_what_was_not_checked(
    work: ReleasedWork, tmp_path: Path
) -> None:
    found, is_faulty = examine_release(work.built, Project(tmp_path, tmp_path, None), None, False)
    others = {"onix.xml": b"", "ERRATA-SINCE-v0.1.md": b""}
    text = bundle_readme(work, {"tides-1.0.html": "tides.html"}, others, found, PLAIN).decode()
    assert not is_faulty and max(map(len, text.splitlines())) <= 100
    for words in ("tides-1.0.html", "onix.xml", "ERRATA-SINCE-v0.1.md", "were not validated"):
        assert words in text
    assert "Validators that have looked: none." in text
