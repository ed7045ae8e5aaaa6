"""One transaction for all who wait: a commit takes as long for one row as for fifty.

Whoever comes while another is at it waits. Who is at it takes all that wait once its turn to write has come, works for
them, and names the next. Nobody waits for company: alone, the work is done at once. Work that fails together is done
again one by one, so that nobody bears another's error.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Opened = TypeVar("Opened")


class _Wish(Generic[Item, Result]):
    """An item, and what became of it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.results: list[Result] = []
        self.error: BaseException | None = None
        self._called = threading.Lock()
        self._called.acquire()

    @property
    def is_done(self) -> bool:
        """Whether somebody did it."""
        return bool(self.results) or self.error is not None

    def wait(self) -> None:
        """Until somebody calls."""
        self._called.acquire()

    def call(self) -> None:
        """It is done, or it is the one to work next."""
        self._called.release()


class Together(Generic[Item, Result, Opened]):
    """``do(item)`` → its result, from ``work(opened, items)``, which gives a result for each in order.

    ``turn`` waits until it may write; what was written is kept, all or nothing, when it is left without an error.
    """

    def __init__(
        self,
        turn: Callable[[], AbstractContextManager[Opened]],
        work: Callable[[Opened, Sequence[Item]], Sequence[Result]],
    ) -> None:
        self._turn, self._work = turn, work
        self._waiting: list[_Wish[Item, Result]] = []
        self._is_busy, self._looking = False, threading.Lock()

    def do(self, item: Item) -> Result:
        """Returns when the work is done, whoever did it. Raises what it raised for this item."""
        wish = _Wish[Item, Result](item)
        with self._looking:
            self._waiting.append(wish)
            must_wait, self._is_busy = self._is_busy, True
        if must_wait:
            wish.wait()
        if not wish.is_done:
            self._work_for_all(wish)
        if wish.error is not None:
            raise wish.error
        return wish.results[0]

    def _work_for_all(self, first: _Wish[Item, Result]) -> None:
        taken: list[_Wish[Item, Result]] = []
        try:
            with self._turn() as opened:
                taken += self._take()
                results = self._work(opened, [wish.item for wish in taken])
            for wish, result in zip(taken, results, strict=True):
                wish.results.append(result)
        except BaseException as error:
            self._bear(error, taken)
            taken = taken or self._fail_all(error)
        finally:
            self._pass_on([wish for wish in taken if wish is not first])

    def _bear(self, error: BaseException, taken: Sequence[_Wish[Item, Result]]) -> None:
        """One alone bears its error; several are tried again one by one."""
        for wish in taken:
            if len(taken) > 1 and isinstance(error, Exception):
                self._work_for_one(wish)
            else:
                wish.error = error

    def _fail_all(self, error: BaseException) -> list[_Wish[Item, Result]]:
        """The turn never came: all that wait hear so, instead of each waiting for it again."""
        taken = self._take()
        for wish in taken:
            wish.error = error
        return taken

    def _work_for_one(self, wish: _Wish[Item, Result]) -> None:
        try:
            with self._turn() as opened:
                results = self._work(opened, [wish.item])
            wish.results.extend(results)
        except BaseException as error:
            wish.error = error

    def _take(self) -> list[_Wish[Item, Result]]:
        with self._looking:
            taken, self._waiting = self._waiting, []
            return taken

    def _pass_on(self, done: Sequence[_Wish[Item, Result]]) -> None:
        """The first that waits goes on; those whose work is done are told."""
        with self._looking:
            following = self._waiting[:1]
            self._is_busy = bool(following)
        for wish in [*following, *done]:
            wish.call()
