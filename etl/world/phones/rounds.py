"""The day of the demo phones: a roster, everybody's way, and what they send, tick by tick."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np

from data.log import logger
from etl.world.phones.busy import Busy
from etl.world.phones.earlier import Earlier
from etl.world.phones.hours import closing, opening
from etl.world.phones.messages import Messages
from etl.world.phones.out import WITHIN, go_out, out_on
from etl.world.phones.outbox import Outbox
from etl.world.phones.roster import Roster, read_roster
from etl.world.phones.voters import Voters
from etl.world.phones.walk import Walk

log = logger(__name__)
WITH_PHOTO = 1 / 3
FIRST_PHOTOS = 30
PHOTOS_A_TICK = 6


class Rounds:
    """Keeps the phones going. ``tick`` is called about once a second."""

    def __init__(self, base: str, home: Path) -> None:
        self.home, self.outbox = home, Outbox(base, home)
        self._day: date | None = None

    def tick(self, now: datetime) -> None:
        """What happens in this second, and what still waits to be sent."""
        if self._day != now.date():
            self._start(now)
        moment = now.timestamp()
        self._visits(self.walk.finished(moment), moment)
        self.outbox.add_positions(self.messages.positions(self.walk, self.walk.due(moment), moment))
        if self.outbox.is_empty:
            self._send_earlier(moment)
        self.outbox.flush(PHOTOS_A_TICK)
        if self.outbox.is_empty:
            self.voters.vote()

    def _start(self, now: datetime) -> None:
        """A new roster; who is out shows at once, with some recent photos, so that the screen is alive.

        Phones started again on the same day begin their rounds afresh: what they sent before may have ended just now.
        """
        roster, day, moment = read_roster(self.home, now.date()), now.date(), now.timestamp()
        free = self._free(roster, now)
        if moment < closing(day):
            go_out(self.home, now.replace(tzinfo=None), roster.staff_id)
        rng = np.random.default_rng()  # chance of the moment: what phones send is not part of the seeded feeds
        self.walk = Walk.begin(roster, rng, moment, opening(day), closing(day), free)
        self.messages = Messages(roster, rng, self.home)
        self.earlier = Earlier(roster, self.home, now)
        self.voters = Voters(self.outbox, rng)
        self.rng, self._day = rng, day
        out = np.flatnonzero(self.walk.is_out(moment))
        log.info("phones_out", managers=len(roster.staff_id), now=len(out), scale=roster.scale.name)
        self.outbox.add_positions(self.messages.positions(self.walk, out, moment))
        met = np.sort(rng.permutation(out[free[out]])[:FIRST_PHOTOS])
        self.walk.just_met(met, moment)
        self._visits(met, moment, photo_share=1.0)
        self.outbox.flush(FIRST_PHOTOS)

    def _free(self, roster: Roster, now: datetime) -> np.ndarray:
        """Which managers nobody knows at another visit within the last hour: neither the day's feed nor these phones before."""
        day, moment = now.date(), now.timestamp()
        if out_on(self.home, day) is not None:
            return np.zeros(len(roster.staff_id), bool)
        busy, since = Busy(self.home, roster.staff_id, [day]), moment - WITHIN.total_seconds()
        return np.array([busy.is_free(staff_id, since, moment) for staff_id in roster.staff_id])

    def _visits(self, who: np.ndarray, moment: float, photo_share: float = WITH_PHOTO) -> None:
        """End the talks of these managers and send them on."""
        if not len(who):
            return
        rows = self.walk.target[who]
        said = self.messages.visits(who, rows, self.walk.arrive[who], self.walk.done[who])
        for visit, row in zip(said, rows.tolist(), strict=True):
            if photo_share < 1:  # not of the first, which show that somebody is out
                self.voters.hand_out(visit)
            self.outbox.visits.append(visit)
            if self.rng.random() < photo_share:
                self.outbox.photos.append(self.messages.photo(visit, self.messages.group_of(row)))
        self.walk.turn(who, moment)

    def _send_earlier(self, moment: float) -> None:
        """One late visit with its photo, while nothing else waits."""
        found = self.earlier.next(moment)
        if found:
            self.outbox.visits.append(found[0])
            self.outbox.photos.append(found[1])
