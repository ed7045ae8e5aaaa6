"""A thread per web process that looks for new rows twice a second, and now and then does what follows from them.

Started by the first live request, never at import.
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
    """Start the thread of this process's store unless it runs. A forked child has none and starts its own."""
    kept = chosen or store()
    if kept.ticker is not None and kept.ticker.is_alive():
        return
    with _starting:
        if kept.ticker is None or not kept.ticker.is_alive():
            kept.ticker = threading.Thread(target=_run, args=(kept,), name="live", daemon=True)
            kept.ticker.start()


def _run(kept: Store) -> None:
    trimmed = forwarded = time.monotonic()
    while kept.ticker is threading.current_thread():
        started = time.monotonic()
        try:
            kept.tick()
            if started - forwarded > FORWARD_SECONDS:
                forwarded = started
                put_forward(kept)
        except Exception as error:  # the thread must outlive any bad file or store
            log.warning("tick failed", error=f"{type(error).__name__}: {error}"[:300])
        if started - trimmed > TRIM_SECONDS:
            give_back()
            trimmed = started
        took = time.monotonic() - started
        time.sleep(max(took, EVERY_SECONDS - took))  # half the time at most: requests need the process too


def stop(chosen: Store | None = None) -> None:
    """Let the thread end after its tick; requests then tend the store themselves."""
    kept = chosen or store()
    thread, kept.ticker = kept.ticker, None
    if thread is not None:
        thread.join(5)
