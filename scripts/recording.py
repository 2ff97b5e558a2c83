"""Record what a terminal shows of a long build, as one picture that moves.

    python scripts/recording.py [--out FILE] [PUBLICATION]

The build is a real one, of a publication of source/ (the handbook), without the store. What the
live display shows is noted once a second, each view is drawn by rich, and the picture shows one
after the other, faster than they came. It asks for no font and no script; where nothing may move it
shows the end.
"""

import argparse
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from rich.console import Console, Group, RenderableType
from rich.spinner import Spinner
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from octavo.cli.live_display import table_of
from octavo.cli.made_editions import list_editions
from octavo.cli.pace import Pace
from octavo.cli.told_problems import lines_of
from octavo.production.pipeline import Project, build, write

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "source" / "handbook" / "images" / "recording.svg"
COLUMNS = 84
LOOK_S = 1.0
"""Between two looks at the display."""
FILM_S, MOST_VIEWS = 16.0, 60
"""What the picture takes for all that comes before the end, and in how many views."""
END_S = 4.0
"""How long the end stands before all begins again."""
INK = TerminalTheme(
    (250, 248, 243),
    (38, 36, 33),
    [(38, 36, 33), (168, 40, 32), (40, 110, 50), (140, 95, 0), (40, 70, 150), (120, 50, 120),
     (0, 105, 115), (90, 86, 80)],
)  # fmt: skip
"""Dark on light, with the colours of print."""
FRAME = (
    '<g class="{unique_id}-matrix">{matrix}</g>'
    "<!--{styles}|{char_height}|{line_height}|{terminal_width}|{terminal_height}-->"
)
_FRAME = re.compile(r"(.*)<!--(.*)-->", re.DOTALL)

Frame = tuple[float, RenderableType]
"""How many seconds after the beginning, and what was to be seen."""


def main() -> None:
    """Write the picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("publication", nargs="?", default="handbook")
    parser.add_argument("--out", type=Path, default=PICTURE, help="where to write it")
    asked = parser.parse_args()
    frames = record(Project(ROOT, ROOT / "build", None, dict(os.environ)), asked.publication)
    asked.out.write_text(animate(frames), encoding="utf-8")
    print(f"{asked.out}: {len(frames)} views, {asked.out.stat().st_size} bytes")


def record(project: Project, slug: str) -> list[Frame]:
    """Build a publication and write it; return what its terminal showed, and the end."""
    pace, began = Pace(slug), monotonic()
    command = Text.assemble(("$ ", "dim"), f"octavo build {slug}")
    frames: list[Frame] = []

    def look() -> None:
        now = monotonic() - began
        display = snapshot(pace, now)
        frames.append((now, Group(command, display)))

    with _do_repeatedly(look, LOOK_S):
        built = build(replace(project, tell=pace.hear), slug)
        write(built, project)
    editions = list_editions(built, (Path("build") / slug).joinpath, pace)
    count = f", {len(built.problems)} to read" if built.problems else ""
    told = (Text.from_ansi(each) for each in lines_of(built.problems, COLUMNS))
    done = Text.assemble((slug, "bold"), ": ", ("done", "green"), count)
    lines = (command, *told, *(Text(str(each)) for each in editions), done)
    chosen = frames[:: -(-len(frames) // MOST_VIEWS)]
    return [*chosen, (monotonic() - began, Group(*lines))]


def snapshot(pace: Pace, seconds: float) -> Text:
    """Return what the display shows at a moment, as text that stays."""
    spinner = Spinner("dots", style="cyan")
    spinner.start_time = 0.0
    console = Console(width=COLUMNS, force_terminal=True, color_system="truecolor")
    view = table_of(pace, spinner.render(seconds))
    with console.capture() as held:
        console.print(view)
    return Text.from_ansi(held.get())


@contextmanager
def _do_repeatedly(do: Callable[[], None], seconds: float) -> Iterator[None]:
    """Do something again and again, meanwhile."""
    ended = Event()

    def repeat() -> None:
        while not ended.wait(seconds):
            do()

    do()
    thread = Thread(target=repeat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def animate(frames: list[Frame]) -> str:
    """Return one SVG that shows the frames after each other, for ever."""
    drawn = [_draw(view, f"f{n}") for n, (_, view) in enumerate(frames)]
    times = [seconds * FILM_S / frames[-1][0] for seconds, _ in frames]
    whole = FILM_S + END_S
    measures = [[float(each) for each in facts.split("|")[1:]] for _, facts in drawn]
    char_height, _, width, _ = measures[0]
    height = max(each[3] for each in measures) + 24
    styles = "\n".join(
        [
            f"text {{ font: {char_height}px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', "
            "monospace; white-space: pre }",
            ".frame { visibility: hidden }",
            ".frame:last-of-type { visibility: visible }",
            "@media (prefers-reduced-motion: no-preference) {",
            ".frame:last-of-type { visibility: hidden }",
            *_keyframes(times, whole),
            "}",
            *(facts.partition("|")[0] for _, facts in drawn),
        ]
    )
    views = "\n".join(f'<g class="frame" id="v{n}">{svg}</g>' for n, (svg, _) in enumerate(drawn))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 24:.0f} {height:.0f}">\n'
        f"<title>A build of Octavo</title>\n<style>\n{styles}\n</style>\n"
        f'<rect width="100%" height="100%" rx="6" fill="{INK.background_color.hex}"/>\n'
        f'<g transform="translate(12 12)">\n{views}\n</g>\n</svg>\n'
    )


def _keyframes(times: list[float], whole: float) -> Iterator[str]:
    """Yield the rules by which each view is seen from its moment to that of the next."""
    for n, (begin, end) in enumerate(zip(times, [*times[1:], whole], strict=True)):
        first, last = (100 * each / whole for each in (begin, end))
        yield (
            f"@keyframes k{n} {{ 0% {{ visibility: {'visible' if n == 0 else 'hidden'} }} "
            f"{first:.2f}% {{ visibility: visible }} {last:.2f}%, 100% {{ visibility: hidden }} }} "
            f"#v{n} {{ animation: k{n} {whole:.1f}s step-end infinite }}"
        )


def _draw(view: RenderableType, name: str) -> tuple[str, str]:
    """Return the words of a view as SVG, and its styles and measures."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  (a stream, no file)
        console = Console(
            width=COLUMNS, file=nowhere, record=True, force_terminal=True, legacy_windows=False
        )
        console.print(view)
        svg = console.export_svg(theme=INK, code_format=FRAME, unique_id=name)
    match = _FRAME.fullmatch(svg)
    assert match is not None
    words = re.sub(r' clip-path="[^"]*"', "", match[1])
    return words, match[2]


if __name__ == "__main__":
    main()
