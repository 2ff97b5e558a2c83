"""How does one publication hold two revisions, and give back either?"""
