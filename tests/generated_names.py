"""Names for generated documents as files, ids and addresses have them: odd, and none is refused."""

STEMS = (
    "a b",
    "ü é",
    "图",
    "a#b",
    "100%",
    "a?b",
    "a(b)",
    "[x]",
    "a&b",
    "it's",
    "a+b=c,d;e@f",
    "x.y.z",
    "Screenshot 2024-05-01 at 10.22.33",
    "~a!b$",
    "{x}",
    "a_b_c*d*",
    "e\u0301",
    "שלום",
    "-a",
)
"""Stems of pictures' names."""
IDS = ("{}", "{}", "{}", "ID-{}", "ü{}", "{}.x", "{}:x", "_{}", "a_b_{}", "日{}", "{}-", "שלום{}")
"""Forms of ids."""
ADDRESSES = (
    "HTTPS://EXAMPLE.ORG/X",
    "Mailto:board@example.org",
    "<https://example.org/a|b{c}^d`e>",
    "https://例え.jp/パス?名=値#節",
    "https://xn--bcher-kva.example/%E4%BE%8B",
    "https://user:word@example.org:8080/",
    "<https://example.org/a b|{c}>",
    "https://example.org/#a|b",
    "<https://example.org/[a]{b}>",
    "https://example.org/a%zz%2",
    "<https://example.org/\\x>",
    "https://example.org/?q=a&amp;b=<c",
    "<tel:+49 (0) 123>",
    "https://EXAMPLE.org:443/../x/./y//z",
    "https://example.org/é#ü",
    "https://bücher.example",
    "https://example.org/a\u00adb\u200bc",
    "https://example.org/'x'(y)*z*_w_",
)
"""Addresses of links, as an author types them."""
