"""How is the EPUB made? XHTML files, navigation, package; nothing else knows EbookLib."""
