"""What becomes of the Markdown of two revisions, change by change?"""
