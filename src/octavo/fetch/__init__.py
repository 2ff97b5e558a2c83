"""Which pictures does a text name by address, and how do they come into its publication?"""
