"""Models on disk: ``<folder>/<problem>/<version>/`` with arrays (``.npz``, read without pickle), JSON, and a card.

``card.json``: date, data snapshot, features, metrics, and the hash of the model's files; checked on reading. ``current``
names the version in use, switched by renaming; ``roll_back`` names the one before. ``next`` names a version written and not
yet used, so that ``complete`` can use it after a process was killed in between.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import NotFound, Unavailable
from models.learning.additive import Additive
from models.learning.binning import Binning
from models.learning.calibration import Calibration

VERSION = re.compile(r"\d{8}-[0-9a-f]{8}")


def save(folder: Path, problem: str, models: dict[str, Additive], card: dict[str, Any], date: str) -> str:
    """Write the models under their names; the new version, which is not in use yet. ``date``: YYYYMMDD."""
    shelf = folder / problem
    draft = shelf / ".draft"
    draft.mkdir(parents=True, exist_ok=True)
    for name, model in models.items():
        _write(draft, name, model)
    digest = _digest(draft)
    version = f"{date}-{digest[:8]}"
    text = json.dumps(card | {"version": version, "hash": digest}, ensure_ascii=False, indent=1, default=float)
    (draft / "card.json").write_text(text, encoding="utf-8")
    target = shelf / version
    if target.exists():
        _clear(draft)
    else:
        _name(shelf / "next", version)
        os.replace(draft, target)
    return version


def use(folder: Path, problem: str, version: str) -> None:
    """Make a version the one in use. Raises NotFound."""
    shelf = folder / problem
    if not VERSION.fullmatch(version) or not (shelf / version / "card.json").exists():
        raise NotFound("No version %(version)s of %(problem)s", version=version, problem=problem)
    _name(shelf / "current", version)
    (shelf / "next").unlink(missing_ok=True)


def complete(folder: Path, problem: str) -> None:
    """Use what was saved to be used, if its writer was killed before it could."""
    path = folder / problem / "next"
    version = path.read_text(encoding="utf-8") if path.exists() else ""
    if version in versions(folder, problem):
        use(folder, problem, version)


def current(folder: Path, problem: str) -> str | None:
    """The version in use; None before the first."""
    path = folder / problem / "current"
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def versions(folder: Path, problem: str) -> list[str]:
    """All versions kept, oldest first: in the order in which they were written."""
    found = [path for path in (folder / problem).glob("*/card.json") if VERSION.fullmatch(path.parent.name)]
    return [
        path.parent.name for path in sorted(found, key=lambda path: (path.parent.name[:8], path.stat().st_mtime_ns))
    ]


def roll_back(folder: Path, problem: str) -> str:
    """Use the version before the one in use; which it is. Raises NotFound when there is none."""
    known, now = versions(folder, problem), current(folder, problem)
    earlier = known[: known.index(now)] if now in known else []
    if not earlier:
        raise NotFound("There is no version of %(problem)s before %(version)s", problem=problem, version=now or "-")
    use(folder, problem, earlier[-1])
    return earlier[-1]


def card(folder: Path, problem: str, version: str) -> dict[str, Any]:
    """What is written of a version."""
    return json.loads((folder / problem / version / "card.json").read_text(encoding="utf-8"))


def load(folder: Path, problem: str, version: str, name: str) -> Additive:
    """One of the version's models. Raises NotFound, and Unavailable when the files are not those the card was written for."""
    place = folder / problem / version
    if not (place / f"{name}.npz").exists():
        raise NotFound("No version %(version)s of %(problem)s", version=version, problem=problem)
    if _digest(place) != card(folder, problem, version)["hash"]:
        raise Unavailable("The files of model %(version)s were changed", version=version)
    return _read(place, name)


def _name(path: Path, version: str) -> None:
    draft = path.with_name(f"{path.name}.tmp")
    draft.write_text(version, encoding="utf-8")
    os.replace(draft, path)


def _write(place: Path, name: str, model: Additive) -> None:
    edges = np.concatenate(model.binning.edges) if model.binning.edges else np.empty(0)
    lengths = np.array([len(one) for one in model.binning.edges])
    with (place / f"{name}.npz").open("wb") as file:
        np.savez(
            file, edges=edges.astype(np.float32), lengths=lengths, sizes=model.binning.sizes,
            is_category=model.binning.is_category, tables=model.tables, base=model.base,
        )  # fmt: skip
    said = {
        "targets": model.targets, "names": model.names, "calibrations": [asdict(one) for one in model.calibrations]
    }  # fmt: skip
    (place / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")


def _read(place: Path, name: str) -> Additive:
    said = json.loads((place / f"{name}.json").read_text(encoding="utf-8"))
    with np.load(place / f"{name}.npz", allow_pickle=False) as kept:
        cuts = np.cumsum(kept["lengths"])[:-1]
        binning = Binning(tuple(np.split(kept["edges"], cuts)), kept["sizes"], kept["is_category"])
        tables, base = kept["tables"], kept["base"]
    calibrations = tuple(
        Calibration(one["slope"], one["intercept"], tuple(one["at"]), tuple(one["to"])) for one in said["calibrations"]
    )
    return Additive(tuple(said["targets"]), tuple(said["names"]), binning, tables, base, calibrations)


def _digest(place: Path) -> str:
    """Of the arrays and what stands beside them; the zip's own time stamps do not count."""
    digest = hashlib.sha256()
    for path in sorted(place.iterdir()):
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as kept:
                for key in sorted(kept.files):
                    digest.update(f"{path.name}/{key}".encode() + np.ascontiguousarray(kept[key]).tobytes())
        elif path.name != "card.json":
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
