"""Writing a delivery: files first, the manifest last, so that a folder without one is not delivered yet."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

OPTIONS = pacsv.WriteOptions(include_header=False, quoting_style="none")


class FeedFile:
    """One CSV file being written: hashed on the way, counted, renamed into place by ``close``."""

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self.path, self.encoding, self.rows = path, encoding, 0
        self._hash = hashlib.sha256()
        self._part = path.with_suffix(".csv.tmp")
        self._file = self._part.open("wb")
        self._has_header = False

    def write(self, table: pa.Table, spoilt: Iterable[str] = ()) -> None:
        """Add a table's rows, then bad rows as they are."""
        if not self._has_header:
            self._put((",".join(table.column_names) + "\n").encode())
            self._has_header = True
        if table.num_rows:
            sink = pa.BufferOutputStream()
            # In one piece: pyarrow 26 writes rubbish when the first of several chunks is empty.
            pacsv.write_csv(table.combine_chunks(), sink, OPTIONS)
            self._put(sink.getvalue())
        lines = [line + "\n" for line in spoilt]
        self._put("".join(lines).encode())
        self.rows += table.num_rows + len(lines)

    def close(self) -> dict[str, Any]:
        """Put the file in place; what the manifest says about it."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self.path)
        digest = self._hash.hexdigest()
        return {"path": self.path.name, "rows": self.rows, "sha256": digest, "encoding": self.encoding}

    def _put(self, data: bytes | pa.Buffer) -> None:
        if self.encoding != "utf-8":
            data = bytes(data).decode().encode(self.encoding)
        self._hash.update(data)
        self._file.write(data)


@dataclass
class Delivery:
    """One business day's folder. ``until`` is the moment the day's visits reach; ``complete`` when the day was over."""

    folder: Path
    business_date: date
    until: datetime
    complete: bool
    seed: int
    scale: str
    feeds: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def open(self, name: str, encoding: str = "utf-8") -> FeedFile:
        """A file of this delivery to write to; partial days have the time in the name: a file being read stays."""
        stamp = "" if self.complete else f"-{self.until:%H%M%S}"
        return FeedFile(self.folder / f"{name}{stamp}.csv", encoding)

    def add(self, feed: str, kind: str, files: list[dict[str, Any]]) -> None:
        """Name a finished feed for the manifest."""
        self.feeds.append({"feed": feed, "kind": kind, "files": files})

    def add_table(self, feed: str, table: pa.Table, encoding: str = "utf-8") -> None:
        """Write a whole feed that fits in one table."""
        file = self.open(feed, encoding)
        file.write(table)
        self.add(feed, "full", [file.close()])

    def finish(self) -> Path:
        """Write the manifest, then drop files neither it nor the one before names. Returns its path."""
        path = self.folder / "manifest.json"
        before = read_manifest(path)
        manifest = {
            "business_date": self.business_date.isoformat(),
            "source": "demo core banking",
            "created_at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "until": self.until.isoformat(),
            "complete": self.complete,
            "demo": True,
            "seed": self.seed,
            "scale": self.scale,
            "feeds": self.feeds,
        }
        write_atomically(path, json.dumps(manifest, ensure_ascii=False, indent=1))
        keep = _files(manifest) | _files(before)
        for old in self.folder.glob("*.csv*"):
            if old.name not in keep:
                old.unlink()
        return path


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest, or an empty one when there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write_atomically(path: Path, content: str) -> None:
    """Write beside, then rename."""
    part = path.with_name(path.name + ".tmp")
    part.write_text(content, encoding="utf-8")
    part.replace(path)


def _files(manifest: dict[str, Any]) -> set[str]:
    return {file["path"] for feed in manifest.get("feeds", []) for file in feed["files"]}
