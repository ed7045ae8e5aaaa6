"""The month in words, written from its figures: who left and where to, who came home, what was done. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.overview_row import woven
from data.i18n import _
from data.i18n.numbers import as_number, human, month_name, percent

METRICS = (
    "migrants_left_mtd",
    "migrants_returned_mtd",
    "migrants_net_mtd",
    "migrant_services_mtd",
    "migrant_signups_mtd",
    "migrant_loans_granted_mtd",
)
MOST_NAMED = 3


def reading(month: Any, found: Mapping[str, Any], where: Sequence[tuple[str, Any]], subject: str) -> html.P:
    """``found``: ``METRICS`` of the month; ``where``: (destination, how many left for it), largest first; ``subject``:
    whom it speaks of."""
    left = as_number(found["migrants_left_mtd"]) or 0
    said: list[Any] = [html.B(_("%(month)s, %(subject)s", month=month_name(month), subject=subject)), _(": ")]
    if left:
        said += woven(_("%(n)s newly left"), n=html.B(human(left, _("people"))))
        if where:
            said += [_(", mostly for %(places)s", places=_listed(where, left))]
    else:
        said.append(_("nobody newly left"))
    said += woven(_("; %(n)s came home"), n=html.B(human(found["migrants_returned_mtd"] or 0, _("people"))))
    net = as_number(found["migrants_net_mtd"])
    if net is not None:
        said += woven(_(", net %(n)s"), n=html.B(human(net, signed=True)))
    said += woven(_("; %(n)s services"), n=html.B(human(found["migrant_services_mtd"] or 0)))
    said.append(
        _(
            ", %(signups)s mobile sign-ups and %(loans)s loans among them.",
            signups=human(found["migrant_signups_mtd"] or 0),
            loans=human(found["migrant_loans_granted_mtd"] or 0),
        )
    )
    return html.P(said, className="reading")


def _listed(where: Sequence[tuple[str, Any]], whole: float) -> str:
    parts = [
        _("%(place)s (%(share)s)", place=name, share=percent((as_number(count) or 0) / whole, 0))
        for name, count in where[:MOST_NAMED]
        if as_number(count)
    ]
    return _(", ").join(parts)
