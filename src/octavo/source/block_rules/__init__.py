"""Which blocks does a text have? CommonMark's and GFM's rules, and Octavo's own boxes and lists."""
