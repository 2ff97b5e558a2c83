"""The press's own end of the talk, with an engine that sets nothing."""

import io
import json
import logging
import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

import octavo.editions.pdf
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.press import MOST_SHEETS, Press, receive, send
from octavo.editions.pdf.standards import Source, Standard

LOG = logging.getLogger("weasyprint")
STEPS = logging.getLogger("weasyprint.progress")


class Engine:
    """Stands for ``engine``: pages are the HTML that they were made of, and the sheet's CSS."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.fonts = 0

    def FontConfiguration(self) -> int:
        self.fonts += 1
        return self.fonts

    def versions(self) -> dict[str, str]:
        return {"engine": "0"}

    def sheet(self, css: str, files: Mapping[str, bytes], fonts: int) -> str:
        self.read.append(css)
        if "colour" in css:
            LOG.warning("unknown property colour")
        return f"{css} {sorted(files)} {fonts}"

    def render(self, html: str, css: str, files: Mapping[str, bytes], fonts: int) -> Any:
        for n in range(1, 1 + html.count("<hr>")):
            STEPS.info("Step 5 - Creating layout - Page %d", n)
        return SimpleNamespace(pages=[html, css])

    def survey(self, pages: list[str]) -> LayoutFacts:
        return LayoutFacts(len(pages), {}, {}, {}, (), (), (), (), (), {})

    def pull_proof(self, body: list[str], furniture: list[str]) -> bytes:
        return f"{body} {furniture}".encode()

    def write_pdf(
        self, body: Any, sheets: Any, labels: object, standard: Standard, source: Source
    ) -> bytes:
        STEPS.info("Step 6 - Creating PDF - Page %d", 1)
        told = [body.pages[0], sheets.pages[0], labels, standard.name, source.epoch]
        return json.dumps(
            [*told, {name: str(data) for name, data in source.files.items()}]
        ).encode()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    found = Engine()
    monkeypatch.setitem(sys.modules, "octavo.editions.pdf.engine", found)  # type: ignore[arg-type]
    monkeypatch.setattr(octavo.editions.pdf, "engine", found, raising=False)
    monkeypatch.setattr(LOG, "handlers", [])
    monkeypatch.setattr(LOG, "propagate", True)
    monkeypatch.setattr(STEPS, "handlers", [])
    return found


@pytest.fixture
def press(engine: Engine) -> Press:
    return Press()


def load(press: Press, fonts: str = "[]", **files: bytes) -> None:
    named = {f"file:{name}": data for name, data in files.items()}
    press.answer({"op": b"load", "fonts": fonts.encode(), **named})


def layout(press: Press, html: str, css: str = "", keep: bool = True) -> list[str]:
    """Lay pages out; return what the engine had to say."""
    request = {"op": b"layout", "html": html.encode(), "css": css.encode()}
    reply = press.answer({**request, "keep": b"1" if keep else b""})
    assert LayoutFacts.from_json(reply["facts"]).pages == 2
    said: list[str] = json.loads(reply["log"])
    return said


def proof(press: Press) -> str:
    return press.answer({"op": b"proof", "html": b"heads", "css": b""})["facts"].decode()


def test_messages_go_over_the_wire_one_after_the_other() -> None:
    stream = io.BytesIO()
    for message in ({"a": b"\x00\n\xff", "b": b""}, {"c": b"1"}):
        send(stream, message)
    stream.seek(0)
    assert [receive(stream) for _ in range(3)] == [{"a": b"\x00\n\xff", "b": b""}, {"c": b"1"}, {}]


def test_a_stream_that_breaks_off_in_a_length_has_ended() -> None:
    assert receive(io.BytesIO(b"\x00\x00\x00")) == {}


def test_pages_that_are_not_to_be_kept_leave_those_that_are(press: Press) -> None:
    layout(press, "whole")
    layout(press, "part", keep=False)
    assert "whole" in proof(press)
    layout(press, "other")
    assert "other" in proof(press)


def test_a_style_sheet_is_read_once_and_what_is_said_of_it_is_said_again(engine: Engine) -> None:
    press = Press()  # here: the log that tests must leave empty hears what an earlier one says
    said = [layout(press, "x", css) for css in ("colour: red", "", "colour: red")]
    assert said == [["unknown property colour"], [], ["unknown property colour"]]
    assert engine.read == ["colour: red", ""]


def test_the_oldest_style_sheet_goes_where_there_are_many(press: Press, engine: Engine) -> None:
    sheets = [str(n) for n in range(MOST_SHEETS + 1)]
    for css in [*sheets, sheets[-1], sheets[1], sheets[0]]:
        layout(press, "x", css)
    assert engine.read == [*sheets, sheets[0]]


def test_style_sheets_are_read_anew_with_other_files_and_fonts_only(
    press: Press, engine: Engine
) -> None:
    for fonts, files in (("[]", {"a": b"1"}), ("[]", {"a": b"1"}), ("[]", {"a": b"2"})):
        load(press, fonts, **files)
        layout(press, "x", "s")
    assert (engine.read, engine.fonts) == (["s", "s"], 1)
    load(press, '["more.ttf"]', a=b"2")
    layout(press, "x", "s")
    assert (len(engine.read), engine.fonts) == (3, 2)


def test_what_is_written_has_the_pages_that_were_kept_and_all_that_is_told(press: Press) -> None:
    layout(press, "kept")
    told = {"labels": [[0, "D", 1]], "standard": "a-3a", "epoch": 9}
    request = {"op": b"write", "html": b"heads", "css": b"", "told": json.dumps(told).encode()}
    reply = press.answer({**request, "source:a.md": b"# A"})
    assert json.loads(reply["pdf"]) == [
        "kept",
        "heads",
        [[0, "D", 1]],
        "a-3a",
        9,
        {"a.md": "b'# A'"},
    ]


def test_pages_are_told_as_they_are_laid_out_and_as_they_are_written(engine: Engine) -> None:
    told: list[int] = []
    press = Press(told.append)
    load(press)
    layout(press, "<hr><hr><hr>")
    assert told == [1, 2, 3]
    furniture = {"html": b"<hr><hr><hr>", "css": b""}  # laid out as well: nobody waits for that
    orders = json.dumps({"labels": [], "standard": "", "epoch": 0}).encode()
    press.answer({"op": b"write", **furniture, "told": orders})
    assert told == [1, 2, 3, 1]
