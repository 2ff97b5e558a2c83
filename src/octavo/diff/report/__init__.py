"""How are differences told? In lines, as JSON, as errata, as CriticMarkup, as a redline."""
