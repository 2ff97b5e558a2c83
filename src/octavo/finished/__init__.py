"""Finished EPUBs, HTML files and PDFs -> publications that can be compared. They are untrusted."""
