"""Unmasking on the migrants page: one name of one list, inside the choice shown and the asker's scope; recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from components import migrant_data as people
from components.migrant_names import LISTS
from data.audit import record
from data.errors import Forbidden, allowed_only
from pages._migrants_seen import Seen


def unmasked(seen: Seen, wish: Mapping[str, Any]) -> str:
    """JSON for ``data-named``: ``key`` (the list and the worker), name; ``at`` makes every answer a new one.

    Raises Forbidden without the right, and for somebody who is not in that list: both are recorded where they are answered.
    """
    name, worker = allowed_only("list", str(wish.get("list") or ""), LISTS), str(wish.get("worker") or "")
    found = people.full_name(seen.choice, seen.as_of, name, worker)
    if found is None:
        raise Forbidden("%(worker)s is not in the list you see", worker=worker)
    record("personal.unmask", "worker", worker, list=name, seen=seen.choice.as_json(), as_of=seen.as_of)
    return json.dumps({"key": f"{name}:{worker}", "name": found, "at": wish.get("at")}, ensure_ascii=False)
