"""What has changed between two revisions, where, and why?"""
