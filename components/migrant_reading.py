"""The month in words, written from its figures: who left and where to, who came home, what was done. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.overview_row import woven
from data.i18n import _, p_
from data.i18n.numbers import as_number, human, month_name, percent

METRICS = (
    "migrants_left_mtd",
    "migrants_returned_mtd",
    "migrants_moved_in_mtd",
    "migrants_moved_out_mtd",
    "migrants_net_mtd",
    "migrant_services_mtd",
    "migrant_signups_mtd",
    "migrant_loans_granted_mtd",
)
MOST_NAMED = 3


def reading(
    month: Any, found: Mapping[str, Any], where: Sequence[tuple[str, Any]], subject: str, *, is_place: bool = False
) -> html.P:
    """``found``: ``METRICS`` of the month; ``where``: (destination, how many left for it), largest first; ``subject``:
    whom it speaks of. ``is_place``: it speaks of a place of work, whose net holds moves between places."""
    left = as_number(found["migrants_left_mtd"]) or 0
    said: list[Any] = [html.B(_("%(month)s, %(subject)s", month=month_name(month), subject=subject)), _(": ")]
    if left:
        said += woven(_("%(n)s newly left"), n=html.B(human(left, _("people"))))
        if where and not (is_place and sum(1 for _name, count in where if as_number(count)) == 1):
            said += [_(", mostly for %(places)s", places=_listed(where, left))]
    else:
        said.append(_("nobody newly left"))
    said += woven(_("; %(n)s came home"), n=html.B(human(found["migrants_returned_mtd"] or 0, _("people"))))
    if is_place:
        moves = {"n": found["migrants_moved_in_mtd"], "out": found["migrants_moved_out_mtd"]}
        told = {name: html.B(human(count or 0, _("people"))) for name, count in moves.items()}
        said += woven(_("; %(n)s moved in from elsewhere, %(out)s moved on"), **told)
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
    return p_("list", ", ").join(parts)
