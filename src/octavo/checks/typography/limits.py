"""The limits of the typographic report, each with its reason; nothing else decides on a finding.

Bringhurst: The Elements of Typographic Style, chapter 2. Chicago: The Chicago Manual of Style.
TeX: The TeXbook, chapters 14 and 15. WCAG: Web Content Accessibility Guidelines 2.2.
"""

OVERFULL_POINTS = 0.5
"""How far a line may leave its measure. TeX's formats let a tenth of a point pass (\\hfuzz); in
print half a point, the thickness of a rule, is what an eye begins to see at an even edge."""
HEAD_LINES = 2
"""Lines that a running head may take: the themes have room for a long title on two."""
LOOSE, LOOSE_EMS = 2.2, 0.5
"""Space between words, as a multiple of the face's own and in ems, beyond both of which a line is
loose. TeX calls a line underfull beyond badness 1000 (stretched 2.15 times what its glue allows;
as that is half a space, to 2.1 spaces); Bringhurst allows half an em at most. Each alone misleads:
faces with narrow spaces bear a larger multiple, in those with wide ones half an em is soon there.
"""
SHORT_EMS = 2.0
"""What a justified line may lack of its measure where it has no space that could be widened. At
two ems the ragged edge is seen, as an indent is."""
LADDER = 3
"""Lines in a row that end with a hyphen. Bringhurst and Chicago let three pass at the most, and
many houses two; the third is told, as it is the author who decides."""
RUNT_LETTERS = 4
"""A last line needs a word of so many letters. Bringhurst: never end a paragraph with the stub of
a hyphenated word, or with a word of fewer than four letters."""
NARROW_EMS = 20.0
"""Measures below it (about forty characters) are not judged for runts and ladders: side columns,
cells. Bringhurst: text that narrow is set ragged, and its lines end where they can."""
ALONE = 1
"""Lines of a paragraph that stand alone at the head or foot of a page: widow and orphan, in
Chicago as in Bringhurst."""
BELOW_HEADING = 2
"""Lines of text that a heading needs below it on its page (Bringhurst; Chicago asks the same)."""
HOLE = 0.25
"""Share of the text's height that may stay white where text could go on. A page may run a line or
two short (Bringhurst); a quarter is more than a heading with its lines, or three rows, explain,
and looks like the end of a chapter."""
COARSEST_DPI = 200
"""Pixels to the inch that a picture needs in print. Printers ask for 300; from 200 down, with a
screen of 133 lines and its quality factor of 1.5, single pixels begin to show."""
CONTRAST, CONTRAST_LARGE = 4.5, 3.0
"""Ratio of text to its ground (WCAG 1.4.3, level AA), and that of large text."""
LARGE_POINTS, LARGE_BOLD_POINTS = 18.0, 14.0
"""From which size on text is large (WCAG 1.4.3)."""
