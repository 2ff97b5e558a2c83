"""Which block of one revision is which of the other, and what a reader would call changed?"""
