"""What phones say: bodies of visits, positions and photos as the API wants them."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from data.clock import SHANGHAI
from data.geo.crs import wgs84_to_gcj02
from etl.world import talks
from etl.world.households import GROUPS
from etl.world.phones.roster import Roster
from etl.world.phones.walk import Walk, blurred

Body = dict[str, Any]
TALKED_ABOUT: dict[str, tuple[str, ...]] = {
    "credit_review": ("farm_credit", "business", "e_loan"),
    "loan_followup": ("farm_credit", "business"),
    "deposit_care": ("time_deposit", "large_cd", "wealth"),
    "new_credit": ("farm_credit", "startup", "mobile_bank"),
    "mobile_banking": ("mobile_bank", "quick_pay", "merchant_qr"),
    "migrant_family": ("time_deposit", "mobile_bank", "insurance"),
    "complaint": (),
    "senior_care": ("social_card", "time_deposit"),
}
MOCK, ELSEWHERE = 0.006, 0.006  # parts of visits that are fakes
COPIED, BORROWED, MOVED = 0.009, 0.003, 0.003  # parts of photos: one's own again, a colleague's, taken elsewhere


@dataclass(frozen=True)
class Photo:
    """A photo to be taken: drawn from ``picture`` (a seed) for a customer group when it is sent."""

    form: dict[str, str]
    picture: int
    group: str


class Messages:
    """Writes the messages of one roster; labels the fakes among them in the truth file."""

    def __init__(self, roster: Roster, rng: np.random.Generator, home: Path) -> None:
        self.roster, self.rng = roster, rng
        self._truth = home / "world" / "truth" / "phone_fakes.jsonl"
        self._last_picture: dict[str, tuple[int, str]] = {}

    def visits(self, who: np.ndarray, rows: np.ndarray, started: np.ndarray, ended: np.ndarray) -> list[Body]:
        """A visit each of managers at households ``rows``; times in seconds since 1970, all of one day."""
        roster = self.roster
        usual = np.full(len(who), talks.USUALLY_DISPLEASED)
        day = datetime.fromtimestamp(float(ended[0]), SHANGHAI).date()
        told = talks.converse(self.rng, day, roster.group[rows], usual)
        notes = talks.notes()
        lon, lat = blurred(self.rng, roster.lon[rows], roster.lat[rows])
        bodies = []
        for n, (m, row) in enumerate(zip(who.tolist(), rows.tolist(), strict=True)):
            purpose, rating = talks.PURPOSES[told.purpose[n]], int(told.rating[n])
            body: Body = {
                "client_uuid": self._uuid(),
                "staff_id": roster.staff_id[m],
                "household_id": roster.household_id[row],
                "purpose": purpose,
                "result": talks.RESULTS[told.result[n]],
                "products": [code for code in TALKED_ABOUT[purpose] if self.rng.random() < 0.6],
                "started_at": _iso(started[n]),
                "ended_at": _iso(ended[n]),
                "position": self._position(m, lon[n], lat[n]),
                "device_time": _iso(ended[n] + self.rng.normal(0, 2)),
                "note": notes[told.note[n]],
            }
            body |= {"customer_id": roster.customer_id[row]} if roster.customer_id[row] else {}
            body |= {"satisfaction": rating} if rating else {}
            bodies.append(self._perhaps_fake(body))
        return bodies

    def positions(self, walk: Walk, who: np.ndarray, now: float) -> list[Body]:
        """Where managers are."""
        lon, lat, speed = walk.places(who, now)
        return [
            {
                "client_uuid": self._uuid(),
                "staff_id": self.roster.staff_id[m],
                "at": _iso(now),
                "speed_mps": round(float(speed[n]), 1),
                **self._position(m, lon[n], lat[n]),
            }
            for n, m in enumerate(who.tolist())
        ]

    def photo(self, visit: Body, group: str) -> Photo:
        """A photo of a visit; now and then an old picture of the same manager's or of a colleague's, or one from elsewhere."""
        place, staff = visit["position"], visit["staff_id"]
        picture = (int(self.rng.integers(0, 2**31)), group)
        photo_uuid, draw = self._uuid(), self.rng.random()
        others = [who for who in self._last_picture if who != staff]
        lon = place["lon"]
        if staff in self._last_picture and draw < COPIED:
            picture = self._last_picture[staff]
            self._label(visit["client_uuid"], "duplicate_photo", photo_uuid)
        elif others and COPIED <= draw < COPIED + BORROWED:
            picture = self._last_picture[others[int(self.rng.integers(len(others)))]]
            self._label(visit["client_uuid"], "shared_photo", photo_uuid)
        elif draw > 1 - MOVED:
            lon = round(lon + float(self.rng.choice([-1, 1])) * 0.08, 6)
            self._label(visit["client_uuid"], "photo_elsewhere", photo_uuid)
        self._last_picture[staff] = picture
        form = {
            "photo_uuid": photo_uuid,
            "visit_uuid": visit["client_uuid"],
            "taken_at": visit["ended_at"],
            "lon": str(lon),
            "lat": str(place["lat"]),
            "crs": place["crs"],
        }
        return Photo(form, *picture)

    def group_of(self, row: int) -> str:
        """The customer group of a household."""
        return GROUPS[self.roster.group[row]]

    def _uuid(self) -> str:
        return str(uuid.UUID(bytes=self.rng.bytes(16), version=4))

    def _position(self, m: int, lon: float, lat: float) -> Body:
        is_gcj02 = bool(self.roster.uses_gcj02[m])
        if is_gcj02:
            lon, lat = (float(degrees) for degrees in wgs84_to_gcj02(lon, lat))
        accuracy = round(float(np.clip(self.rng.lognormal(2.5, 0.6), 3, 200)), 1)
        place = {"lon": round(float(lon), 6), "lat": round(float(lat), 6), "accuracy_m": accuracy, "is_mock": False}
        return place | {"crs": "GCJ-02" if is_gcj02 else "WGS-84"}

    def _perhaps_fake(self, visit: Body) -> Body:
        draw = self.rng.random()
        if draw < MOCK:
            visit["position"]["is_mock"] = True
            self._label(visit["client_uuid"], "mock")
        elif draw < MOCK + ELSEWHERE:
            visit["position"]["lon"] = round(visit["position"]["lon"] + float(self.rng.choice([-1, 1])) * 0.06, 6)
            self._label(visit["client_uuid"], "elsewhere")
        return visit

    def _label(self, visit_uuid: str, kind: str, photo_uuid: str | None = None) -> None:
        self._truth.parent.mkdir(parents=True, exist_ok=True)
        with self._truth.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"client_uuid": visit_uuid, "photo_uuid": photo_uuid, "kind": kind}) + "\n")


def _iso(moment: float) -> str:
    """ISO 8601 in Shanghai, with the offset, to the second."""
    return datetime.fromtimestamp(int(moment), SHANGHAI).isoformat()
