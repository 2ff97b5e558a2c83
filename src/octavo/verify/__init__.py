"""Finished editions held against validators that others wrote."""
