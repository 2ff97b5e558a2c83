"""``python -m octavo`` is the command ``octavo``, and looks for modules where that does.

Python puts the current folder before all others then, and a project there may bring modules of
its own, called pathlib or click; only where Octavo itself has been found there it stays.
"""

import os
import sys

HOME = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  (pathlib is not imported yet)
if not sys.flags.safe_path and sys.path[0] != HOME and sys.path[0] == os.getcwd():  # noqa: PTH109
    del sys.path[0]

from octavo.cli.program import main  # noqa: E402  (after that)

main()
