"""Which font sets which sign, and in which direction? Bundled faces, fetched ones, outlines."""
