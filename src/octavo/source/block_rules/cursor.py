"""A place in a line: columns, not characters, since a tab reaches to the next multiple of four."""

TAB = 4


class Cursor:
    """A line that is read from the left; containers take what is theirs.

    A tab of which only a part is taken is replaced by spaces, all others stay as they are.
    """

    __slots__ = ("at", "column", "indent", "is_blank", "next", "next_column", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.column = 0
        self.find()

    def find(self) -> None:
        """Look for the next sign that is no blank: ``next``, ``next_column``, ``indent``."""
        text, at, column = self.text, self.at, self.column
        length = len(text)
        while at < length:
            sign = text[at]
            if sign == " ":
                column += 1
            elif sign == "\t":
                column += TAB - column % TAB
            else:
                break
            at += 1
        self.next, self.next_column = at, column
        self.indent = column - self.column
        self.is_blank = at == length

    @property
    def is_indented(self) -> bool:
        return self.indent >= TAB

    @property
    def rest(self) -> str:
        """What is left of the line."""
        return self.text[self.at :]

    @property
    def words(self) -> str:
        """What is left of the line from its next sign on."""
        return self.text[self.next :]

    def to_next(self) -> None:
        self.at, self.column = self.next, self.next_column
        self.indent = 0

    def skip(self, count: int) -> None:
        """Take signs that are no tabs."""
        self.at += count
        self.column += count
        self.find()

    def eat(self, columns: int) -> int:
        """Take blanks, so many columns of them at the most; return how many there were."""
        left = columns
        while left > 0 and self.at < len(self.text) and self.text[self.at] in " \t":
            if self.text[self.at] == "\t":
                width = TAB - self.column % TAB
                if width > left:
                    blanks = " " * width
                    self.text = self.text[: self.at] + blanks + self.text[self.at + 1 :]
                    width = 1
            else:
                width = 1
            self.at += 1
            self.column += width
            left -= width
        self.find()
        return columns - left
