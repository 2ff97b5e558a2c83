"""Ask Lighthouse about the HTML that is built; exit 1 where a median of five misses its goal.

    python scripts/lighthouse.py [--runs 5] [--page PART_OF_NAME] [--json FILE]

Serves build/ on 127.0.0.1 the way a plain web server would, compressed where the browser takes it,
and asks for each page on a desktop and on a phone. Lighthouse and its own are pinned in
scripts/lighthouse/; the browser is the machine's own.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

from octavo.core import platforms
from octavo.validators.toolbox import tools_folder

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PINS = ROOT / "scripts" / "lighthouse"
HOST = "127.0.0.1"
GOALS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = (
    "escalation-2020/escalation-2020.html",
    "handbook/handbook-site/index.html",
    "handbook/handbook-site/notes-and-references.html",
    "index.html",
)
DEVICES: Mapping[str, tuple[str, ...]] = {"desktop": ("--preset=desktop",), "phone": ()}
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
}
COMPRESSED = (".html", ".js", ".svg")


def main() -> None:
    """Install, serve, ask, tell, and leave with the right code."""
    asked = _arguments()
    tool = _installed()
    told: dict[str, dict[str, float]] = {}
    reports = BUILD / "lighthouse"
    reports.mkdir(parents=True, exist_ok=True)
    print(f"{'page':<52}{'device':<9}" + "".join(f"{name:>16}" for name in GOALS))
    with _served(BUILD) as address:
        for page in (page for page in PAGES if asked.page in page):
            for device, words in DEVICES.items():
                report = reports / f"{Path(page).stem}-{device}.json"
                _small(BUILD / page)  # before the first run asks for it
                scores = [
                    _scores(tool, f"{address}{page}", words, report) for _ in range(asked.runs)
                ]
                median = {name: statistics.median(run[name] for run in scores) for name in GOALS}
                told[f"{page} {device}"] = median
                print(f"{page:<52}{device:<9}" + "".join(f"{median[name]:>16g}" for name in GOALS))
                for fault in _faults(report):
                    print(f"    {fault}")
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    met = (median[name] >= goal for median in told.values() for name, goal in GOALS.items())
    sys.exit(0 if told and all(met) else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each page is asked about")
    parser.add_argument("--page", default="", help="only pages whose name has this in it")
    parser.add_argument("--json", type=Path, help="write the medians to this file too")
    return parser.parse_args()


def _installed() -> Path:
    """Return Lighthouse's program; npm brings it the first time, without running its scripts."""
    folder = tools_folder(os.environ) / "lighthouse"
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    pins = {name: (PINS / name).read_bytes() for name in ("package.json", "package-lock.json")}
    if program.is_file() and all((folder / n).read_bytes() == data for n, data in pins.items()):
        return program
    folder.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm") or sys.exit("npm is missing: nox -s lighthouse brings it")
    for name, data in pins.items():
        (folder / name).write_bytes(data)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=folder, check=True)
    return program


def _scores(tool: Path, url: str, words: tuple[str, ...], report: Path) -> dict[str, float]:
    """Return the score of each category, of 100, in one run; the report stays in its file."""
    browser = next(filter(None, map(shutil.which, platforms.BROWSERS)), "")
    with tempfile.TemporaryDirectory(prefix="octavo-lighthouse-") as home:
        command = [
            *("node", str(tool), url, "--quiet", "--output=json", f"--output-path={report}"),
            f"--only-categories={','.join(GOALS)}",
            f"--chrome-flags=--headless=new --no-sandbox --user-data-dir={home}",
            *words,
        ]
        settings = {**os.environ, "CHROME_PATH": os.environ.get("CHROME_PATH", browser)}
        ended = subprocess.run(command, env=settings, capture_output=True, text=True)
    if ended.returncode:
        sys.exit(f"Lighthouse failed on {url}:\n{ended.stderr}")
    categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: 100 * (categories[name]["score"] or 0) for name in GOALS}


def _faults(report: Path) -> Iterator[str]:
    """Yield what cost points in the last run."""
    told = json.loads(report.read_text(encoding="utf-8"))
    for category in told["categories"].values():
        for entry in category["auditRefs"]:
            audit = told["audits"][entry["id"]]
            if entry["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                yield f"{audit['id']}: {audit['title']} {audit.get('displayValue', '')}".rstrip()


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a folder while the block runs; gives its address."""
    with ThreadingHTTPServer((HOST, 0), _Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{HOST}:{server.server_port}/"
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = BUILD / unquote(urlsplit(self.path).path).lstrip("/")
        if BUILD not in path.resolve().parents or not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        ending = path.suffix
        is_small = ending in COMPRESSED and "br" in self.headers.get("Accept-Encoding", "")
        data = _small(path) if is_small else path.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", KINDS.get(ending, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=31536000")
        if is_small:
            self.send_header("Content-Encoding", "br")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal has the table."""


@cache
def _small(path: Path) -> bytes:
    return bytes(brotli.compress(path.read_bytes()))


if __name__ == "__main__":
    main()
