# ruff: noqa: E501  (the packet is quoted as it is written)
"""XMP metadata that claims PDF/A and PDF/UA together, which WeasyPrint writes one at a time."""

from typing import Any
from xml.sax.saxutils import escape

from octavo.editions.pdf.standards import Standard

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
{claims}
{fields}
</rdf:Description>
{extension}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def write_xmp(document: Any, pdf: Any, standard: Standard) -> None:
    """Replace the metadata stream; it stays uncompressed, as archives ask (PDF/A-2, 6.6.2.1)."""
    told = document.metadata
    fields = [
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(told.title or "")}</rdf:li>'
        "</rdf:Alt></dc:title>",
        f"<dc:language><rdf:Bag><rdf:li>{escape(told.lang or '')}</rdf:li></rdf:Bag></dc:language>",
        "<pdf:Producer>WeasyPrint 70.0</pdf:Producer>",
        f"<xmp:CreatorTool>{escape(told.generator or '')}</xmp:CreatorTool>",
    ]
    if told.created:
        fields.append(f"<xmp:CreateDate>{_moment(told.created)}</xmp:CreateDate>")
    if told.modified:
        fields.append(f"<xmp:ModifyDate>{_moment(told.modified)}</xmp:ModifyDate>")
    if told.authors:
        names = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in told.authors)
        fields.append(f"<dc:creator><rdf:Seq>{names}</rdf:Seq></dc:creator>")
    if told.description:
        words = f'<rdf:li xml:lang="x-default">{escape(told.description)}</rdf:li>'
        fields.append(f"<dc:description><rdf:Alt>{words}</rdf:Alt></dc:description>")
    if told.keywords:
        fields.append(f"<pdf:Keywords>{escape(', '.join(told.keywords))}</pdf:Keywords>")
    reference = pdf.catalog["Metadata"]
    stream = next(item for item in pdf.objects if item.number and item.reference == reference)
    extension = EXTENSION if standard.part < 4 else ""  # PDF/A-4 knows the properties of PDF/UA
    packet = PACKET.format(claims=standard.claims, fields="\n".join(fields), extension=extension)
    stream.stream[:] = [packet.encode()]
    stream.compress = False


def _moment(day: str | None) -> str:
    return f"{day}T00:00:00+00:00" if day and "T" not in day else day or ""
