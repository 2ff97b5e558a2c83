"""Addresses of the web as people write them come out in one form, or are refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.core.address_forms import BadAddress, host_of, plain_address, scheme_of

ALIKE = {
    "https://example.org/a.png": (
        "HTTPS://Example.ORG:443/a.png",
        "//example.org/a.png#left",
        "https://example.org/a.png#only-light",
        "https://exa\nmple.org/a\t.png",  # which browsers read so
    ),
    "https://example.org/": ("https://example.org", "https://example.org/#"),
    "http://example.org:8080/a%20b.png?x=1&y=2": ("http://EXAMPLE.org:8080/a b.png?x=1&y=2",),
    "https://xn--bcher-kva.example/%C3%A9.png": ("https://bücher.example/é.png",),
    "https://example.org/a%2Fb%C3%A9.png": ("https://example.org/a%2Fb%C3%A9.png",),
    "https://[2001:db8::1]/a.png": ("https://[2001:DB8::1]:443/a.png",),
}


@pytest.mark.parametrize("plain", ALIKE)
def test_spellings_of_one_address_come_out_alike(plain: str) -> None:
    assert [plain_address(each) for each in (plain, *ALIKE[plain])] == [plain] * (
        1 + len(ALIKE[plain])
    )


@pytest.mark.parametrize(
    "written",
    [
        "ftp://example.org/a.png",
        "file:///etc/hostname",
        "javascript:alert(1)",
        "C:\\pictures\\a.png",
        "pictures/a.png",
        "https://keeper@example.org/a.png",
        "https://keeper:tide@example.org/a.png",
        "https://@example.org/a.png",
        "https://",
        "https:///a.png",
        "https:a.png",
        "https://[::1/a.png",
        "https://example.org:port/a.png",
        "https://example.org:99999/a.png",
        "https://exa mple.org/a.png",
        "https://a\\b/a.png",
        "https://.example.org/a.png",
        f"https://{'ü' * 70}.example/a.png",
        f"https://example.org/{'a' * 9_000}",
    ],
)
def test_what_is_not_to_be_asked_is_refused_with_a_reason(written: str) -> None:
    with pytest.raises(BadAddress) as reason:
        plain_address(written)
    assert str(reason.value)


def test_only_the_schemes_that_are_allowed_are_taken() -> None:
    assert plain_address("https://example.org/a", ("https",)) == "https://example.org/a"
    with pytest.raises(BadAddress, match="only https"):
        plain_address("http://example.org/a", ("https",))


def test_a_path_has_no_scheme_and_two_slashes_mean_https() -> None:
    assert [scheme_of(each) for each in ("a/b.png", "/a.png", "//h/a.png", "HTTP://h")] == [
        "",
        "",
        "https",
        "http",
    ]


@given(st.text(max_size=60))
def test_whatever_is_written_is_plain_ascii_or_refused(words: str) -> None:
    for written in (words, f"https://{words}", f"https://example.org/{words}", f"//{words}"):
        try:
            plain = plain_address(written)
        except BadAddress:
            continue
        assert plain.isascii() and plain.isprintable() and " " not in plain
        assert plain_address(plain) == plain
        assert host_of(plain)
