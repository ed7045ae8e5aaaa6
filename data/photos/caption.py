"""What is burnt into a photo: when, where, who, of which entity, number and signature. Always in Chinese: it is proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from data.serving import reading
from data.settings import settings

SQL = """
select (select name from {0}.dim_region where code = h.county_code and level = 'county'),
       (select name from {0}.dim_region where code = h.township_code and level = 'township'),
       (select name from {0}.dim_region where code = h.village_code and level = 'village')
from {0}.dim_household h where h.household_id = ?
"""
EVIDENCE = "补充提交的证据材料"
WHO = """
select s.name, coalesce(e.short_name, e.name) from {0}.dim_staff s join {0}.dim_entity e using (entity_id)
where s.staff_id = ?
"""


@dataclass(frozen=True)
class Caption:
    """Two lines: when and where; who, entity, number and signature. Of evidence they stand under the picture, not on it:
    what is signed is signed at the bottom."""

    above: str
    below: str
    is_under: bool = False


def caption(
    *, taken_at: datetime, household_id: str | None, staff_id: str, visit_no: str, signature: str = ""
) -> Caption:
    """The caption of a photo from the snapshot on screen. Without a household it is evidence: added then, of no place."""
    with reading() as state:
        cursor = state.cursor()
        place = cursor.execute(SQL.format(state.schema), [household_id]).fetchone() if household_id else (EVIDENCE,)
        person, entity = cursor.execute(WHO.format(state.schema), [staff_id]).fetchone() or (staff_id, "")
    told = lines(taken_at, [name for name in place or () if name], person, entity, visit_no, signature)
    return replace(told, is_under=not household_id)


def lines(
    taken_at: datetime, places: list[str], person: str, entity: str, visit_no: str, signature: str = ""
) -> Caption:
    """The two lines."""
    below = [person, entity, f"{visit_no} {signature}".strip(), "演示" if settings().demo else ""]
    return Caption(f"{taken_at:%Y-%m-%d %H:%M}  {''.join(places)}".strip(), " · ".join(part for part in below if part))
