"""Is a release what its source makes, and if it is not, why?"""
