"""Finished editions -> problems: what was made is read again and compared with what was written."""
