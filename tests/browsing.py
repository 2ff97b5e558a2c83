"""Pages in headless Chromium: a script of Node looks at them and says as JSON what it saw."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from octavo.core import platforms
from octavo.validators.toolbox import tools_folder

ROOT = Path(__file__).parent.parent
TOOLS = tools_folder(os.environ)


def browsed(script: str, *paths: Path) -> dict[str, Any]:
    """Return what ``tests/SCRIPT`` says of some paths; Puppeteer is that of the validators."""
    browsers = [os.environ.get("CHROME_PATH", ""), *map(shutil.which, platforms.BROWSERS)]
    environ = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": next(filter(None, browsers))}
    command = ["node", f"tests/{script}", str(TOOLS / "node"), *map(str, paths)]
    ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, timeout=300)
    assert ended.returncode == 0, ended.stderr.decode()
    return dict(json.loads(ended.stdout))
