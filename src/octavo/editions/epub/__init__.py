"""The EPUB edition: XHTML files, navigation and package; EbookLib writes the package."""
