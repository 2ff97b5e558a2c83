"""What the command is called that fetches pictures by address, and where it puts them."""

from shlex import quote

COMMAND = "octavo fetch"
FOLDER = "fetched"
"""In a publication's folder; of a file by itself NAME.fetched beside it."""
LOCK = "pictures.lock"


def fetch_command(publication: str, *options: str) -> str:
    """Return the command that fetches the pictures of a publication."""
    return " ".join((COMMAND, *options, quote(publication)))
