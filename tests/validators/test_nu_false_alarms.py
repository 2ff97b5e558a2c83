"""What Nu says of policies, and when it is believed."""

import pytest

from octavo.validators.java.false_alarms import is_allowed

SAID = (
    "Resource violates Content Security Policy (meta tag): image “data:image/png;base64,iVBO...”"
    " blocked by “img-src” directive"
)
META = '<meta http-equiv="Content-Security-Policy" content="{}">'


@pytest.mark.parametrize(
    ("policy", "is_right"),
    [
        ("img-src data:", True),
        ("default-src 'none'; img-src 'self' data:; font-src data:", True),
        ("default-src data:", True),
        ("default-src data:; img-src 'self'", False),
        ("img-src 'none'; img-src data:", False),
        ("font-src data:", False),
    ],
)
def test_data_that_the_policy_allows_is_no_fault(policy: str, is_right: bool) -> None:
    assert is_allowed(SAID, META.format(policy).encode()) is is_right


def test_other_words_and_pages_without_a_policy_or_with_a_stricter_one_are_believed() -> None:
    allowed = META.format("img-src data:")
    assert not is_allowed(SAID, b"<title>x</title>")
    assert not is_allowed(SAID, (allowed + META.format("img-src 'self'")).encode())
    other = SAID.replace("data:image/png;base64,iVBO...", "https://example.org/a.png")
    assert not is_allowed(other, allowed.encode())
    assert not is_allowed("Element x not allowed here.", allowed.encode())


INLINE = (
    "Inline script violates Content Security Policy (meta tag): blocked by “script-src” directive"
    " (missing “‘unsafe-inline’” or nonce/hash)."
)


def test_a_script_is_allowed_by_its_digest_and_no_other_beside_it() -> None:
    digest = "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI="
    page = f"{META.format(f'script-src {chr(39)}{digest}{chr(39)}')}<script data-a='b'>a</script>"
    digest_of_a = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="
    assert not is_allowed(INLINE, page.encode())
    sound = page.replace(digest, digest_of_a)
    assert is_allowed(INLINE, sound.encode())
    assert not is_allowed(INLINE, f"{sound}<script>b</script>".encode())


@pytest.mark.parametrize(
    ("address", "policy", "is_right"),
    [
        ("site.js", "script-src 'self' file:", True),
        ("pictures/a.svg", "script-src 'self'", True),
        ("site.js", "script-src 'none'", False),
        ("https://example.org/a.js", "script-src 'self'", False),
        ("//example.org/a.js", "script-src 'self'", False),
        ("data:text/javascript,1", "script-src 'self'", False),
    ],
)
def test_what_lies_beside_a_page_is_its_own(address: str, policy: str, is_right: bool) -> None:
    said = SAID.replace("data:image/png;base64,iVBO...", address).replace("img-src", "script-src")
    assert is_allowed(said, META.format(policy).encode()) is is_right
