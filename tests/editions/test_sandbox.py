"""What templates cannot do: ask the world, change what they are told, or use what nobody told."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from small_works import DATE, work

from octavo.editions.units.facts import EditionName
from octavo.editions.units.sandbox import CODE, Sandbox
from octavo.markup.tree import new
from octavo.model.metadata import Edition, Series
from octavo.model.publication import Chapter, Text

TOLD = {
    "metadata": work(series=Series("Shores")).config.metadata,
    "edition": EditionName(Edition("pdf-print"), "0123456789ab"),
    "words": {"contents": "Contents"},
    "chapter": Chapter(Text("a.md", "Words."), "a", "chapter", "body", new("body", "Words.")),
}


def filled(text: str) -> str:
    return Sandbox(lambda name: text).get_template("x").render(TOLD)


def test_a_template_is_compiled_once_and_anew_when_it_has_changed() -> None:
    before = dict(CODE._codes)
    first, second = (filled("{{ metadata.title|upper }} once") for _ in range(2))
    assert first == second == "WORK once"
    assert len(CODE._codes) == len(before) + 1
    assert filled("{{ metadata.title|lower }} once") == "work once"


@pytest.mark.parametrize(
    "text",
    [
        "{{ metadata.date.today() }}",
        "{{ metadata.date.fromtimestamp(0) }}",
        "{{ metadata.date.strftime('%c') }}",
        "{{ (metadata.date|attr('today'))() }}",
        "{{ ([metadata.date]|map(attribute='today')|first)() }}",
        "{{ metadata.date['today']() }}",
        "{{ '{0.date.today}'.format(metadata) }}",
        "{{ (metadata.date - metadata.date).total_seconds.__self__ }}",
        "{{ metadata.__pydantic_config__ }}",
        "{{ metadata.__class__.__mro__ }}",
        "{{ edition._edition }}",
        "{{ edition.name.__class__ }}",
    ],
)
def test_a_template_asks_nothing_beyond_what_it_is_told(text: str) -> None:
    with pytest.raises(SecurityError, match="unsafe"):
        filled(text)


@pytest.mark.parametrize("text", ["{{ [1, 2]|random }}", "{{ lipsum() }}"])
def test_a_template_says_nothing_by_chance(text: str) -> None:
    with pytest.raises(TemplateError, match=r"random|lipsum"):
        filled(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ words.update({'contents': 'x'}) }}",
        "{{ words.clear() }}",
        "{% set metadata.title = 1 %}",
    ],
)
def test_a_template_changes_nothing(text: str) -> None:
    with pytest.raises((SecurityError, TemplateError)):
        filled(text)
    assert TOLD["words"] == {"contents": "Contents"}


def test_a_date_tells_what_it_is() -> None:
    text = "{{ metadata.date }} {{ metadata.date.year }} {{ metadata.date.isoformat() }}"
    assert filled(text) == f"{DATE} 2024 {DATE}"
    assert filled("{{ metadata.date.month }}/{{ metadata.date.day }}") == "5/1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ metadata.titel }}", "metadata has no 'titel': did you mean title?"),
        ("{% if metadata.titel %}{% endif %}", "metadata has no 'titel': did you mean title?"),
        ("{{ metadata.identifiers.dio }}", "identifiers has no 'dio': did you mean doi?"),
        ("{{ metadata.series.nummer }}", "series has no 'nummer': did you mean number?"),
        ("{{ edition.variante }}", "edition has no 'variante': did you mean variant?"),
        ("{{ metadata.qqq }}", "metadata has no 'qqq'"),
        ("{{ titel }}", "'titel' is undefined"),
        ("{{ words.contnts }}", "'dict object' has no attribute 'contnts'"),
        ("{{ metadata[0] }}", "metadata has no 0"),
    ],
)
def test_a_name_that_nobody_told_is_told_with_what_it_was_asked_of(text: str, message: str) -> None:
    with pytest.raises(UndefinedError) as caught:
        filled(text)
    assert str(caught.value) == message


@dataclass(frozen=True)
class Foreign:
    kind: str = ""


def test_of_a_thing_that_is_not_ours_no_name_is_guessed() -> None:
    with pytest.raises(UndefinedError, match="has no attribute 'kid'"):
        Sandbox(lambda name: "{{ each.kid }}").get_template("x").render(each=Foreign())


@pytest.mark.parametrize(
    "text",
    [
        '{{ chapter.body.getroottree().write("%s") }}',
        '{{ (chapter|attr("body")).getroottree().write("%s") }}',
        '{{ ([chapter]|map(attribute="body")|first).getroottree().write("%s") }}',
        '{{ chapter["body"].getroottree().write("%s") }}',
        '{% set c = [chapter] %}{{ c[0].body.getroottree().write("%s") }}',
        '{{ "{0.body}".format(chapter, "%s") }}',
        '{{ chapter.text.problem("E1", "%s", "") }}',
    ],
)
def test_a_template_reaches_no_tree_by_which_a_file_could_be_written(
    text: str, tmp_path: Path
) -> None:
    with pytest.raises((SecurityError, TypeError, UndefinedError)):
        filled(text.replace("%s", str(tmp_path / "owned")))
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    "text",
    [
        "{{ words.items }}",
        "{{ words.items|string }}",
        "{{ words.items ~ '' }}",
        "{{ '%s'|format(words.items) }}",
        "{{ '{}'.format(words.items) }}",
        "{{ [words.items]|pprint }}",
        "{{ [words.items]|join }}",
        "{{ 'a'.upper|upper }}",
        "{{ cycler('a') }}",
        "{{ cycler('a')|string }}",
        "{{ joiner()|string }}",
        "{% block a %}{{ super }}{% endblock %}",
    ],
)
def test_nothing_that_lies_in_memory_becomes_words(text: str) -> None:
    with pytest.raises((TypeError, TemplateError)):
        filled(text)


def test_what_templates_make_themselves_works_as_it_did() -> None:
    text = "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}"
    assert filled(text) == "aba"
    assert filled("{% set j = joiner('-') %}{{ j() }}{{ j() }}") == "-"
    assert filled("{% for key, word in words.items() %}{{ key.upper() }}{% endfor %}") == "CONTENTS"
    assert filled("{% set n = namespace(a=1) %}{{ n.a }}{{ [1, 2]|map('string')|join }}") == "112"
    assert (
        filled("{{ [3, 1]|reverse }} {{ 'ab'|batch(1) }}")
        == "[1, 3] [[&#39;a&#39;], [&#39;b&#39;]]"
    )


EVERYTHING = """
from test_sandbox import TOLD
from octavo.editions.units.sandbox import CODE, Sandbox
one = Sandbox(lambda name: None)
names = [*one.globals, *TOLD]
asks = [f"{{{{ {name} }}}}" for name in names] + [f"{{{{ {name}() }}}}" for name in names]
values = ("'a b'", "[2, 1]", "words", "metadata", "chapter", "edition", "words.items", "3")
asks += [f"{{{{ {value}|{name} }}}}" for name in one.filters for value in values]
asks += [f"{{{{ {value}|{name}|string|length }}}}" for name in one.filters for value in values]
asks += [f"{{{{ {each} }}}}" for name in TOLD for each in (f"{name}|list", f"{name}|pprint")]
for ask in asks:
    try:
        print(ask, ascii(one.from_string(ask).render(TOLD)))
    except Exception as error:
        print(ask, type(error).__name__)
"""


def test_every_name_and_filter_says_the_same_in_every_process() -> None:
    said = []
    for seed in ("1", "2"):
        environ = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        ended = subprocess.run(
            [sys.executable, "-c", EVERYTHING], env=environ, capture_output=True, text=True
        )
        assert ended.returncode == 0, ended.stderr
        said.append(ended.stdout.splitlines())
    assert len(said[0]) > 800
    assert [pair for pair in zip(*said, strict=True) if pair[0] != pair[1]] == []
    assert not [line for line in said[0] if " at 0x" in line]
