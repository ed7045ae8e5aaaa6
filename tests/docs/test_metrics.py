"""What an alert watches is true with several web processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SET = "from api.health import SNAPSHOT_AGE; SNAPSHOT_AGE.set({age})"
READ = """
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def python(code: str, folder: Path) -> str:
    """Run ``code`` as one web process among several; what it printed."""
    env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder), "QIANHUI_DEMO": "1"}
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=root, check=True, capture_output=True, text=True
    ).stdout


def test_age_of_the_publication_is_the_last_one_measured(tmp_path: Path):
    for age in (5, 9000):  # the first process never measures again
        python(SET.format(age=age), tmp_path)
    (line,) = [row for row in python(READ, tmp_path).splitlines() if row.startswith("qianhui_publication_age_seconds")]
    assert float(line.split()[-1]) == 9000
