"""Which samples there are, and what each is for."""

SAMPLES = {
    "article": "some pages under one heading: an essay, a brief",
    "report": "chapters with a summary, figures, tables and an annex",
    "book": "chapters with notes, figures and tables, a preface and an appendix",
    "novel": "chapters of a story, and nothing beside them",
}
KINDS = tuple(SAMPLES)
OTHER_WORDS = {
    "brief": "article",
    "essay": "article",
    "memo": "article",
    "paper": "article",
    "policy-brief": "article",
    "documentation": "book",
    "handbook": "book",
    "manual": "book",
    "textbook": "book",
    "fiction": "novel",
    "story": "novel",
    "study": "report",
    "thesis": "report",
    "white-paper": "report",
}
"""What people call a kind -> the sample that is one."""


def kind_meant(word: str) -> str:
    """Return the kind of sample that a word means; the word itself where it means none."""
    name = word.strip().lower().replace(" ", "-").replace("_", "-")
    return OTHER_WORDS.get(name, name)
