"""What do EPUBCheck, veraPDF and Nu say? All files in one run of Java."""
