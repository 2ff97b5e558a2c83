"""A publication -> its pictures by address, in its folder and pinned, and what is to be told."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from octavo.core.address_forms import host_of
from octavo.core.download import Bounds, NotDownloaded, download
from octavo.core.problems import Problem, in_order, stop_on_errors
from octavo.core.progress import Progress
from octavo.core.refusals import refusals
from octavo.core.workshop import Workshop
from octavo.editions.registry import Formats
from octavo.fetch.host_rounds import Answer, Ask, ask_hosts
from octavo.fetch.picture_shelf import PictureShelf
from octavo.fetch.wanted_pictures import WantedPictures, find_wanted
from octavo.pictures.found import BadPicture
from octavo.pictures.picture import picture_of
from octavo.pictures.picture_pins import CHANGED, PicturePin, PicturePins, read_pins
from octavo.production.pipeline import Project, prefix_of, tell_from, tell_problem, workshop_of
from octavo.source.config.configuration import look_at_config

FAULT, UNSHOWN = "E283", "E129"
MOST_BYTES = 25_000_000
MOST_BYTES_IN_ALL = 500_000_000
MOST_PICTURES = 2_000
"""New pictures of one run; a second run goes on."""
ACCEPTS = "image/png,image/jpeg,image/gif,image/webp,image/svg+xml,*/*;q=0.1"
_DRAWING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+(?:[\w.-]+:)?svg\b"
    rb"[^>\[]*(?:\[.*?\]\s*)?>)\s*)*+<(?:[\w.-]+:)?svg[\s/>]",
    re.DOTALL,
)
"""How an SVG begins, whatever it is called: with notes and a document type before its root."""
_PAGE = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
PAGE = "name the address of the picture itself: in a browser, copy it from the picture's own menu"
AGAIN, PRIVATE, PRUNE = "--again", "--allow-private", "--prune"


@dataclass(frozen=True, slots=True)
class FetchWish:
    """What is wanted of a fetch besides what is missing."""

    again: bool = False
    """Whether what is there is fetched anew."""
    prunes: bool = False
    """Whether pictures go that no text shows any more."""
    allows_private: bool = False


@dataclass(frozen=True, slots=True)
class ShelvedPicture:
    """What became of one picture."""

    address: str
    file: str
    """Told as the places of problems are."""
    sha256: str
    state: str
    """fetched, kept, unchanged, changed or removed."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a publication's pictures by address."""

    folder: str
    pictures: tuple[ShelvedPicture, ...] = ()
    problems: tuple[Problem, ...] = ()

    def count(self, state: str) -> int:
        return sum(each.state == state for each in self.pictures)


def fetch_pictures(project: Project, slug: str, wish: FetchWish, ask: Ask = download) -> Fetched:
    """Fetch the pictures that a publication's texts name by address, and pin them.

    What is pinned stays as it is unless ``wish`` says so. Raises BuildFailed where nothing can be
    fetched at all. Problems: E129 (notice: pictures that no text shows), E281 (a file that is not
    what was fetched), E282 (a lock that is none), E283 (what cannot be fetched).
    """
    with tell_from(project, slug):
        workshop = workshop_of(project, slug)
        config = look_at_config(workshop, slug, Formats())
        pins = read_pins(workshop, config)
        stop_on_errors(pins.problems)
        wanted = find_wanted(workshop, config)
        run = _Run(workshop, pins, wanted, wish)
        with refusals(run.shelf.folder):
            run.fetch(ask)
    problems = tuple(tell_problem(project, slug, each) for each in in_order(run.problems))
    prefix = str(PurePosixPath(prefix_of(project, slug), pins.folder))
    pictures = [
        ShelvedPicture(each.address, f"{prefix}/{each.file}", each.sha256, state)
        for each, state in run.done
    ]
    return Fetched(prefix, tuple(sorted(pictures, key=lambda each: each.address)), problems)


@dataclass(slots=True)
class _Run:
    """One run over a publication."""

    workshop: Workshop
    pins: PicturePins
    wanted: WantedPictures
    wish: FetchWish
    shelf: PictureShelf = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    done: list[tuple[PicturePin, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shelf = PictureShelf(self.workshop, self.pins)

    def fetch(self, ask: Ask) -> None:
        """Fetch what is missing, and what is wished; then look at what no text shows."""
        self.problems += self.wanted.problems
        missing = [address for address in self.wanted.by_address if self._is_missing(address)]
        faults: dict[str, NotDownloaded] = {}
        for answer in self._answers(missing, ask):
            if answer.fault is not None:
                faults[answer.address] = answer.fault
            else:
                self._take(answer)
        self.problems += self._tell_faults(faults)
        self._look_at_unshown()

    def _is_missing(self, address: str) -> bool:
        """Tell whether an address is to be asked; note what need not be, or must not."""
        pin = self.shelf.pin(address)
        stands = None if pin is None else self.shelf.stands(pin)
        if pin is None or stands is None or self.wish.again:
            return True
        if stands:
            self.done.append((pin, "kept"))
            return False
        hint = f"{self.pins.command(AGAIN)} fetches it anew; a picture of yours wants another name"
        message = f"{self.pins.folder}/{pin.file} is not what was fetched: its digest is another"
        self.problems.append(Problem(CHANGED, self.pins.place(pin), message, hint))
        return False

    def _answers(self, missing: list[str], ask: Ask) -> Iterator[Answer]:
        """Yield what addresses give, until a run has had enough."""
        bounds = Bounds(
            MOST_BYTES,
            schemes=("https", "http"),
            allows_private=self.wish.allows_private,
            accepts=ACCEPTS,
        )
        asked, size, count = missing[:MOST_PICTURES], 0, 0
        for count, answer in enumerate(ask_hosts(asked, bounds, ask), 1):
            yield answer
            told = Progress("fetching pictures", "", count, len(asked), "pictures")
            self.workshop.tell(told)
            size += len(answer.data)
            if size > MOST_BYTES_IN_ALL:
                break
        if left := len(missing) - count:
            message = f"{left} pictures are left: one run fetches no more at once"
            hint = f"{self.pins.command()} goes on"
            self.problems.append(self.wanted.problem(missing[-1], FAULT, message, hint))

    def _take(self, answer: Answer) -> None:
        """Keep what an address gave, if it is a picture and the one that was pinned."""
        address, before = answer.address, self.shelf.pin(answer.address)
        name = "picture.svg" if _DRAWING.match(answer.data) else "picture.png"
        try:
            asset = picture_of(self.workshop, name, answer.data).asset
        except BadPicture as fault:
            reason = _plain_words(fault.message.replace(name, "what it holds"))
            hint = PAGE if _PAGE.match(answer.data) else fault.hint
            self._tell(address, f"{address} cannot be used: {reason}", hint)
            return
        if before is not None and not self.wish.again and not before.holds(answer.data):
            message = f"{address} holds another picture today than the one that was pinned"
            self._tell(address, message, f"{self.pins.command(AGAIN)} takes the one of today")
            return
        kept = self.shelf.put(address, answer.data, asset.media_type, self.wish.again)
        if isinstance(kept, Problem):
            self.problems.append(kept)
            return
        self.done.append((kept, _state(before, kept)))

    def _tell(self, address: str, message: str, hint: str) -> None:
        self.problems.append(self.wanted.problem(address, FAULT, message, hint))

    def _tell_faults(self, faults: dict[str, NotDownloaded]) -> Iterator[Problem]:
        """Yield why addresses gave nothing: of a host that gave nothing at all one message."""
        order = [address for address in self.wanted.by_address if address in faults]
        hosts = Counter(host_of(each) for each in order if faults[each].is_of_host)
        told: set[str] = set()
        for address in order:
            fault, host = faults[address], host_of(address)
            count = hosts[host]
            if count < 2:
                message = f"{address} cannot be fetched: {fault}"
                yield self.wanted.problem(address, FAULT, message, self._hint(fault))
            elif host not in told:
                told.add(host)
                message = f"{count} pictures of {host} cannot be fetched: {fault}"
                yield self.wanted.problem(address, FAULT, message, self._hint(fault))

    def _hint(self, fault: NotDownloaded) -> str:
        if fault.is_private:
            return f"if you trust it: {self.pins.command(PRIVATE)}"
        if fault.is_of_host or fault.is_slow:
            return f"look at the network, then run {self.pins.command()} again; what is there stays"
        return "look at the address in a browser, or copy the picture into the publication"

    def _look_at_unshown(self) -> None:
        """Tell what no text shows any more, or take it away; what texts that could not be read show
        nobody knows."""
        unshown = self.shelf.find_unshown(self.wanted.by_address)
        if self.wanted.problems:
            return
        if self.wish.prunes:
            self.shelf.drop(unshown)
            self.done += [(pin, "removed") for pin in unshown]
        elif unshown:
            first, *others = (f"{self.pins.folder}/{pin.file}" for pin in unshown)
            more = f", nor {len(others)} more of its folder" if others else ""
            message = f"nothing shows the picture {first}{more}"
            hint = f"{self.pins.command(PRUNE)} takes away what no text shows"
            place = self.pins.place(unshown[0])
            self.problems.append(Problem(UNSHOWN, place, message, hint, "notice"))


def _plain_words(told: str) -> str:
    """Return words that may cite a stranger's file, without signs that would change how a terminal
    shows the rest."""
    return "".join(sign if sign.isprintable() else "?" for sign in told)


def _state(before: PicturePin | None, kept: PicturePin) -> str:
    if before is None:
        return "fetched"
    return "unchanged" if before.sha256 == kept.sha256 else "changed"
