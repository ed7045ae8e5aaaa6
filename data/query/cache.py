"""Answers kept in the process: bounded, by question, scope, language, snapshot and live version. Safe for threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

MOST_ANSWERS = 512
MOST_CELLS = 200_000  # an answer larger than this is not kept
STRIPES = 16


class AnswerCache:
    """The least recently used answer goes first. The same question asked twice at once is computed once."""

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        self._most, self._kept = most, OrderedDict[Hashable, Any]()
        self._lock, self._stripes = threading.Lock(), [threading.Lock() for _ in range(STRIPES)]

    def get(self, key: Hashable, compute: Callable[[], Any], size: Callable[[Any], int]) -> Any:
        """The kept answer, or ``compute()``, kept when its size allows."""
        found = self._find(key)
        if found is not None:
            return found
        with self._stripes[hash(key) % STRIPES]:
            found = self._find(key)
            if found is None:
                found = compute()
                if size(found) <= MOST_CELLS:
                    self._keep(key, found)
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def _find(self, key: Hashable) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Hashable, value: Any) -> None:
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
