"""Customers of the demo who vote: some visits come with a code, and a little later somebody opens the page and taps a face."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from typing import Any

import numpy as np
import requests

from data.log import logger
from etl.world.phones.outbox import Away, Outbox

log = logger(__name__)
SHARE = 0.3  # of visits with a code that is used
KINDER = 0.25  # of votes lie a step below what the manager entered
SAID = ("讲得很清楚", "办事很快", "态度很好", "等得有点久", "希望常来", "手机银行教会了")
CODES, TIMEOUT, KEPT = 5, (3, 20), 200
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Voters:
    """Takes codes from the server as a phone does, and votes as a customer does, without being signed in."""

    def __init__(self, outbox: Outbox, rng: np.random.Generator) -> None:
        self._base, self._token, self._rng = outbox.base, outbox.token, rng
        self._codes: dict[str, list[str]] = defaultdict(list)
        self._waiting: deque[tuple[str, int]] = deque(maxlen=KEPT)

    def hand_out(self, visit: dict[str, Any]) -> None:
        """Now and then give a visit a code, which the customer will use."""
        if "satisfaction" not in visit or self._rng.random() >= SHARE:
            return
        held = self._codes[visit["staff_id"]] or self._fetched(visit["staff_id"])
        if held:
            visit["vote_code"] = held.pop()
            lower = int(self._rng.random() < KINDER)
            self._waiting.append((visit["vote_code"], max(1, visit["satisfaction"] - lower)))

    def vote(self) -> None:
        """One customer opens the page and votes; when the server is away or busy, that vote is not given."""
        if not self._waiting:
            return
        code, rating = self._waiting.popleft()
        try:
            with requests.Session() as phone:
                page = f"{self._base}/v/{code}"
                found = TOKEN.search(phone.get(page, timeout=TIMEOUT).text)
                said = str(self._rng.choice(SAID)) if self._rng.random() < 0.3 else ""
                form = {"csrf_token": found[1] if found else "", "rating": str(rating), "said": said}
                phone.post(page, data=form, headers={"Origin": self._base}, timeout=TIMEOUT)
        except requests.RequestException as trouble:
            log.info("no_vote", why=str(trouble)[:200])

    def _fetched(self, staff_id: str) -> list[str]:
        asked: dict[str, Any] = {"staff_id": staff_id, "count": CODES}
        try:
            answer = requests.post(
                f"{self._base}/api/v1/votes/codes",
                json=asked,
                headers={"Authorization": f"Bearer {self._token()}"},
                timeout=TIMEOUT,
            )
            self._codes[staff_id] = answer.json().get("codes", []) if answer.ok else []
        except (requests.RequestException, ValueError, Away):
            self._codes[staff_id] = []
        return self._codes[staff_id]
