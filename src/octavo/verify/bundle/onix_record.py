"""A released work -> its ONIX record, by which bookshops and libraries know a product.

Rule: ONIX for Books 3.0, reference names. Each edition is a product; the printed book is one where
it has an ISBN. Prices and shops, which no metadata name, are left to whoever sells it.
"""

from collections.abc import Iterator

from lxml import etree

from octavo.editions.units.licences import licence_name
from octavo.languages import base_of
from octavo.model.metadata import Contributor, Edition
from octavo.verify.bundle.released_work import ReleasedWork

NAMESPACE = "http://ns.editeur.org/onix/3.0/reference"
FORMS = {"epub": 101, "html": 105, "pdf": 107}
"""Format -> the number of its code in list 175."""
OTHER_FORM = 100
ROLES = {
    "aut": "A01",
    "cre": "A01",
    "edt": "B01",
    "trl": "B06",
    "ill": "A12",
    "pht": "A13",
    "aui": "A24",
    "aft": "A19",
    "com": "C01",
    "ctb": "A32",
    "cov": "A36",
    "win": "A22",
}
"""MARC relator code -> its code in list 17; others are Z99."""
LANGUAGES = {
    "af": "afr",
    "ar": "ara",
    "be": "bel",
    "bg": "bul",
    "bn": "ben",
    "bs": "bos",
    "ca": "cat",
    "cs": "cze",
    "cy": "wel",
    "da": "dan",
    "de": "ger",
    "el": "gre",
    "en": "eng",
    "eo": "epo",
    "es": "spa",
    "et": "est",
    "eu": "baq",
    "fa": "per",
    "fi": "fin",
    "fr": "fre",
    "ga": "gle",
    "gl": "glg",
    "he": "heb",
    "hi": "hin",
    "hr": "hrv",
    "hu": "hun",
    "hy": "arm",
    "id": "ind",
    "is": "ice",
    "it": "ita",
    "ja": "jpn",
    "ka": "geo",
    "kk": "kaz",
    "ko": "kor",
    "la": "lat",
    "lt": "lit",
    "lv": "lav",
    "mk": "mac",
    "ms": "may",
    "mt": "mlt",
    "nb": "nob",
    "nl": "dut",
    "nn": "nno",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "rum",
    "ru": "rus",
    "sk": "slo",
    "sl": "slv",
    "sq": "alb",
    "sr": "srp",
    "sv": "swe",
    "sw": "swa",
    "ta": "tam",
    "th": "tha",
    "tr": "tur",
    "uk": "ukr",
    "ur": "urd",
    "vi": "vie",
    "yi": "yid",
    "zh": "chi",
}
"""Base language -> its code in list 74; others are und."""
PRINTED = "print"
LONGEST = 100
"""Signs of a reference of a record."""


def onix_record(work: ReleasedWork) -> bytes:
    """Return the message: a header, and a product for each edition that is one."""
    root = etree.Element(f"{{{NAMESPACE}}}ONIXMessage", nsmap={None: NAMESPACE}, release="3.0")  # type: ignore[dict-item]
    sender = _add(_add(root, "Header"), "Sender")
    _add(sender, "SenderName", _sender(work)[:50])
    _add(root[0], "SentDateTime", f"{work.day:%Y%m%d}")
    for edition in work.editions:
        if not edition.wraps:  # a cover's sheet is for a printer
            _product(root, work, edition)
    if work.data.identifiers.isbn.print:
        _product(root, work, None)
    etree.indent(root)
    found: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found + b"\n"


def _sender(work: ReleasedWork) -> str:
    people = work.data.contributors
    return work.data.publisher or (people[0].name if people else work.data.title)


def _product(root: "etree._Element", work: ReleasedWork, edition: Edition | None) -> None:
    name = edition.name if edition else PRINTED
    product = _add(root, "Product")
    _add(product, "RecordReference", f"{work.config.identifier} {name}"[-LONGEST:])
    _add(product, "NotificationType", "03")
    identifiers = [("01", f"{work.edition}-{name}"), *_numbers(work, edition)]
    for kind, value in identifiers:
        known = _add(product, "ProductIdentifier")
        _add(known, "ProductIDType", kind)
        if kind == "01":
            _add(known, "IDTypeName", "Octavo edition id and edition")
        _add(known, "IDValue", value)
    _describe(_add(product, "DescriptiveDetail"), work, edition)
    if work.data.description:
        text = _add(_add(product, "CollateralDetail"), "TextContent")
        _all(text, ("TextType", "03"), ("ContentAudience", "00"))
        _add(text, "Text", work.data.description)
    _publish(_add(product, "PublishingDetail"), work)


def _numbers(work: ReleasedWork, edition: Edition | None) -> Iterator[tuple[str, str]]:
    """Yield the numbers of a product by their kind in list 5: the ISBN of a format is that of its
    main edition, a DOI that of all."""
    known = work.data.identifiers
    isbn = known.isbn.print if edition is None else ""
    if edition is not None and not edition.variant:
        isbn = getattr(known.isbn, edition.format, "")
    digits = isbn.replace("-", "").replace(" ", "")
    if len(digits) == 13:
        yield "15", digits
    if known.doi and edition is not None:
        yield "06", known.doi


def _describe(detail: "etree._Element", work: ReleasedWork, edition: Edition | None) -> None:
    data = work.data
    _add(detail, "ProductComposition", "00")
    if edition is None:
        _add(detail, "ProductForm", "BA")
    else:
        _all(detail, ("ProductForm", "EA"))
        _add(detail, "ProductFormDetail", f"E{FORMS.get(edition.format, OTHER_FORM)}")
        _all(detail, ("PrimaryContentType", "10"), ("EpubTechnicalProtection", "00"))
        if data.licence:
            name = licence_name(data.licence, data.language)
            _add(_add(detail, "EpubLicense"), "EpubLicenseName", name[:100])
    if data.series:
        _collection(detail, work)
    title = _add(detail, "TitleDetail")
    _add(title, "TitleType", "01")
    element = _add(title, "TitleElement")
    _all(element, ("TitleElementLevel", "01"), ("TitleText", data.title))
    if data.subtitle:
        _add(element, "Subtitle", data.subtitle)
    for number, person in enumerate(data.contributors, 1):
        _contributor(detail, number, person)
    statement = data.version or work.version
    _add(detail, "EditionStatement", statement[:100])
    language = _add(detail, "Language")
    code = LANGUAGES.get(base_of(data.language).lower(), "und")
    _all(language, ("LanguageRole", "01"), ("LanguageCode", code))
    for scheme, words in (("20", "; ".join(data.keywords)), *(("23", s) for s in data.subjects)):
        if words:
            subject = _add(detail, "Subject")
            _add(subject, "SubjectSchemeIdentifier", scheme)
            _add(subject, "SubjectHeadingText" if scheme == "20" else "SubjectCode", words)


def _collection(detail: "etree._Element", work: ReleasedWork) -> None:
    assert work.data.series is not None
    collection = _add(detail, "Collection")
    _add(collection, "CollectionType", "10")
    title = _add(collection, "TitleDetail")
    _add(title, "TitleType", "01")
    element = _add(title, "TitleElement")
    _add(element, "TitleElementLevel", "02")
    if work.data.series.number:
        _add(element, "PartNumber", work.data.series.number[:20])
    _add(element, "TitleText", work.data.series.name)


def _contributor(detail: "etree._Element", number: int, person: Contributor) -> None:
    told = _add(detail, "Contributor")
    _all(told, ("SequenceNumber", str(number)), ("ContributorRole", ROLES.get(person.role, "Z99")))
    if person.orcid:
        known = _add(told, "NameIdentifier")
        _all(known, ("NameIDType", "21"), ("IDValue", person.orcid.replace("-", "")))
    _add(told, "PersonName", person.name)
    if person.affiliation:
        _add(_add(told, "ProfessionalAffiliation"), "Affiliation", person.affiliation)
    if person.biography:
        _add(told, "BiographicalNote", person.biography)


def _publish(detail: "etree._Element", work: ReleasedWork) -> None:
    house = _add(detail, "Publisher")  # the schema wants one: an author without a house is it
    _all(house, ("PublishingRole", "01"), ("PublisherName", _sender(work)[:LONGEST]))
    if work.data.place:
        _add(detail, "CityOfPublication", work.data.place)
    _add(detail, "PublishingStatus", "04")
    date = _add(detail, "PublishingDate")
    _all(date, ("PublishingDateRole", "01"), ("Date", f"{work.day:%Y%m%d}"))


def _add(parent: "etree._Element", name: str, text: str = "") -> "etree._Element":
    node = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    node.text = text or None
    return node


def _all(parent: "etree._Element", *fields: tuple[str, str]) -> None:
    for name, text in fields:
        _add(parent, name, text)
