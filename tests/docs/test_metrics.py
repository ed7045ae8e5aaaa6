"""What an alert watches is true with several web processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SET = "from api.health import SNAPSHOT_AGE; SNAPSHOT_AGE.set({age})"


def web_process(code: str, folder: Path) -> None:
    """Run ``code`` as one web process among several."""
    env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder), "QIANHUI_DEMO": "1"}
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], env=env, cwd=root, check=True)


def scraped(folder: Path) -> str:
    """What a scrape of all processes answers."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))
    return generate_latest(registry).decode()


@pytest.mark.slow
def test_age_of_the_publication_is_the_last_one_measured(tmp_path: Path):
    for age in (5, 9000):  # the first process never measures again
        web_process(SET.format(age=age), tmp_path)
    (line,) = [row for row in scraped(tmp_path).splitlines() if row.startswith("qianhui_publication_age_seconds")]
    assert float(line.split()[-1]) == 9000
