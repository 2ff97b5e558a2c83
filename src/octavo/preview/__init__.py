"""``octavo preview``: a publication on the screen while it is being written.

A server on this machine alone shows the editions as they are built; nothing is put into them.
"""

from octavo.preview.desk import Desk, Shown
from octavo.preview.reading import sheets_in
from octavo.preview.server import PreviewServer

__all__ = ["Desk", "PreviewServer", "Shown", "sheets_in"]
