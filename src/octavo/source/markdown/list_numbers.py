"""Numbers of a list as they are typed, held against those that are printed."""

from octavo.core.problems import Severity
from octavo.source.block_rules.written_block import WrittenBlock
from octavo.source.markdown.reading import ReaderRemark, Reading


def tell_numbers(reading: Reading, block: WrittenBlock) -> None:
    """Tell of the first member whose number is printed otherwise than it is typed."""
    typed = [(item.line, item.mark.number) for item in block.inside if item.mark is not None]
    first = typed[0][1]
    wrong = next(((n, each) for n, each in enumerate(typed) if each[1] != first + n), None)
    if wrong is None:
        return
    count, (line, number) = wrong
    is_counted = all(number == first for _, number in typed)
    message = f"a member of a list is typed {number} and printed {first + count}"
    hint = "lists count on from their first number; write 1904\\. where a number begins a sentence"
    severity: Severity = "notice" if is_counted else "warning"
    words = str(number)
    reading.tell(ReaderRemark("E239", line, message, hint, words, severity))
