"""Real files, changed at random: seeded, so that each can be made again."""

import io
import random
import re
import zipfile
from collections.abc import Sequence

MOST = 300_000
"""Bytes of a changed file."""
WORDS = re.compile(rb"\w+|\s+|[^\w\s]")
ODD = (
    *(b"", b"\0", b"\r", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\x1b[31m"),
    *(b"&", b"<", b"]]>", b"<!--", b"<![CDATA[", b"<?x?>", b"&#0;", b"&lt;", b"%s", b"{{", b"{%"),
    *(b"../", b"/dev/zero", b"file:///etc/passwd", b"javascript:1", b"//h/x", b"url(", b"@import"),
    *(b"-1", b"0", b"1e999", b"nan", b"4294967296", b"99999999999999999999", b"\xf0\x9f\x8f\xb4"),
    *(b"*", b"[", b"](", b"`", b"~~~", b"|", b"\n\n", b"\n---\n", b"    ", b"\t", b"::: ", b"[^1]"),
    *(b"---", b"!!", b"&a", b"*a", b"? ", b"<<: ", b"null", b"[]", b"{}", b"'", b'"', b"\\"),
)


def mutated(chance: random.Random, seeds: Sequence[bytes], within: float = 0.8) -> bytes:
    """Return one of the files with up to eight changes.

    ``within``: how often a packed file is unpacked, and what it holds is changed.
    """
    data = chance.choice(seeds)
    if data[:2] == b"PK" and chance.random() < within:
        return _packed(chance, data)
    return _changed(chance, data, seeds)


def _packed(chance: random.Random, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.sample(sorted(files), min(len(files), chance.choice((1, 1, 2, 3)))):
        files[name] = _changed(chance, files[name], list(files.values()))
    if chance.random() < 0.1:
        del files[chance.choice(sorted(files))]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def _changed(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 8))):
        data = chance.choice((_bytes, _chunk, _token, _odd, _lines, _splice))(chance, data, seeds)
    return data[:MOST]


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 4, 16, 64, 256, 4096)))


def _bytes(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    found = bytearray(data)
    for _n in range(chance.randint(1, 6) if found else 0):
        found[chance.randrange(len(found))] = chance.choice((0, 255, 10, chance.randrange(256)))
    return bytes(found)


def _chunk(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Take a piece out, say it often, or cut the rest off."""
    start, end = _span(chance, data)
    times = chance.choice((0, 0, 2, 3, 50, 1000))
    if chance.random() < 0.1:
        return data[:start]
    return data[:start] + data[start:end] * times + data[end:]


def _token(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Put a word of another file in the place of one."""
    words, others = WORDS.findall(data[:MOST]), WORDS.findall(chance.choice(seeds)[:20_000])
    for _n in range(chance.randint(1, 4) if words and others else 0):
        words[chance.randrange(len(words))] = chance.choice(others)
    return b"".join(words)


def _odd(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(ODD) * chance.choice((1, 1, 2, 30, 1000)) + data[at:]


def _lines(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data[:MOST].split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    if chance.random() < 0.3:
        lines[one : one + 3] = []
    elif chance.random() < 0.5:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        lines.insert(one, lines[other] * chance.choice((1, 40)))
    return b"\n".join(lines)


def _splice(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    start, end = _span(chance, other := chance.choice(seeds))
    at = chance.randint(0, len(data))
    return data[:at] + other[start:end] + data[at:]
