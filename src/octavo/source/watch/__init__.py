"""Would another reader of Markdown read a text as Octavo does, and where not?"""
