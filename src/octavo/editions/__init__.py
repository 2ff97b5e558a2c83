"""Publication -> finished files, one module a format; formats do not know each other."""
