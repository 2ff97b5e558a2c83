"""LibreOffice, where it is installed: .docx in, what stands there after all changes are accepted, or
rejected, out. A macro of a profile of its own does it, for many files in one run."""

import shutil
import subprocess
from collections.abc import Iterable
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
    """Return what a flat OpenDocument text says: its paragraphs with their styles, rows of tables
    as such, notes where they are called; empty paragraphs are left out."""
    root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
    parents = {
        str(node.get(_name("style:name"))): str(node.get(_name("style:parent-style-name")))
        for node in root.iter(_name("style:style"))
        if node.get(_name("style:family")) == "paragraph"
        and node.get(_name("style:parent-style-name"))
    }
    body = next(root.iter(_name("office:text")))
    return list(_paragraphs(body, parents))


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0}}{local}"


def _paragraphs(body: etree._Element, parents: dict[str, str]) -> Iterable[str]:
    changes = {node for each in body.iter(_name("text:tracked-changes")) for node in each.iter()}
    assert not changes
    for node in body.iter(_name("text:p"), _name("text:h"), _name("table:table-row")):
        if any(
            True for _ in node.iterancestors(_name("text:note-body"), _name("office:annotation"))
        ):
            continue
        if node.tag == _name("table:table-row"):
            yield "row"
            continue
        style = str(node.get(_name("text:style-name")))
        while style in parents and style.startswith("P") and style[1:].isdigit():
            style = parents[style]
        text = " ".join("".join(_words(node)).split())
        pictures = sum(1 for _ in node.iter(_name("draw:image")))
        deep = sum(1 for _ in node.iterancestors(_name("text:list")))
        if text or pictures:
            yield f"{style}{' +' * deep}{' picture' * pictures}: {text}"


def _words(node: etree._Element) -> Iterable[str]:
    if node.tag == _name("text:note"):
        body = next(node.iter(_name("text:note-body")))
        yield f"[note {' '.join(''.join(body.itertext()).split())}]"
    elif node.tag in (_name("office:annotation"), _name("office:binary-data"), _name("svg:desc")):
        return
    elif node.tag in (_name("text:s"), _name("text:tab"), _name("text:line-break")):
        yield " "
    else:
        yield node.text or ""
        for each in node:
            yield from _words(each)
            yield each.tail or ""
