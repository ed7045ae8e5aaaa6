"""What programs may ask of ``/api/v1/query`` and what they get; read by the OpenAPI page too."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Scalar = str | int
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Range(BaseModel):
    """From and to, both included; one may be left out."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    start: Scalar | None = Field(None, alias="from")
    end: Scalar | None = Field(None, alias="to")


class QueryIn(BaseModel):
    """Metrics by dimensions under filters, as of a day or moment."""

    model_config = ConfigDict(extra="forbid", title="Query")
    metrics: list[Name] = Field(min_length=1, max_length=30)
    by: list[Name] = Field(default=[], max_length=6)
    where: dict[str, Scalar | list[Scalar] | Range | None] = Field(default={}, max_length=20)
    order: Name | list[Name] | None = None
    limit: int | None = Field(default=None, ge=1, le=100_000, strict=True)
    as_of: Name | None = Field(default=None, description="2026-10-15 or 2026-10-15T14:36; now when left out")

    def filters(self) -> dict[str, Any]:
        """``where`` as ``ask`` takes it."""
        return {
            key: value.model_dump(by_alias=True, exclude_none=True) if isinstance(value, Range) else value
            for key, value in self.where.items()
        }


class QueryOut(BaseModel):
    """A row per group: each dimension, its name where it has one, each metric."""

    rows: list[dict[str, Any]]
    as_of: str
    snapshot_id: str
    scope: str


class TextOut(BaseModel):
    """A text in both languages."""

    zh: str
    en: str


class MetricOut(BaseModel):
    """A metric's card."""

    name: str
    label: TextOut
    short: TextOut
    definition: TextOut
    formula: TextOut
    unit: TextOut
    direction: str
    format: str
    levels: list[str]
    dimensions: list[str]
    owner: TextOut
    source: str
    since: str


class MetricsOut(BaseModel):
    """Every metric, and the dimensions there are."""

    metrics: list[MetricOut]
    dimensions: list[dict[str, Any]]


class Hit(BaseModel):
    """Something found: ``kind`` entity, branch, staff or customer; ``detail`` where it belongs."""

    kind: str
    id: str
    name: str
    detail: str
    href: str | None = None


class SearchOut(BaseModel):
    """At most 20, best first."""

    hits: list[Hit]


class Problem(BaseModel):
    """What went wrong: a stable word for programs, a sentence for people, a reference for us."""

    error: str
    message: str
    reference: str | None = None


class ItemError(BaseModel):
    """A field that cannot be taken, with what is allowed."""

    field: str
    message: str


class ItemOut(BaseModel):
    """What became of one item of a batch."""

    model_config = ConfigDict(extra="allow")
    index: int | None = None
    client_uuid: str | None = None
    status: str
    visit_no: str | None = None
    errors: list[ItemError] = []


class BatchOut(BaseModel):
    """An answer for each item, in order, and how many of each kind."""

    results: list[ItemOut]
    stored: int
    duplicates: int
    conflicts: int
    refused: int


class PhotoOut(BaseModel):
    """A photo that was kept, or refused with reasons."""

    model_config = ConfigDict(extra="allow")
    status: str
    photo_id: str | None = None
    visit_no: str | None = None
    errors: list[ItemError] = []


class UploadOut(BaseModel):
    """A photo on its way: ``offset`` bytes are here. With its last piece also what became of it."""

    model_config = ConfigDict(extra="allow")
    photo_uuid: str
    offset: int
    bytes: int | None = None
    status: str | None = None
    photo_id: str | None = None
    visit_no: str | None = None


class LiveOut(BaseModel):
    """What is new since the cursor; with ``reset`` it takes the place of all the screen has."""

    cursor: str
    reset: bool
    as_of: str
    snapshot_id: str
    stale_since: str | None
    figures: dict[str, dict[str, Any]]
    out_now: int
    visits: list[dict[str, Any]]
    moved: list[list[Any]]
    gone: list[str]
    photos: list[dict[str, Any]]
