"""What templates cannot do: ask the world, change what they are told, or use what nobody told."""

from dataclasses import dataclass

import pytest
from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from small_works import DATE, work

from octavo.editions.units.facts import EditionName
from octavo.editions.units.sandbox import Sandbox
from octavo.model.metadata import Edition, Series

TOLD = {
    "metadata": work(series=Series("Shores")).config.metadata,
    "edition": EditionName(Edition("pdf-print"), "0123456789ab"),
    "words": {"contents": "Contents"},
}


def filled(text: str) -> str:
    return Sandbox(lambda name: text).get_template("x").render(TOLD)


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
