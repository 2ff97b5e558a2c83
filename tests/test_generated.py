"""Any publication builds with its words kept, or is refused with a problem: made-up ones say so.

A few here, the same on every machine; ``nox -s fuzz`` tries as many as it is asked to.
"""

import time
from collections.abc import Iterator

import pytest
from generated import Document, sound
from generated_faults import broken
from hypothesis import HealthCheck, Phase, given, settings
from trial import Trials, Verdict

few = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # nox -s fuzz makes a fault's document smaller
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    with Trials(tmp_path_factory.mktemp("trials"), limit_s=120) as found:
        yield found


@pytest.mark.long
@few
@given(document=sound())
def test_a_sound_document_builds_with_every_word_in_each_edition(
    document: Document, trials: Trials
) -> None:
    verdict = trials(document)
    assert not verdict.fault, verdict.told


@pytest.mark.long
@few
@given(document=broken())
def test_a_broken_document_builds_or_is_refused_with_a_problem(
    document: Document, trials: Trials
) -> None:
    verdict = trials(document)
    assert not verdict.fault, verdict.told


def plain(text: str, **others: str) -> Document:
    head = "octavo: 1\ntitle: Work\nlanguage: en-GB\ndate: 2024-05-01\nbody: [text.md]\n"
    return Document({"publication.yaml": head, "text.md": text, **others})


def test_the_trial_notices_a_word_that_no_edition_has(trials: Trials) -> None:
    from generated_text import Mark

    document = plain("One w0000q.\n\n<!-- w0001q -->\n\n/// only | pdf\nw0002q\n///\n")
    marks = (Mark("w0000q", "text"), Mark("w0001q", "text"), Mark("w0002q", "text"))
    verdict = trials(Document(document.files, marks))
    assert verdict.fault == "words lost of a text in html"
    assert "w0000q" not in verdict.told
    assert [f"w0002q {format}" in verdict.told.replace("'", "") for format in ("pdf",)] == [False]


def test_the_trial_notices_a_refusal_that_is_wrong_or_missing(trials: Trials) -> None:
    assert trials(plain("Words.\n\n[^1]: A note.")).fault == "refused with ['E216']"
    wanted = Document(plain("Words.").files, must=frozenset({"E216"}))
    assert trials(wanted).fault == "built in spite of ['E216']"
    assert trials(
        Document(plain("Words.\n\n[^1]: A note.").files, must=frozenset({"E216"}))
    ) == Verdict(frozenset({"E216"}))


def test_the_trial_stops_a_document_that_takes_too_long(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Trials(tmp_path_factory.mktemp("slow"), limit_s=0.1) as trials:
        monkeypatch.setattr(trials, "_tried", lambda document: time.sleep(30))
        assert trials(plain("Words.")).fault == "TookTooLong"
