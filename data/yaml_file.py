"""YAML files of the project, read by the parser written in C: in Python the contracts alone take a second of every start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read_yaml(path: Path) -> Any:
    """What the file holds."""
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
