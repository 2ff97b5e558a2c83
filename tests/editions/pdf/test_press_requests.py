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
from octavo.core.messages import receive, send
from octavo.editions.pdf.binding.fragment import FaceUse
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.press import MOST_SHEETS, Press
from octavo.editions.pdf.standards import Source, Standard

LOG = logging.getLogger("weasyprint")
STEPS = logging.getLogger("weasyprint.progress")


class Engine:
    """Stands for ``engine``: pages are the HTML that they were made of, and the sheet's CSS."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.laid: list[str] = []
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

    def render(self, html: str, css: str, files: Mapping[str, bytes], fonts: int, side: str) -> Any:
        self.laid.append(html)
        for n in range(1, 1 + html.count("<hr>")):
            STEPS.info("Step 5 - Creating layout - Page %d", n)
        return SimpleNamespace(pages=[html, css, side])

    def survey(self, pages: list[str]) -> LayoutFacts:
        tall = ("n",) if "tall" in pages[0] else ()
        lines = 2 if "few" in pages[0] else 0
        return LayoutFacts(len(pages), {}, {}, {}, tall, (), (), (), last_lines=lines)

    def pull_proof(self, body: list[str], furniture: list[str]) -> bytes:
        return f"{body} {furniture}".encode()

    def cut_fragment(self, document: Any, slug: str, standard: Standard) -> Any:
        STEPS.info("Step 6 - Creating PDF - Page %d", 1)
        files = {"data": f"{document.pages[0]} {slug} {standard.name}".encode()}
        return SimpleNamespace(fragment=Files(files), is_spelt="spelt" in document.pages[0])

    def cut_furniture(self, document: Any, standard: Standard) -> "Files":
        return Files({"data": f"{document.pages[0]} {standard.name}".encode()})

    def cut_shell(self, document: Any, standard: Standard, source: Source) -> "Files":
        told = [document.pages[0], standard.name, source.epoch, sorted(source.files.items())]
        return Files({"data": str(told).encode()})

    def cut_fonts(self, uses: list[FaceUse], files: Mapping[str, bytes], version: str) -> Any:
        told = f"{[each.tag for each in uses]} {dict(files)} {version}".encode()
        return SimpleNamespace(to_bytes=lambda: told)


class Files:
    """What was cut: named bytes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def to_files(self) -> Mapping[str, bytes]:
        return self._files


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


def ask(press: Press, operation: str, html: str, css: str = "", **more: str) -> dict[str, bytes]:
    told = {"op": operation, "html": html, "css": css, "side": "", **more}
    return press.answer({name: text.encode() for name, text in told.items()})


def layout(press: Press, html: str, css: str = "") -> list[str]:
    """Lay pages out; return what the engine had to say."""
    reply = ask(press, "set", html, css, cut="")
    assert LayoutFacts.from_json(reply["facts"]).pages == 3
    said: list[str] = json.loads(reply["log"])
    return said


def cut(press: Press, html: str, always: bool = False, **more: int) -> dict[str, bytes]:
    told = {"slug": "s", "standard": "a-4", "always": always, **more}
    return ask(press, "set", html, cut=json.dumps(told))


def test_messages_go_over_the_wire_one_after_the_other() -> None:
    stream = io.BytesIO()
    for message in ({"a": b"\x00\n\xff", "b": b""}, {"c": b"1"}):
        send(stream, message)
    stream.seek(0)
    assert [receive(stream) for _ in range(3)] == [{"a": b"\x00\n\xff", "b": b""}, {"c": b"1"}, {}]


def test_a_stream_that_breaks_off_in_a_length_has_ended() -> None:
    assert receive(io.BytesIO(b"\x00\x00\x00")) == {}


def test_pages_that_were_laid_out_last_are_not_laid_out_again(press: Press, engine: Engine) -> None:
    for html in ("one", "one", "other", "one"):
        layout(press, html)
    assert engine.laid == ["one", "other", "one"]
    around = {"around:html": "heads", "around:css": "", "around:side": ""}
    assert b"one" in ask(press, "proof", "one", **around)["facts"]
    assert engine.laid == ["one", "other", "one", "heads"]


def test_pages_on_another_side_are_others(press: Press, engine: Engine) -> None:
    for side in ("left", "right"):
        ask(press, "set", "one", cut="", side=side)
    assert engine.laid == ["one", "one"]


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


def test_a_fragment_is_cut_where_nothing_is_to_be_set_in_another_way(press: Press) -> None:
    assert cut(press, "quiet")["cut:data"] == b"quiet s a-4"
    assert "cut:data" not in cut(press, "tall")
    assert cut(press, "tall", always=True)["cut:data"] == b"tall s a-4"
    assert [bool(cut(press, each)["spelt"]) for each in ("quiet", "spelt")] == [False, True]


def test_of_two_ways_to_set_a_unit_the_one_that_is_wanted_is_cut(
    press: Press, engine: Engine
) -> None:
    assert cut(press, "few", few=1)["cut:data"] == b"few s a-4"
    engine.laid.clear()
    assert "cut:data" not in cut(press, "few", few=2)
    assert "cut:data" not in cut(press, "closer", below=3)
    assert cut(press, "few", always=True)["cut:data"] == b"few s a-4"
    assert engine.laid == ["few", "closer"], "pages stay until it is known which are wanted"
    assert cut(press, "closer", below=4)["cut:data"] == b"closer s a-4"


def test_furniture_shells_and_fonts_are_cut_of_what_is_told(press: Press) -> None:
    assert ask(press, "furniture", "heads", standard="a-3a")["cut:data"] == b"heads a-3a"
    more = {"standard": "a-3a", "epoch": "9", "source:a.md": "# A"}
    told = str(["bare", "a-3a", 9, [("a.md", b"# A")]])
    assert ask(press, "shell", "bare", **more)["cut:data"].decode() == told
    use = FaceUse("AAAAAA", "0f", {}, {}, {}).as_json()
    fonts = {"op": b"fonts", "uses": json.dumps([use]).encode(), "version": b"2.0"}
    assert press.answer({**fonts, "font:0f": b"font"})["fonts"] == b"['AAAAAA'] {'0f': b'font'} 2.0"


def test_pages_are_told_as_they_are_laid_out(engine: Engine) -> None:
    told: list[int] = []
    press = Press(told.append)
    load(press)
    cut(press, "<hr><hr><hr>")
    assert told == [1, 2, 3]
    ask(press, "furniture", "<hr><hr>", standard="")  # laid out as well: nobody waits for that
    assert told == [1, 2, 3]
