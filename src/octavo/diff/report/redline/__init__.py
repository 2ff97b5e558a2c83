"""The redline: one publication that holds two revisions, and gives back either of them."""
