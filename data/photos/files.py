"""Where photos lie: any fsspec file store (``settings.files``), originals under their content's hash, copies and
pieces by photo.

A local file is complete and on disk before its name exists; S3 and its like promise that by themselves.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
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


def piece(photo_uuid: str, offset: int) -> str:
    """The name of a piece of a photo that is still coming; by name they lie in order."""
    return f"{pieces_of(photo_uuid)}/{offset:010d}"


def pieces_of(photo_uuid: str) -> str:
    """The folder of such pieces."""
    return f"pieces/{photo_uuid[:2]}/{photo_uuid}"


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


def sizes(folder: str) -> dict[str, int]:
    """Name and size of each file that lies in ``folder``, by name; none when there is no such folder."""
    store, root = url_to_fs(settings().files)
    store.invalidate_cache()  # another process may have written since
    try:
        found = store.ls(f"{root}/{folder}", detail=True)
    except FileNotFoundError:
        return {}
    names = {f"{folder}/{Path(file['name']).name}": int(file["size"]) for file in found}
    return {name: names[name] for name in sorted(names) if not Path(name).name.startswith(".")}


def remove(folder: str) -> None:
    """Remove ``folder`` with all that lies in it."""
    store, root = url_to_fs(settings().files)
    with suppress(FileNotFoundError):
        store.rm(f"{root}/{folder}", recursive=True)


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
