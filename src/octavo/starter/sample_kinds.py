"""Which samples there are, and what each is for."""

SAMPLES = {
    "article": "some pages under one heading: an essay, a brief",
    "report": "chapters with a summary, figures, tables and an annex",
    "book": "chapters with notes, figures and tables, a preface and an appendix",
    "novel": "chapters of a story, and nothing beside them",
}
KINDS = tuple(SAMPLES)
