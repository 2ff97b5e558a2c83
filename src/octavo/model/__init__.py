"""What is a publication? Metadata, and the tree of parts, chapters and texts."""
