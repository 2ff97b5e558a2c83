"""What a PDF would run, send or ask for, and where its links lead."""

import pytest

from octavo.editions.pdf.binding.pdf_output import PdfOutput, pdf_string
from octavo.finished.pdf_actions import loads_of_pdf


def pdf(*objects: bytes) -> bytes:
    output = PdfOutput("1.7")
    numbers = [output.add(each) for each in (b"<</Type /Catalog>>", *objects)]
    return output.finish(numbers[0])


def link(address: str) -> bytes:
    return b"<</Subtype /Link/A <</S /URI/URI %s>>>>" % pdf_string(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:app.alert(1)",
        "JavaScript:x",
        " java\tscript:x",
        "file:///etc/passwd",
        "data:text/html,x",
        "vbscript:\u00fc(\\",
        "ms-word:x",
    ],
)
def test_a_link_that_no_edition_may_have_is_told(address: str) -> None:
    (told,) = loads_of_pdf(pdf(link("https://example.org/(a)"), link(address)))
    assert told.startswith("leads to ")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"<</S /JavaScript/JS (1)>>", "holds a script"),
        (b"<</S/Launch/F (a)>>", "acts by Launch"),
        (b"<</S /SubmitForm>>", "acts by SubmitForm"),
        (b"<</AcroForm 2 0 R>>", "holds a form"),
        (b"<</AA <<>>>>", "acts by itself"),
    ],
)
def test_what_acts_is_told(written: bytes, told: str) -> None:
    assert told in set(loads_of_pdf(pdf(written)))


def test_what_leads_or_only_says_so_is_none() -> None:
    words = pdf_string("/S /JavaScript /JS /AA (/URI (javascript:x))")
    leads = [link(each) for each in ("https://a", "mailto:a@b", "sms:1", "urn:isbn:1", "doi:10/1")]
    assert list(loads_of_pdf(pdf(*leads, b"<</Title %s>>" % words, b"<</S /Span/P 1 0 R>>"))) == []
