"""One transaction for all who wait: a commit takes as long for one row as for fifty.

Whoever comes while another is at it waits, and the next in turn does the work of all that wait by then. Nobody waits for
company: alone, the work is done at once. Work that fails together is done again one by one, so that nobody bears another's
error.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Wish(Generic[Item, Result]):
    """An item, and what became of it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.results: list[Result] = []
        self.error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        """Whether somebody did it."""
        return bool(self.results) or self.error is not None


class Together(Generic[Item, Result]):
    """``do(item)`` → its result, from ``work(items)``, which gives a result for each in order, all or none."""

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._work = work
        self._waiting: list[_Wish[Item, Result]] = []
        self._adding, self._turn = threading.Lock(), threading.Lock()

    def do(self, item: Item) -> Result:
        """Returns when the work is done, whoever did it. Raises what it raised for this item."""
        wish = _Wish[Item, Result](item)
        with self._adding:
            self._waiting.append(wish)
        with self._turn:
            if not wish.is_done:
                with self._adding:
                    taken, self._waiting = self._waiting, []
                self._settle(taken)
        if wish.error is not None:
            raise wish.error
        return wish.results[0]

    def _settle(self, wishes: Sequence[_Wish[Item, Result]]) -> None:
        try:
            for wish, result in zip(wishes, self._work([wish.item for wish in wishes]), strict=True):
                wish.results.append(result)
        except BaseException as error:
            if len(wishes) > 1 and isinstance(error, Exception):
                for wish in wishes:
                    self._settle([wish])
                return
            for wish in wishes:
                wish.error = error
