"""Deliveries: the folders ``<HOME>/feeds/<business_date>/`` and what their manifests promise.

A folder without a manifest is not delivered yet. Checks here need no database: files present, checksums, headers. What is
wrong refuses the whole folder, with the reason.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from data.clock import local
from data.errors import FeedRejected
from etl.contract import Contract

CHUNK = 1 << 20


@dataclass(frozen=True)
class Part:
    """A file of a feed: absolute path, promised rows, checksum and encoding."""

    path: Path
    rows: int
    sha256: str
    encoding: str


@dataclass(frozen=True)
class FeedDelivery:
    """A feed in a delivery; ``checksum`` is that of all its parts together."""

    feed: str
    kind: str
    parts: tuple[Part, ...]

    @property
    def checksum(self) -> str:
        """Known by this: the same content again changes nothing."""
        return hashlib.sha256("\n".join(p.sha256 for p in self.parts).encode()).hexdigest()


@dataclass(frozen=True)
class Delivery:
    """A delivered folder. ``reaches`` (naive Asia/Shanghai) is the moment the data reach; ``is_complete`` when the day was over."""

    folder: Path
    business_date: date
    reaches: datetime
    is_complete: bool
    feeds: dict[str, FeedDelivery]
    seed: int | None
    scale: str
    demo: bool

    @property
    def fingerprint(self) -> str:
        """Changes with the manifest or any file's size or time; so a refused folder is tried again once mended."""
        files = [self.folder / "manifest.json", *(p.path for f in self.feeds.values() for p in f.parts)]
        state = [(str(p), p.stat().st_size, p.stat().st_mtime_ns) if p.exists() else (str(p),) for p in files]
        return hashlib.sha256(repr(state).encode()).hexdigest()


def deliveries(home: Path) -> list[Path]:
    """Folders with a manifest, oldest business date first."""
    return sorted(p.parent for p in (home / "feeds").glob("*/manifest.json"))


def read_manifest(folder: Path) -> Delivery:
    """The delivery in ``folder``. Raises FeedRejected when the manifest is unreadable."""
    try:
        raw = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        feeds = {f["feed"]: _feed(folder, f) for f in raw["feeds"]}
        day = date.fromisoformat(raw["business_date"])
        day_end = datetime.combine(day + timedelta(days=1), time())
        reaches = min(local(datetime.fromisoformat(raw.get("until") or raw["created_at"])), day_end)
        return Delivery(
            folder,
            day,
            reaches,
            bool(raw.get("complete", reaches >= day_end)),
            feeds,
            raw.get("seed"),
            str(raw.get("scale", "")),
            bool(raw.get("demo", False)),
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise FeedRejected(
            "manifest.json in %(folder)s cannot be read: %(problem)s", folder=folder.name, problem=repr(problem)
        ) from problem


def _feed(folder: Path, raw: Mapping[str, Any]) -> FeedDelivery:
    parts = tuple(
        Part(folder / p["path"], int(p["rows"]), p["sha256"], p.get("encoding", "utf-8").lower()) for p in raw["files"]
    )
    return FeedDelivery(raw["feed"], raw["kind"], parts)


def verify(delivery: FeedDelivery, contract: Contract) -> None:
    """Refuse a feed whose kind, encoding, files or header do not fit. Raises FeedRejected."""
    if delivery.kind != contract.kind:
        raise FeedRejected(
            "%(feed)s: the manifest says %(came)s, the contract %(wanted)s",
            feed=contract.feed, came=delivery.kind, wanted=contract.kind,
        )  # fmt: skip
    for part in delivery.parts:
        _verify_part(part, contract)


@contextmanager
def summed(feeds: Iterable[FeedDelivery]) -> Iterator[Callable[[], None]]:
    """Checksums of all files, taken on threads of their own meanwhile; what is given waits for them.

    It raises FeedRejected for the first file that is not what the manifest says.
    """
    with ThreadPoolExecutor(2, thread_name_prefix="checksum") as pool:
        sums = [pool.submit(_check_sum, feed.feed, part) for feed in feeds for part in feed.parts]
        try:
            yield lambda: _wait_for(sums)
        finally:
            pool.shutdown(cancel_futures=True)


def _verify_part(part: Part, contract: Contract) -> None:
    where = {"feed": contract.feed, "file": part.path.name}
    if codecs.lookup(part.encoding) != codecs.lookup(contract.encoding):
        raise FeedRejected(
            "%(feed)s/%(file)s: encoding %(came)s in the manifest, %(wanted)s in the contract",
            came=part.encoding, wanted=contract.encoding, **where,
        )  # fmt: skip
    if not part.path.exists():
        raise FeedRejected("%(feed)s/%(file)s: the file is missing", **where)
    header(part, contract)


def _wait_for(sums: list[Future[None]]) -> None:
    for one in sums:
        one.result()


def _check_sum(feed: str, part: Part) -> None:
    if (found := file_sha256(part.path)) != part.sha256:
        raise FeedRejected(
            "%(feed)s/%(file)s: checksum %(found)s, the manifest says %(wanted)s (is the copy complete?)",
            feed=feed, file=part.path.name, found=found[:12], wanted=part.sha256[:12],
        )  # fmt: skip


def file_sha256(path: Path) -> str:
    """Hex SHA-256 of a file, read in chunks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def header(part: Part, contract: Contract) -> list[str]:
    """The file's column headers. Raises FeedRejected on missing or unknown columns, or another encoding."""
    where = {"feed": contract.feed, "file": part.path.name}
    try:
        with part.path.open(
            encoding="utf-8-sig" if part.encoding in {"utf-8", "utf8"} else part.encoding, newline=""
        ) as file:
            found = next(csv.reader(file, delimiter=contract.delimiter), [])
    except UnicodeDecodeError as problem:
        raise FeedRejected(
            "%(feed)s/%(file)s is not %(encoding)s: %(problem)s",
            encoding=part.encoding,
            problem=problem.reason,
            **where,
        ) from problem
    needed = {c.header for c in contract.columns if c.default is None}
    missing, unknown = needed - set(found), set(found) - {c.header for c in contract.columns}
    if missing or unknown:
        raise FeedRejected(
            "%(feed)s/%(file)s: columns missing %(missing)s, unknown %(unknown)s",
            missing=sorted(missing), unknown=sorted(unknown), **where,
        )  # fmt: skip
    return found
