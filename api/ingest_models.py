"""What phones may send, and what they are told when it cannot be taken: ``VisitIn``, ``PositionIn``, ``PhotoIn``.

A refused field gets a sentence with what came and what is allowed, in the caller's language.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from data.clock import local, now
from data.i18n import _, lazy
from data.i18n.codes import all_codes
from data.photos.probe import LARGEST

DRIFT = timedelta(minutes=5)  # how far ahead of ours a phone's clock may be
YEARS = (2000, 2100)
UUID = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
PLAIN = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"  # no control characters: databases and logs choke on them


def _moment(value: object) -> datetime:
    """An ISO 8601 text as naive Asia/Shanghai."""
    if not isinstance(value, str) or not 16 <= len(value) <= 40:
        raise PydanticCustomError("moment", "not an ISO 8601 time")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("moment", "not an ISO 8601 time") from None
    if not YEARS[0] <= moment.year < YEARS[1]:
        raise PydanticCustomError("moment", "not a year of ours")
    return local(moment)


def _past(value: object) -> datetime:
    moment = _moment(value)
    if moment > now() + DRIFT:
        raise PydanticCustomError("future", "in the future")
    return moment


def _known(dimension: str) -> AfterValidator:
    def check(value: str) -> str:
        codes = all_codes().get(dimension, {})
        if codes and value not in codes:
            raise PydanticCustomError("code", "unknown code")
        return value

    return AfterValidator(check)


Key = Annotated[str, StringConstraints(pattern=UUID, to_lower=True)]
Moment = Annotated[datetime, PlainValidator(_moment)]
Past = Annotated[datetime, PlainValidator(_past)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True, pattern=PLAIN)]
Note = Annotated[str, StringConstraints(max_length=1000, pattern=PLAIN)]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, strict=True)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, strict=True)]
Metres = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Crs = Literal["WGS-84", "GCJ-02"]


class Strict(BaseModel):
    """Unknown fields are refused: a misspelt one must not vanish in silence."""

    model_config = ConfigDict(extra="forbid")


class Place(Strict):
    """A position as the phone gives it."""

    lon: Lon
    lat: Lat
    crs: Crs
    accuracy_m: Metres | None = None
    is_mock: Flag = False


class VisitIn(Strict):
    """A visit."""

    client_uuid: Key
    staff_id: Name | None = None
    household_id: Name
    customer_id: Name | None = None
    purpose: Annotated[Name, _known("purpose")]
    result: Annotated[Name, _known("result")]
    products: Annotated[list[Name], Field(max_length=20)] | None = None
    satisfaction: Annotated[int, Field(ge=1, le=5, strict=True)] | None = None
    started_at: Past
    ended_at: Past
    position: Place | None = None
    device_time: Moment | None = None
    note: Note | None = None
    monotonic_ms: Annotated[int, Field(ge=0, le=12 * 3_600_000, strict=True)] | None = None
    position_source: Literal["gps", "network", "browser", "app"] | None = None
    position_at: Past | None = None
    app: Name | None = None
    vote_code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{6,12}$", to_upper=True)] | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> VisitIn:
        if self.ended_at < self.started_at:
            raise PydanticCustomError("order", "ended before it started")
        return self


class PositionIn(Place):
    """Where a manager was."""

    client_uuid: Key
    staff_id: Name | None = None
    at: Past
    speed_mps: Annotated[float, Field(ge=0, le=500, allow_inf_nan=False, strict=True)] | None = None
    app: Name | None = None


class PhotoIn(Strict):
    """What comes with the bytes of a photo."""

    photo_uuid: Key
    visit_uuid: Key
    taken_at: Past
    position: Place | None = None


class UploadIn(PhotoIn):
    """A photo that comes in pieces: how long it is and what its hash must be."""

    bytes: Annotated[int, Field(ge=1, le=LARGEST, strict=True)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{64}$", to_lower=True)]


RULES = {  # field → what is allowed there
    "client_uuid": lazy("a UUID made by the phone, the same when it is sent again"),
    "photo_uuid": lazy("a UUID made by the phone, the same when it is sent again"),
    "visit_uuid": lazy("the client_uuid of a visit that was sent before"),
    "staff_id": lazy("the id of a member of staff; left out, it is your own"),
    "household_id": lazy("the id of a household"),
    "customer_id": lazy("the id of a customer of this household, or leave it out"),
    "products": lazy("a list of at most 20 product codes"),
    "satisfaction": lazy("a whole number from 1 to 5, or leave it out"),
    "started_at": lazy("a time like 2026-11-23T14:05:00+08:00, not in the future"),
    "ended_at": lazy("a time like 2026-11-23T14:05:00+08:00, not in the future and not before started_at"),
    "taken_at": lazy("a time like 2026-11-23T14:05:00+08:00, not in the future"),
    "at": lazy("a time like 2026-11-23T14:05:00+08:00, not in the future"),
    "device_time": lazy("a time like 2026-11-23T14:05:00+08:00"),
    "position": lazy("an object with lon, lat and crs, or leave it out"),
    "lon": lazy("a number from -180 to 180"),
    "lat": lazy("a number from -90 to 90"),
    "crs": lazy("WGS-84 or GCJ-02: the phone must say which"),
    "accuracy_m": lazy("metres, a number from 0, or leave it out"),
    "speed_mps": lazy("metres a second, a number from 0 to 500, or leave it out"),
    "is_mock": lazy("true or false"),
    "monotonic_ms": lazy(
        "milliseconds of the phone's own stopwatch since the visit began, at most twelve hours, or leave it out"
    ),
    "position_source": lazy("gps, network, browser or app, or leave it out"),
    "position_at": lazy("a time like 2026-11-23T14:05:00+08:00, not in the future, or leave it out"),
    "app": lazy("the app's name and version, at most 40 characters, or leave it out"),
    "vote_code": lazy("a code the bank gave to this phone, or leave it out"),
    "bytes": lazy("the photo's length, a whole number from 1 to 12582912"),
    "sha256": lazy("the SHA-256 of the whole photo, 64 hex digits"),
    "note": lazy("at most 1000 characters of text"),
}


def explained(error: ValidationError) -> list[dict[str, str]]:
    """Each wrong field once: ``{"field", "message"}``."""
    found: dict[str, str] = {}
    for trouble in error.errors(include_url=False, include_context=False):
        path = [str(part) for part in trouble["loc"] if not isinstance(part, int)]
        field = ".".join(path) or ("ended_at" if trouble["type"] == "order" else "")
        found.setdefault(field[:80], _sentence(trouble["type"], field.rsplit(".", 1)[-1], trouble["input"]))
    return [{"field": field, "message": message} for field, message in found.items()]


def refused(field: str, came: object) -> dict[str, str]:
    """``came`` is not allowed in ``field``."""
    return {"field": field, "message": _sentence("value", field, came)}


def _sentence(kind: str, field: str, came: object) -> str:
    if kind == "missing":
        return _("Missing. Allowed is: %(allowed)s", allowed=_allowed(field))
    if kind == "extra_forbidden":
        return _("There is no such field. Leave it out")
    if kind == "order":
        return _("The visit ends before it starts. Allowed is: %(allowed)s", allowed=_allowed("ended_at"))
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return _("%(came)s is not an object with fields", came=shown(came))
    return _("%(came)s is not allowed. Allowed is: %(allowed)s", came=shown(came), allowed=_allowed(field))


def _allowed(field: str) -> str:
    if field in {"purpose", "result"}:
        return ", ".join(all_codes().get(field, {})) or _("a code of at most 40 characters")
    return str(RULES.get(field) or _("a text of at most 40 characters"))


def shown(value: Any) -> str:
    """What came, short enough for a sentence."""
    text = repr(value).encode("utf-8", "replace").decode()
    return text if len(text) <= 60 else text[:57] + "…"
