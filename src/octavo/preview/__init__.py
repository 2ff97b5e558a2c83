"""How does a publication look while it is being written? A server on this machine alone."""
