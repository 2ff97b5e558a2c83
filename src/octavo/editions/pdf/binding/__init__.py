"""How do fragments of pages become one PDF?"""
