"""Shorthand of publication.yaml written out: a file's name stands for {file: name}, an edition's
for {name: name}."""

from octavo.source.config.yamls import Data, Marked


def normalise(marked: Marked) -> None:
    """Turn file names in front, body, back and parts into mappings, in place; places stay true."""
    for matter in ("front", "body", "back"):
        entries = marked.data.get(matter)
        if isinstance(entries, str) and entries:  # body: chapters/*.md
            marked.places[f"{matter}.0"] = marked.places[matter]
            entries = [entries]
        if isinstance(entries, list):
            marked.data[matter] = [
                _entry(marked, each, f"{matter}.{n}") for n, each in enumerate(entries)
            ]
    for key in ("subjects", "keywords", "editions", "plugins", "ignore"):
        value = marked.data.get(key)
        if isinstance(value, str):
            marked.data[key] = [value] if value else []
    editions = marked.data.get("editions")
    if isinstance(editions, list):
        marked.data["editions"] = [
            _name_edition(marked, each, f"editions.{n}") for n, each in enumerate(editions)
        ]


def _name_edition(marked: Marked, edition: Data, key: str) -> Data:
    if isinstance(edition, str):
        marked.places[f"{key}.name"] = marked.places.get(key, marked.places["editions"])
        return {"name": edition}
    return edition


def _entry(marked: Marked, entry: Data, key: str) -> Data:
    if isinstance(entry, str):
        marked.places[f"{key}.file"] = marked.places[key]
        return {"file": entry}
    if isinstance(entry, dict) and isinstance(entry.get("chapters"), list):
        chapters = entry["chapters"]
        assert isinstance(chapters, list)
        entry["chapters"] = [
            _entry(marked, each, f"{key}.chapters.{n}") for n, each in enumerate(chapters)
        ]
    return entry
