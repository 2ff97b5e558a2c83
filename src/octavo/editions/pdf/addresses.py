"""Addresses that pages use inside the worker; none of them exists on the network."""

BASE = "https://book.invalid/"
"""Where the publication's files seem to lie: the same on every machine."""
ELSEWHERE = "https://xref.invalid/#"
"""Prefix of links to ids that stand in another unit: a unit's input names no neighbour."""
