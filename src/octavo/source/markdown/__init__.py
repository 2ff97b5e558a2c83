"""How does Markdown become a tree? Nothing else knows Python-Markdown."""
