"""The typographic report: a proof of a PDF's pages -> what a proofreader would mark."""
