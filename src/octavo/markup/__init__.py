"""How is markup read, changed and written? The XHTML tree, and style sheets."""
