"""PDFs written object by object: the first is the catalog, the second the tree of pages."""

from collections.abc import Sequence

FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
HELLO = "BT /F 12 Tf 72 700 Td (Hello) Tj ET"
MARKED = f"/P <</MCID 0>> BDC {HELLO} EMC"
TAGGED = "/MarkInfo << /Marked true >> /StructTreeRoot 6 0 R"
"""What a catalog says where object 6 is the root of a structure tree."""


def bytes_of(objects: Sequence[str]) -> bytes:
    """Return a PDF of numbered objects, the first being 1."""
    out = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
        ).encode()
    )


def stream(text: str, about: str = "") -> str:
    return f"<< {about} /Length {len(text)} >>\nstream\n{text}\nendstream"


def one_page(
    content: str = HELLO,
    more: Sequence[str] = (),
    catalog: str = "",
    page: str = "",
    resources: str = "",
    font: str = FONT,
) -> bytes:
    """Return a PDF of one page (object 3, its content 5); ``more``: objects from 6 on."""
    return bytes_of(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
            f" /Resources << /Font << /F 4 0 R >> {resources} >> /StructParents 0 {page} >>",
            font,
            stream(content),
            *more,
        ]
    )


def tagged(elements: Sequence[str], leaf: int, content: str = MARKED, page: str = "") -> bytes:
    """Return a tagged page; ``elements``: objects from 7 on, under the root, which is object 6.

    ``leaf``: number of the object that marked content 0 belongs to.
    """
    root = (
        f"<< /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 [{leaf} 0 R {leaf} 0 R]] >> >>"
    )
    return one_page(content, [root, *elements], TAGGED, page)


def nest(levels: int, times: int = 1) -> bytes:
    """Return a page whose divisions each hold the next so many times, the last a paragraph."""
    inner = [
        f"<< /S /Div /P {6 + n} 0 R /Pg 3 0 R /K [{f'{8 + n} 0 R ' * times}] >>"
        for n in range(levels - 1)
    ]
    return tagged([*inner, f"<< /S /P /P {5 + levels} 0 R /Pg 3 0 R /K 0 >>"], 6 + levels)


def spelt(content: str, signs: dict[str, str]) -> bytes:
    """Return a page whose font spells some letters otherwise: letter -> UTF-16 in hexadecimal."""
    pairs = " ".join(f"<{ord(letter):02X}> <{code}>" for letter, code in signs.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def"
        " /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange"
        f" {len(signs)} beginbfchar {pairs} endbfchar endcmap end end"
    )
    return one_page(content, [stream(cmap)], font=f"{FONT[:-2]} /ToUnicode 6 0 R >>")
