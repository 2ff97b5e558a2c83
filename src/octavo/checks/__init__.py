"""Does every edition say what was written, and nothing else? Finished items -> problems."""
