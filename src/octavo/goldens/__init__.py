"""Are the editions as they were accepted? Bytes -> readable projections, compared."""
