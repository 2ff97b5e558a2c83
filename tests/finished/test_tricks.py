"""No trick of a stranger's template goes unseen, whatever page, book or list it stands in."""

import io
import zipfile

import pytest
from tricks import BODY, STARTS, XML, filled

from octavo.finished.finished_files import FinishedFiles
from octavo.finished.loads import faults_of_page, loads_of_epub, loads_of_html, loads_of_page
from octavo.finished.page_policy import begins_soundly, with_policy

PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>A</title>\n</head>\n'
    "<body>\n{}\n</body></html>"
)
ADDRESS = "http://x.invalid/a"


def page(body: str) -> bytes:
    return with_policy(PAGE.replace("{}", body)).encode()


def test_a_page_without_a_trick_is_sound() -> None:
    assert (
        list(faults_of_page(page("<p>Words of url(http://x), @import and javascript:</p>"))) == []
    )
    assert len(BODY) + len(STARTS) + len(XML) >= 226


@pytest.mark.parametrize("name", BODY)
def test_a_trick_in_a_page_or_a_site_is_told(name: str) -> None:
    files = FinishedFiles({"a": page(filled(BODY[name], ADDRESS))})
    assert list(loads_of_html(files, "a"))
    assert list(loads_of_page(files, "a"))


@pytest.mark.parametrize("name", STARTS)
def test_a_trick_before_the_policy_is_told(name: str) -> None:
    before, after = STARTS[name]
    text = PAGE.replace(before, filled(after, ADDRESS), 1)
    assert list(faults_of_page(with_policy(text).encode()))


@pytest.mark.parametrize("name", XML)
def test_a_trick_in_a_book_is_told(name: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        text = filled(XML[name], ADDRESS)
        archive.writestr("EPUB/a.xhtml", text.encode("utf-16" if name == "utf-16" else "utf-8"))
    assert list(loads_of_epub(FinishedFiles({"a": target.getvalue()}), "a"))


@pytest.mark.parametrize(
    "shell",
    [
        "<!doctype html><html><head><meta charset=utf-8><title>x</title>",
        "<!DOCTYPE HTML>\n<!-- by A -->\n<HTML lang=en dir='ltr'>\n<HEAD>\n<meta charset='x'>",
        PAGE.replace("<head>", "<head><title><meta charset=iso-2022-jp></title>"),
        with_policy(PAGE),
    ],
)
def test_every_shell_gets_its_policy_once_behind_its_encoding(shell: str) -> None:
    made = with_policy(shell)
    assert begins_soundly(made.encode())
    assert with_policy(made) == made
    assert made.lower().count("content-security-policy") == 1
    assert made.index('charset="utf-8"') < made.index("Content-Security") < made.index(shell[-9:])


def test_the_policy_names_our_script_and_no_other() -> None:
    made = with_policy(PAGE.replace("{}", "<script>ours()</script>"), script="ours()")
    assert list(faults_of_page(made.encode(), "ours()")) == []
    assert list(faults_of_page(made.encode())) != []
    other = made.replace("ours()", "others()")
    assert list(faults_of_page(other.encode(), "ours()")) == ["holds a script"]


def test_an_encoding_so_far_below_that_browsers_do_not_look_there_is_told() -> None:
    made = with_policy(PAGE.replace('lang="en"', f'class="{"x" * 1024}"')).encode()
    assert not begins_soundly(made)
