"""A thread per web process that looks for new rows twice a second, and one beside it that puts forward what they ask for.

The second writes to the operations DB and may wait there for others: the map does not wait with it. Both are started by the
first live request, never at import.
"""

from __future__ import annotations

import threading
import time

from data.live.forward import put_forward
from data.log import logger
from data.memory import give_back
from data.serving import Store, store

EVERY_SECONDS = 0.5
TRIM_SECONDS = 30.0
FORWARD_SECONDS = 20.0

log = logger(__name__)
_starting = threading.Lock()


def ensure(chosen: Store | None = None) -> None:
    """Start the threads of this process's store unless they run. A forked child has none and starts its own."""
    kept = chosen or store()
    if _runs(kept.ticker) and _runs(kept.forwarder):
        return
    with _starting:
        if not _runs(kept.ticker):
            kept.ticker = threading.Thread(target=_run, args=(kept,), name="live", daemon=True)
            kept.ticker.start()
        if not _runs(kept.forwarder):
            _wait(kept)


def _runs(thread: threading.Thread | None) -> bool:
    return thread is not None and thread.is_alive()


def _run(kept: Store) -> None:
    trimmed = time.monotonic()
    while kept.ticker is threading.current_thread():
        started = time.monotonic()
        try:
            kept.tick()
        except Exception as error:  # the thread must outlive any bad file or store
            log.warning("tick failed", error=f"{type(error).__name__}: {error}"[:300])
        if started - trimmed > TRIM_SECONDS:
            give_back()
            trimmed = started
        took = time.monotonic() - started
        time.sleep(max(took, EVERY_SECONDS - took))  # half the time at most: requests need the process too


def _wait(kept: Store) -> None:
    """The next look for cases; ``_starting`` is held."""
    kept.forwarder = threading.Timer(FORWARD_SECONDS, _forward, (kept,))
    kept.forwarder.name, kept.forwarder.daemon = "cases", True
    kept.forwarder.start()


def _forward(kept: Store) -> None:
    try:
        put_forward(kept)
    except Exception as error:  # it is tried again
        log.warning("cases not put forward", error=f"{type(error).__name__}: {error}"[:300])
    with _starting:
        if kept.forwarder is threading.current_thread():  # else it was stopped
            _wait(kept)


def stop(chosen: Store | None = None) -> None:
    """Let the threads end after what they are at; requests then tend the store themselves."""
    kept = chosen or store()
    with _starting:
        ticker, kept.ticker = kept.ticker, None
        forwarder, kept.forwarder = kept.forwarder, None
    if forwarder is not None:
        forwarder.cancel()
        forwarder.join(5)
    if ticker is not None:
        ticker.join(5)
