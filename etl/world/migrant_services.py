"""Services to people working away: contacts, accounts, cards, loans, sign-ups, wages, money sent home.

Centres reach people where they work, the remote desk those elsewhere, the home branch those who are at home. How many
are met depends on the centre, the county of origin, age and trade; what they take depends on what they lack, on the
policies in force, and on age and trade. A month depends on the seed and the months before it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from etl.world.dice import dice
from etl.world.migrant_moves import NOWHERE, Month
from etl.world.migrant_people import BASE_MONTH, Workers, month_start
from etl.world.migrant_places import CENTRES, REMOTE, REMOTE_QUALITY, TRADES, Places
from etl.world.migrant_policies import FREE_TRANSFERS, POLICIES, PRODUCTS
from etl.world.province import Province
from etl.world.season import EPOCH

KINDS = ("contact", *PRODUCTS)
CONTACT, ACCOUNT, CARD, LOAN, MOBILE, REMITTANCE, PAYROLL = range(7)
CHANNELS = ("centre", "remote", "home_branch", "app")
AT_CENTRE, REMOTELY, AT_HOME_BRANCH, BY_APP = range(4)
NONE = -1  # no policy; no centre: the home branch
MET = 0.050  # the chance in a month of being met by a centre of quality 1
MET_AT_HOME = 1.2  # the home branch, as a quality
OUTSIDE_ITS_CITY, BY_PHONE = 0.85, 0.08
PAST_ACCOUNTS = 0.2  # of the register of 2023
# By KINDS: how often it is brought up without a policy, and how often it is taken.
OFFER = np.array([1.0, 3.4, 0.8, 0.5, 1.0, 0.1, 0.1])
TAKEN = np.array([0.0, 0.72, 0.58, 0.36, 0.56, 0.60, 0.42])
BY_AGE = np.array([0.0, 0.0, 0.0, -0.012, -0.022, -0.006, -0.010])  # per year above 35, of what is taken
EAGER = {"construction": 1.15, "logistics": 1.2, "mining": 0.75, "farming": 0.7, "domestic": 0.85, "catering": 0.95}
SENDS = 0.085  # the chance in a month of sending money home, of those who can
SENDING_SEASON = np.array([1.7, 0.6, 0.8, 0.9, 0.95, 1.0, 0.95, 1.1, 1.1, 0.95, 0.95, 1.4])
TERM = 730  # days a loan runs
DEFAULT_LIMIT = 80_000


@dataclass
class Served:
    """A row per service, in the order of time. ``at``: seconds since 1970; ``policy``, ``centre``: index or NONE."""

    worker: np.ndarray
    at: np.ndarray
    kind: np.ndarray
    policy: np.ndarray
    centre: np.ndarray
    channel: np.ndarray
    amount: np.ndarray

    @staticmethod
    def joined(parts: list[Served]) -> Served:
        """All parts, in the order of time."""
        whole = [np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(Served)]
        order = np.argsort(whole[1], kind="stable")
        return Served(*(column[order] for column in whole))


class Desk:
    """Serves the people of one province month by month and remembers what they hold."""

    def __init__(self, province: Province, people: Workers, where: Places) -> None:
        self.seed, self.people, self.where = province.seed, people, where
        count, rng = len(people.trade), dice(province.seed, "counter")
        self.has = np.zeros((len(KINDS), count), bool)
        self.loan_until = np.zeros(count, np.int64)
        self.enrols = rng.random(count) < 0.55  # sends money home under the policy, once told of it
        eager = np.array([EAGER.get(trade, 1.0) for trade in TRADES])[people.trade]
        self.diligence = rng.lognormal(0, 0.3, len(province.counties))
        self.openness = eager * self.diligence[people.county] * rng.lognormal(0, 0.6, count)
        self.quality = np.array([*(centre.quality for centre in CENTRES), REMOTE_QUALITY, MET_AT_HOME])
        self.opened = np.array([*((centre.opened - EPOCH).days for centre in CENTRES), 0])
        codes = [row["code"] for row in where.cities]
        self.seat = np.array([codes.index(centre.city) for centre in CENTRES] + [NOWHERE])

    def serve(self, month: Month) -> Served:
        """The month's services."""
        rng = dice(self.seed, "services", month.month)
        if month.month < BASE_MONTH:
            return Served.joined(self._past(rng, month))
        first, after = int(month_start(month.month)), int(month_start(month.month + 1))
        parts = []
        for turn in (self._send, self._meet):  # what is taken this month is used from the next on
            day = rng.integers(first, after, len(month.before))
            city = month.city_on(day)
            parts += turn(rng, month, day, city, self._deliverer(city, day))
        return Served.joined(parts)

    def _deliverer(self, city: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The centre that looks after a place on a day; len(CENTRES) + 1 is the home branch."""
        centre = self.where.centre[city]
        centre = np.where(self.opened[centre] <= day, centre, REMOTE)
        return np.where(city == NOWHERE, REMOTE + 1, centre)

    def _past(self, rng: np.random.Generator, month: Month) -> list[Served]:
        """Who had an account before 2024, opened at home or at one of the first centres."""
        chance = PAST_ACCOUNTS * self.openness[: len(month.after)]
        who = np.flatnonzero((rng.random(len(month.after)) < chance) & (month.after != NOWHERE))
        begin, end = self.people.registered[who], int(month_start(BASE_MONTH)) - 3
        day = begin + (np.maximum(end - begin, 0) * rng.random(len(who))).astype(np.int64)
        by = self._deliverer(month.after[who], day)
        by = np.where((rng.random(len(who)) < 0.4) & (by != REMOTE), by, REMOTE + 1)
        at = self._time(rng, day)
        parts = [self._rows(rng, who, at, np.full(len(who), ACCOUNT), np.full(len(who), NONE), by)]
        for kind, chance in ((CARD, 0.5), (MOBILE, 0.45)):
            some = rng.random(len(who)) < chance
            kinds = np.full(int(some.sum()), kind)
            parts.append(self._rows(rng, who[some], at[some] + 300 * kind, kinds, np.full(len(kinds), NONE), by[some]))
        return parts

    def _meet(
        self, rng: np.random.Generator, month: Month, day: np.ndarray, city: np.ndarray, by: np.ndarray
    ) -> list[Served]:
        """Meetings: something is brought up, under a policy where one fits, and taken or not."""
        known = len(month.before)
        far = np.where((by < REMOTE) & (city != self.seat[np.minimum(by, REMOTE)]), OUTSIDE_ITS_CITY, 1.0)
        chance = MET * self.quality[by] * far * self.openness[:known]
        who = np.flatnonzero(rng.random(known) < chance)
        day, by = day[who], by[who]
        by = np.where((by < REMOTE) & (rng.random(len(who)) < BY_PHONE), REMOTE, by)
        policy, kind = self._offer(rng, month, who, day)
        age = (day - self.people.birth[who]) / 365.25
        taken = (
            TAKEN[kind] * np.clip(1 + BY_AGE[kind] * (age - 35), 0.2, 1.5) * np.sqrt(self.quality[by]).clip(0.6, 1.15)
        )
        kind = np.where(rng.random(len(who)) < taken, kind, CONTACT)
        at = self._time(rng, day)
        first = (kind != CONTACT) & (kind != ACCOUNT) & ~self.has[ACCOUNT, who]
        count = int(first.sum())
        opening = self._rows(rng, who[first], at[first] - 420, np.full(count, ACCOUNT), np.full(count, NONE), by[first])
        return [opening, self._rows(rng, who, at, kind, policy, by)]

    def _offer(
        self, rng: np.random.Generator, month: Month, who: np.ndarray, day: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """What is brought up with each: a policy (index or NONE) and a kind of service they lack."""
        lacks = ~self.has[:, who]
        lacks[LOAN] = self.loan_until[who] < day
        lacks[[CONTACT, REMITTANCE]] = True
        left_now = (month.before[who] == NOWHERE) & (month.move_day[who] <= day)
        since = np.where(left_now, month.move_day[who], month.away_since[who])
        weights = [OFFER[kind] * lacks[kind] for kind in range(len(KINDS))]
        for policy in POLICIES:
            in_force = (policy.first_day <= day) & (day <= policy.last_day)
            suits = policy.fits(self.people, who, since, day) & lacks[KINDS.index(policy.product)]
            weights.append(4.0 * policy.push * (in_force & suits))
        edges = np.cumsum(np.stack(weights), axis=0)
        drawn = (rng.random(len(who)) * edges[-1] >= edges).sum(axis=0)
        products = np.array([*range(len(KINDS)), *(KINDS.index(policy.product) for policy in POLICIES)])
        return np.where(drawn < len(KINDS), NONE, drawn - len(KINDS)), products[drawn]

    def _send(
        self, rng: np.random.Generator, month: Month, day: np.ndarray, city: np.ndarray, by: np.ndarray
    ) -> list[Served]:
        """Money sent home by those who can, most by phone."""
        known = len(month.before)
        able = self.has[ACCOUNT, :known] & (self.has[MOBILE, :known] | self.has[CARD, :known]) & (city != NOWHERE)
        season = SENDING_SEASON[month.month % 12]
        who = np.flatnonzero(able & (rng.random(known) < SENDS * season))
        day, by = day[who], by[who]
        policy = np.full(len(who), NONE)
        free = POLICIES[FREE_TRANSFERS]
        fit = free.fits(self.people, who, month.away_since[who], day) & self.enrols[who]
        policy[fit & (free.first_day <= day) & (day <= free.last_day)] = FREE_TRANSFERS
        app = self.has[MOBILE, who]
        at = np.where(app, day * 86_400 + rng.integers(25_200, 82_000, len(who)), self._time(rng, day))
        rows = self._rows(rng, who, at, np.full(len(who), REMITTANCE), policy, np.where(app, REMOTE + 1, by))
        rows.channel[app] = BY_APP
        return [rows]

    def _rows(
        self,
        rng: np.random.Generator,
        who: np.ndarray,
        at: np.ndarray,
        kind: np.ndarray,
        policy: np.ndarray,
        by: np.ndarray,
    ) -> Served:
        """Write services down, and what people hold from now on."""
        limits = np.array([*(policy.limit for policy in POLICIES), 0.0])
        limit = np.where(limits[policy] > 0, limits[policy], DEFAULT_LIMIT)
        amount = np.zeros(len(who))
        for which, median, spread, step, low in (
            (LOAN, 42_000, 0.55, -3, 5_000),
            (REMITTANCE, 2_600, 0.6, -2, 300),
            (PAYROLL, 5_600, 0.25, 0, 2_600),
        ):
            drawn = np.maximum(np.round(median * rng.lognormal(0, spread, len(who)), step), low)
            amount = np.where(kind == which, np.minimum(drawn, limit if which == LOAN else 30_000), amount)
        self.has[kind, who] = True
        granted = kind == LOAN
        self.loan_until[who[granted]] = at[granted] // 86_400 + TERM
        channel = np.where(by == REMOTE, REMOTELY, np.where(by > REMOTE, AT_HOME_BRANCH, AT_CENTRE))
        return Served(who, at, kind, policy, np.where(by > REMOTE, NONE, by), channel, amount)

    def _time(self, rng: np.random.Generator, day: np.ndarray) -> np.ndarray:
        return day * 86_400 + rng.integers(31_200, 66_000, len(day))
