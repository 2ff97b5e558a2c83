"""What does a release carry, so that it proves itself?"""
