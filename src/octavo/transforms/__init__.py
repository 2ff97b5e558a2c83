"""What becomes of every publication, whatever its editions? Publication -> Publication."""
