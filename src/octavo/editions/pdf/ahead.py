"""Two presses side by side: one lays pages out, the other those that will most likely come next.

A second pass differs from the first by its page numbers, which are those of the build before unless
text went overleaf. Where the guess is right, its pages are those that the pass would have given:
the same HTML, laid out alike. Where it is wrong, nobody asks for it.
"""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from octavo.core.inputs import Inputs
from octavo.editions.pdf.addresses import NUMBER
from octavo.editions.pdf.standards import Source
from octavo.editions.pdf.worker import NO_FONTS, Laid, Worker


@dataclass(frozen=True, slots=True)
class _Guess:
    html: str
    css: str
    laid: Future[Laid]


class Ahead(Worker):
    """A press with a second one that works ahead; for builds that follow each other."""

    def __init__(self, inputs: Inputs, epoch: int) -> None:
        super().__init__(inputs, epoch)
        self._second = Worker(inputs, epoch)
        self._pool = ThreadPoolExecutor(1)
        self._guess: _Guess | None = None
        self._numbers: dict[str, str] = {}
        self._is_first = True
        self.guessed_right = 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        self._second.__exit__(kind, error, trace)
        self._pool.shutdown(cancel_futures=True)

    @property
    def is_running(self) -> bool:
        return super().is_running and self._second.is_running

    def stop(self) -> None:
        """End both presses at once."""
        super().stop()
        self._second.stop()

    def load(
        self, files: Mapping[str, bytes], fonts: Mapping[str, bytes] = NO_FONTS
    ) -> dict[str, str]:
        """Hand the files of a new build to both."""
        self._guess, self._is_first = None, True
        second = self._pool.submit(self._second.load, files, fonts)
        facts = super().load(files, fonts)
        second.result()
        return facts

    def layout(self, html: str, css: str, keep: bool = True) -> Laid:
        """Lay pages out, or take what has been laid out ahead."""
        guess = self._guess
        if guess is not None and (guess.html, guess.css) == (html, css):
            self._guess = None
            self.guessed_right += 1
            laid = guess.laid.result()
        else:
            if self._is_first:
                self._look_ahead(html, css)
            laid = super().layout(html, css, keep)
        self._is_first = False
        self._numbers = {name: number for _, name, number, _ in NUMBER.findall(html)}
        return laid

    def _look_ahead(self, html: str, css: str) -> None:
        """Let the second press lay out what the next pass will ask for, if numbers stay."""
        known = self._numbers
        guess = NUMBER.sub(lambda m: f"{m[1]}{known.get(m[2], m[3])}{m[4]}", html)
        if guess != html:
            self._guess = _Guess(guess, css, self._pool.submit(self._second.layout, guess, css))

    def write(
        self,
        laid: Laid,
        html: str,
        css: str,
        numbering: list[list[Any]],
        standard: str = "",
        source: Source | None = None,
    ) -> tuple[bytes, tuple[str, ...]]:
        """Put furniture on pages, by the press that keeps them."""
        if self._second.holds(laid):
            return self._second.write(laid, html, css, numbering, standard, source)
        return super().write(laid, html, css, numbering, standard, source)

    def proof(self, laid: Laid, html: str, css: str) -> bytes:
        """Return the proof of pages, by the press that keeps them."""
        if self._second.holds(laid):
            return self._second.proof(laid, html, css)
        return super().proof(laid, html, css)
