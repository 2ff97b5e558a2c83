"""The HTML edition: one self-contained file, or a site of many pages."""
