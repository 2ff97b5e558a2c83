"""What no page holds is known by its name, in the text as on its pages, and may part."""

from octavo.editions.shape.partings import block_in, is_said_once, let_part, name_parting
from octavo.markup.tree import Element, elements, parse_xml

TEXT = (
    '<body><div class="admonition"><p data-b="a.1">x</p></div>'
    '<div data-b="a.2"><table><thead><tr><th>x</th></tr></thead>'
    "<tbody><tr><td>x</td></tr><tr><td>x</td></tr></tbody></table></div>"
    '<figure class="group" data-b="a.3">'
    '<figure class="sub"/><figure class="sub"/><figure class="sub"/><figcaption/></figure></body>'
)


def names(body: Element) -> list[str]:
    """Return the names of boxes and of what tables have."""
    found = []
    for node in elements(body, "div", "tr", "thead"):
        above = [node, *node.iterancestors()]
        found.append(name_parting(node, next((e for e in above if e.get("data-b")), None)))
    return found


def test_a_row_is_known_by_its_place_in_its_block_and_a_box_by_its_first_block() -> None:
    found = names(parse_xml(TEXT))
    assert found == ["a.1/div", "a.2", "a.2/thead/0", "a.2/tr/0", "a.2/tr/1", "a.2/tr/2"]
    assert [block_in(name) for name in found] == ["a.1", *["a.2"] * 5]
    assert name_parting(parse_xml("<div><p>x</p></div>"), None) == ""


def test_only_what_is_named_may_part() -> None:
    body = parse_xml(TEXT)
    let_part(body, {"a.1/div", "a.2/tr/1"})
    parted = [node for node in elements(body) if "break-inside: auto" in (node.get("style") or "")]
    assert [str(node.tag) for node in parted] == ["div", "tr"]
    assert parted[1] is list(body.iter("tr"))[1]
    assert "clone" in str(parted[1][0].get("style"))
    let_part(body, {"a.1/div"})
    assert str(body[0].get("style")).count("break-inside") == 2, "what has a style keeps it"


def test_a_head_that_is_too_tall_to_be_repeated_is_said_once() -> None:
    body = parse_xml(TEXT)
    head = next(body.iter("thead"))
    assert not is_said_once(head)
    let_part(body, {"a.2/thead/0"})
    assert is_said_once(head)


def test_pictures_of_a_group_that_parts_stand_in_rows() -> None:
    body = parse_xml(TEXT)
    let_part(body, {"a.3"})
    rows = [[str(each.get("class")) for each in row] for row in body[2] if row.tag == "div"]
    assert rows == [["sub", "sub"], ["sub"]]
    assert body[2][-1].tag == "figcaption"
