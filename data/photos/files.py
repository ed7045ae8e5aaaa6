"""Where photos lie: any fsspec file store (``settings.files``), originals under their content's hash, copies by photo.

A local file is complete and on disk before its name exists; S3 and its like promise that by themselves.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from data.settings import settings


def original(sha256: str) -> str:
    """The name of an unchanged original."""
    return f"original/{sha256[:2]}/{sha256}"


def copy(photo_uuid: str, size: str) -> str:
    """The name of a marked copy; ``size`` is ``full`` or ``thumb``."""
    return f"{size}/{photo_uuid[:2]}/{photo_uuid}.jpg"


def write(name: str, content: bytes) -> None:
    """Keep ``content`` under ``name``; what is there already stays when it has the same size."""
    store, root = url_to_fs(settings().files)
    path = f"{root}/{name}"
    if store.exists(path) and store.size(path) == len(content):
        return
    if isinstance(store, LocalFileSystem):
        _write_local(Path(path), content)
    else:
        store.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        store.pipe_file(path, content)


def read(name: str) -> bytes | None:
    """The content; None when there is no such file."""
    store, root = url_to_fs(settings().files)
    try:
        return bytes(store.cat_file(f"{root}/{name}"))
    except FileNotFoundError:
        return None


def _write_local(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with whole.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    whole.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
