"""Which addresses the links of an edition may have, and how browsers read one: one list for all.

A link is followed when somebody wants it; what it names must be a thing of the world that no
program of the reader's runs, and no file of the reader's own.
"""

import re

SCHEMES = tuple("http https ftp mailto tel sms geo sip sips xmpp urn doi".split())
"""What may stand before the colon."""
BEGINNINGS = tuple(
    f"{name}://" if name in ("http", "https", "ftp") else f"{name}:" for name in SCHEMES
)
"""How such addresses begin when they are sound."""
HINT = f"links lead to a chapter, to #id, or to an address with {', '.join(SCHEMES)}"
_AROUND = "".join(map(chr, range(0x21)))
_LEFT_OUT = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def as_browsers_read(address: str) -> str:
    """Return an address without the signs that browsers leave out of it, with their slashes.

    Rule: URL Standard, section 4.4 (basic URL parser).
    """
    return address.strip(_AROUND).translate(_LEFT_OUT).replace("\\", "/")


def scheme_in(address: str) -> str:
    """Return the scheme of an address in small letters, '' of one without."""
    found = _SCHEME.match(as_browsers_read(address))
    return found[1].lower() if found else ""


def is_followed(address: str) -> bool:
    """Tell whether an edition may lead to an address, which may be one within it."""
    return scheme_in(address) in ("", *SCHEMES)


def refusal(address: str) -> str:
    """Return what to say of an address to which no edition leads; '' of others."""
    return "" if is_followed(address) else f"no edition leads to {scheme_in(address)}: addresses"
