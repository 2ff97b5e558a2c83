"""How do changes look as tracked changes of a word processor?"""
