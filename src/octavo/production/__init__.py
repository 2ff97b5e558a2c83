"""How does a project become a folder of editions? Recall or assemble, write, list."""
