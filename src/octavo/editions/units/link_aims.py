"""Links inside a publication, led to where an edition has their targets: the one place for it."""

from collections.abc import Callable, Collection, Mapping

from octavo.markup.tree import Element, elements


def aim_links(tree: Element, address: Callable[[str], str]) -> None:
    """Lead each link to an id where ``address`` says that it stands, in place."""
    for link in elements(tree, "a"):
        href = link.get("href") or ""
        if href.startswith("#"):
            link.set("href", address(href.removeprefix("#")))


def within_files(home: Mapping[str, str], here: str) -> Callable[[str], str]:
    """Return addresses as a file has them: ids stand in the files that ``home`` tells."""

    def address(name: str) -> str:
        file = home.get(name, here)
        return f"#{name}" if file == here else f"{file}#{name}"

    return address


def within_units(own: Collection[str], elsewhere: str) -> Callable[[str], str]:
    """Return addresses as a unit has them: ids of others follow the address ``elsewhere``."""

    def address(name: str) -> str:
        return f"#{name}" if name in own else f"{elsewhere}{name}"

    return address
