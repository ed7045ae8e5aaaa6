"""How gunicorn serves the application: ``gunicorn app:server``. Its command line overrides each value."""

import gc
import os
import shutil
from pathlib import Path

from data.memory import frugal_heap
from data.settings import settings

frugal_heap()
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # its own pool keeps what it once held

_metrics = Path(settings().home) / "metrics"
_metrics.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_metrics))

bind = f"127.0.0.1:{os.environ.get('PORT', '8050')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
timeout = 120
graceful_timeout = 10
keepalive = 75
max_requests = 200_000
max_requests_jitter = 20_000
accesslog = None
preload_app = True  # imported once: the web processes share what they do not change
control_socket_disable = True  # nothing of ours uses gunicorn's control socket


def pre_fork(server, worker):
    """What was imported stays shared: the collector of the children does not touch it."""
    gc.collect()
    gc.freeze()


def on_starting(server):
    """A restart begins with empty counters and without what killed processes left."""
    for old in _metrics.glob("*.db"):
        old.unlink(missing_ok=True)
    shutil.rmtree(settings().home / "tmp", ignore_errors=True)


def post_worker_init(worker):
    """Attach the publication and begin to watch for visits before the first person asks."""
    from data.live.ticker import ensure

    ensure()


def child_exit(server, worker):
    """Take a finished worker's gauges out of /metrics."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
