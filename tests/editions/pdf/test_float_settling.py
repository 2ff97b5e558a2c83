"""Floats that move while pages are laid out: as if their text had been written in that order."""

from pathlib import Path

import pytest
from long_proofs import here
from pressing import in_a_process

SETTLING = """
import random
from xml.etree import ElementTree
from octavo.editions.pdf import float_settling
from octavo.editions.pdf.box_walk import visits

CSS = '''@page { size: 300px 400px; margin: 50px; @top-left { content: string(head) } }
body { font: 10px/20px Literata; margin: 0 } p { margin: 0; text-indent: 20px }
figure + p { text-indent: 0; margin-top: 10px } p, li { orphans: 2; widows: 2 }
h2 { font: 10px/20px Literata; string-set: head content(); break-after: avoid }
figure { break-inside: avoid } .footnote { float: footnote; font: 8px/10px Literata }
.run { position: running(side) } @page { @bottom-left { content: element(side) } }
''' + %r

def book(chance):
    blocks = []
    for n in range(chance.randint(6, 14)):
        words = ' '.join(f'w{n}.{i}' for i in range(chance.randint(5, 90)))
        note = f"<span class=footnote id=n{n}>{words[:60]}</span>" if chance.random() < .4 else ''
        blocks.append(f"<p data-b=a.{n} id=p{n}>{words}{note}</p>")
        if chance.random() < .5:
            height = chance.randint(60, 260)
            blocks.append(f"<figure data-float=f{n} data-b=f{n} id=f{n}>"
                f"<div style='height: {height}px'>F{n}<span class=label>1</span></div></figure>")
        if chance.random() < .2:
            blocks.append(f"<h2 data-b=h{n}>Head {n}</h2>")
        if chance.random() < .1:
            blocks.append(f"<div class=run data-b=r{n}>side {n}</div>")
    return f"<section>{''.join(blocks)}</section>"

def told(document):
    return [[(visit.box.text, visit.region, *map(round, visit.extent)) for visit in visits(n, page)
             if visit.kind == 'text'] for n, page in enumerate(document.pages)]

remade = []
make_all = float_settling.make_all_boxes
float_settling.make_all_boxes = lambda *given: (remade.append(given), make_all(*given))[1]
moved = pages = 0
for seed in range(%d, %d):
    settled = rendered(book(random.Random(seed)), CSS)
    text = settled._html.etree_element.find('.//section')
    moved += sum(each.get('data-float-before') is not None for each in text)
    again = ''.join(ElementTree.tostring(each, 'unicode') for each in text)
    plain = again.replace('data-float=', 'data-was=')
    expected = rendered(f"<section>{plain}</section>", CSS)
    assert told(settled) == told(expected), seed
    pages += len(settled.pages)
    assert [sorted(page.anchors) for page in settled.pages] == [
        sorted(page.anchors) for page in expected.pages], seed
assert moved > %d, moved
assert bool(remade) is %r, len(remade)

made = []
make = float_settling.make_next_page
float_settling.make_next_page = lambda *given: (made.append(given[3]), make(*given))[1]
filled = ''.join(f'<p data-b=a.{n}>' + 'word ' * 40 + '</p>' for n in range(60))
figure = "<figure data-float=f data-b=f style='height: 200px'><p><span class=label>1</p></figure>"
split = filled.index('<p data-b=a.31')
document = rendered(f'<section>{filled[:split]}{figure}{filled[split:]}</section>', CSS)
assert any(each.get('data-float-before') for each in document._html.etree_element.iter())
assert len(made) <= len(document.pages) + 3, (len(made), len(document.pages))
"""


SIGNS = ".footnote::footnote-call, .footnote::footnote-marker { content: '*' }"
"""Signs of notes that count nothing: then boxes are taken along."""
COUNTED = "figure { counter-increment: of-figures } p::before { content: counter(of-figures) ' ' }"


@pytest.mark.parametrize("first", here([0, 12], 0))
@pytest.mark.parametrize(("more", "is_remade"), [(SIGNS, False), (f"{SIGNS} {COUNTED}", True)])
def test_pages_are_those_of_a_text_that_was_written_in_this_order(
    first: int, more: str, is_remade: bool, tmp_path: Path
) -> None:
    in_a_process(SETTLING % (more, first, first + 12, 5, is_remade), tmp_path)
