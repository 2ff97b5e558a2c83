"""Addresses that pages use inside the worker, none of them on the network; places for numbers."""

import re

BASE = "https://book.invalid/"
"""Where the publication's files seem to lie: the same on every machine."""
ELSEWHERE = "https://xref.invalid/#"
"""Prefix of links to ids that stand in another unit: a unit's input names no neighbour."""
NUMBER = re.compile(r'(<span class="page-number" data-page-of="([^"]*)">)([^<]*)(</span>)')
"""A place for a page number: its opening tag, whose page it is, the number, the closing tag."""
