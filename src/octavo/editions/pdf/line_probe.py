"""Pango as it is here -> a digest of where it lets lines of a fixed text break.

Pangos of one version may differ, and those of two be alike: what tells is what they do. A release
keeps the digest, so that ``octavo verify`` has evidence where pages differ.
"""

from hashlib import sha256

from octavo.editions.pdf.weasyprint_private import ffi, pango

PROBE = (
    ("en", "A well-known author’s e-mail—sent at 10:30 a.m.—asks: “is 3.5 % (or 1,000–1,200 km/h)"),
    ("en", "of http://example.org/a-b_c/?d=e&f=#g, C:\\path and and/or x+y=−z … ‘too much’?!”"),
    (
        "en",
        "soft\u00adhyphen zero\u200bwidth no\u00a0break word\u2060joiner tab\tend; $5.00 №7 50°C",
    ),
    ("fr", "« Qu’est-ce que c’est ? » dit-il\u202f; l’an 2000 : l’Île-d’Aix — 50\u202f% !"),
    ("de", "„Straßenbahn-Haltestelle“ – z.\u202fB. 3/4 – »so«"),
    ("ja", "「吾輩は猫である。」名前は、まだ無い…ッと言った！（笑）ｶﾞｰﾄﾞ々ゝ"),
    ("zh", "《道德经》第1章：“道可道，非常道。”——老子"),
    ("ko", "나랏말싸미 듕귁에 달아, “문자”와로 서르 사맛디 아니할쎄."),
    ("hi", "क्षत्रिय श्री-राम १२३ है।"),
    ("ar", "النصّ العربيّ، ١٢٣؟ (نعم)"),
    ("he", "ספר־עברי, צה״ל 10%"),
    ("en", "👩\u200d👩\u200d👧 🇨🇭🇫🇷 👍🏽 e\u0301 a\u0308\u0323"),
)
"""Language -> what is hard to break in it."""


def line_probe() -> str:
    """Return the first 12 digits of the digest over all places where lines may or must break in
    PROBE; a millisecond, and no face is asked."""
    found = "\n".join(_breaks(*each) for each in PROBE)
    return sha256(found.encode()).hexdigest()[:12]


def _breaks(language: str, text: str) -> str:
    """Return a sign for each place in a text: must a line end there, may it, or neither."""
    data = text.encode()
    spoken = pango.pango_language_from_string(ffi.new("char[]", language.encode()))
    places = ffi.new("PangoLogAttr[]", len(text) + 1)
    held = ffi.new("char[]", data)
    pango.pango_get_log_attrs(held, len(data), -1, spoken, places, len(places))
    return "".join("!" if p.is_mandatory_break else "|" if p.is_line_break else "." for p in places)
