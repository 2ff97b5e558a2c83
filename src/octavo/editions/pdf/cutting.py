"""When a fragment is cut of pages that were laid out."""

from dataclasses import dataclass

from octavo.editions.pdf.layout_facts import LayoutFacts


@dataclass(frozen=True, slots=True)
class Cutting:
    """That a fragment is to be cut of the pages of a unit."""

    slug: str
    """What stands before ids of structure elements."""
    standard: str = ""
    always: bool = True
    """False: only where nothing on the pages is to be set in another way, and as follows."""
    few: int = 0
    """Not where the last page has no more lines than these."""
    below: int = 0
    """Only where there are fewer pages than these, 0 for however many. The pages that were laid out
    before stay, until it is known which are wanted."""

    def wants(self, facts: LayoutFacts) -> bool:
        """Tell whether the fragment of pages with these facts is wanted."""
        if self.always:
            return True
        is_less = not self.below or facts.pages < self.below
        return facts.is_quiet and is_less and not facts.leaves_few(self.few)
