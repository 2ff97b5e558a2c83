"""LibreOffice, where it is installed: .docx in; out comes what stands there after all changes are
accepted, or rejected. A macro in a profile of its own does it, for many files in one run."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

OFFICE = shutil.which("soffice")
WHY = "there is no LibreOffice here: apt-get install libreoffice-writer-nogui"
DECISIONS = {"accepted": "AcceptAllTrackedChanges", "rejected": "RejectAllTrackedChanges"}
_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Decide"
 script:language="StarBasic">
Sub DecideAll(listed As String)
  Dim number As Integer, entry As String, words
  number = FreeFile
  Open listed For Input As #number
  Do While Not Eof(number)
    Line Input #number, entry
    If entry &lt;&gt; "" Then
      words = Split(entry, "|")
      DecideOne(words(0), words(1), words(2))
    End If
  Loop
  Close #number
  StarDesktop.terminate()
End Sub
Sub DecideOne(source As String, command As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim written(0) As New com.sun.star.beans.PropertyValue
  Dim nothing_more()
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  written(0).Name = "FilterName" : written(0).Value = "OpenDocument Text Flat XML"
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(doc.CurrentController.Frame, command, "", 0, nothing_more())
  doc.storeToURL(target, written())
  doc.close(True)
End Sub
</script:module>"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Decide"/></library:library>"""


def decide(files: Iterable[Path], folder: Path) -> None:
    """Write NAME.accepted.fodt and NAME.rejected.fodt of each file into a folder."""
    start = [str(OFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    start += ["--headless", "--norestore"]
    _run([*start, "--terminate_after_init"])  # it makes the profile, with a library of its own
    library = folder / "profile" / "user" / "basic" / "Standard"
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (library / "Decide.xba").write_text(_MACRO, encoding="utf-8")
    lines = [
        f"{path.as_uri()}|.uno:{command}|{(folder / f'{path.stem}.{name}.fodt').as_uri()}"
        for path in files
        for name, command in DECISIONS.items()
    ]
    (folder / "listed.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _run([*start, f"macro:///Standard.Decide.DecideAll({folder / 'listed.txt'})"])


def _run(words: list[str]) -> None:
    subprocess.run(words, check=True, timeout=580, capture_output=True)


def told(path: Path) -> list[str]:
    """Return what a flat OpenDocument text says: paragraphs, rows of tables as such, notes where
    they are called; empty paragraphs are left out."""
    root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
    body = next(root.iter(_name("office:text")))
    assert next(body.iter(_name("text:tracked-changes")), None) is None
    return list(_paragraphs(body))


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    space = "svg-compatible" if prefix == "svg" else prefix
    return f"{{urn:oasis:names:tc:opendocument:xmlns:{space}:1.0}}{local}"


UNTOLD = [
    _name(name) for name in ("office:annotation", "office:binary-data", "svg:desc", "svg:title")
]


def _paragraphs(body: etree._Element) -> Iterator[str]:
    inside = (_name("text:note-body"), _name("office:annotation"))
    for node in body.iter(_name("text:p"), _name("text:h"), _name("table:table-row")):
        if next(node.iterancestors(*inside), None) is not None:
            continue
        if node.tag == _name("table:table-row"):
            yield "row"
            continue
        text = " ".join("".join(_words(node)).split())
        pictures = sum(1 for _ in node.iter(_name("draw:image")))
        if text or pictures:
            yield f"{'picture ' * pictures}{text}"


def _words(node: etree._Element) -> Iterator[str]:
    if node.tag == _name("text:note"):
        body = next(node.iter(_name("text:note-body")))
        yield f"[note {' '.join(''.join(body.itertext()).split())}]"
    elif node.tag in UNTOLD:
        return
    elif node.tag in (_name("text:s"), _name("text:tab"), _name("text:line-break")):
        yield " "
    else:
        yield node.text or ""
        for each in node:
            yield from _words(each)
            yield each.tail or ""
