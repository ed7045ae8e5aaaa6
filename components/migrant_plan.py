"""The planning tab of the migrants page: ``plan_tab`` is all the page needs; the answer is filled in by its callbacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from components.address_words import numbered
from components.breadcrumb import address
from components.icons import icon
from components.migrant_plan_address import understood
from components.migrant_plan_asked import Asked, may_plan, mode_of
from components.migrant_plan_data import OFFERED, ample, offered, planned, policies, shades, sited, usual
from components.migrant_plan_form import form
from components.migrant_plan_map import sites_map
from components.migrant_plan_result import assumed, result
from components.migrant_plan_sites import markers, sites_card
from components.migrant_plan_words import offered_first
from components.short_names import short_name
from components.states import denied, empty, skeleton
from data.errors import QianhuiError
from data.i18n import _
from data.scope import Node, current_asker
from data.serving import reading, snapshot

NAMED = {"county": "county", "centre": "centre", "city": "destination_city"}


def plan_tab(choice: Any, query: Mapping[str, Any] | None = None) -> html.Div:
    """The tab for the node and policy chosen; ``query`` is the address, which holds what was planned last."""
    if not may_plan(current_asker()):
        return html.Div(denied(_("Plans are made for the province, an entity or a service centre")), className="plan")
    known = policies()
    if not known:
        nothing = empty(_("No policy in force"), _("Plans are made for a policy; there is none in the data."))
        return html.Div(nothing, className="plan")
    asked = _opening(choice.node, choice.policy or known[0]["policy_id"], query or {})
    has_sites = "centre" not in (asked.node.level, current_asker().scope_level)
    back = address("/migrants", "", policy=choice.policy, node=_beyond(asked.node))
    left = [
        html.A([icon("left"), _("Back to the map")], href=back, className="link plan-back"),
        form(asked, known, _offered_names(asked.node), has_sites=has_sites),
    ]
    answer = html.Div(skeleton(6), id="migrants-plan-answer", className="plan-answer", **{"aria-live": "polite"})
    side = html.Div([html.Div(id="migrants-plan-sited"), assumed()], className="plan-side")
    stores = [dcc.Store(id=f"migrants-plan-{name}") for name in ("asked", "kept")]
    stores += [
        dcc.Store(id="migrants-plan-node", data=str(asked.node)),
        dcc.Store(id="migrants-plan-usual", data=_first_amounts(asked.policy, asked.node)),
        dcc.Download(id="migrants-plan-file"),
    ]
    return html.Div([html.Div(left, className="plan-left"), answer, side, *stores], className="plan")


def plan_link(choice: Any, id: str = "migrants-plan") -> html.A | None:
    """From the map to the tab, for those who plan."""
    if not may_plan(current_asker()):
        return None
    return html.A([_("Planning"), " ›"], href=plan_address(choice), className="link plan-link", id=id)


def plan_address(choice: Any, policy: str | None = None, centres: str = "") -> str | None:
    """The tab with ``policy``, else the one chosen, and the centres that must get a day; None for those who do not plan."""
    if not may_plan(current_asker()):
        return None
    words = {"policy": policy or choice.policy, "node": _beyond(choice.node), "centres": centres or None}
    return address("/migrants", "", view="plan", **words)


def step_address(choice: Any, product: str, centres: str) -> str | None:
    """The tab for a step about a product: with the policy chosen when it is about that, else the one in force that is.

    None for those who do not plan, and where no policy in force is about it.
    """
    about = [str(row["policy_id"]) for row in policies() if row["product"] == product] if product else []
    if product and not about:
        return None
    policy = choice.policy if choice.policy in about or not product else about[0]
    return plan_address(choice, policy, centres)


def _beyond(node: Node) -> str | None:
    """The node as the address holds it: nothing for the whole."""
    return None if node.id is None else str(node)


def _opening(node: Node, policy: str, query: Mapping[str, Any]) -> Asked:
    """What the address asks, as far as it can be understood, else the usual."""
    mode = mode_of(query)
    words = {"policy": policy, "node": str(node), "mode": mode}
    try:
        return Asked.parse({"amount": usual(policy, node)[mode]} | understood(query) | words)
    except QianhuiError:  # a policy there is none of, a node that does not plan: the answer says so
        return Asked(policy, 1, node=node)


def _first_amounts(policy: str, node: Node) -> dict[str, int] | None:
    """What the form offers first, there before anybody chooses; None for what cannot be planned."""
    try:
        return usual(policy, node)
    except QianhuiError:
        return None


def _offered_names(node: Node) -> dict[str, dict[str, str]]:
    """County and centre → {id: name} of those with workers away, by name."""
    names = all_names()
    held = offered(node)
    return {
        kind: dict(sorted(((key, names[kind].get(key, key)) for key in keys), key=lambda pair: pair[1]))
        for kind, keys in held.items()
    }


def all_names() -> dict[str, dict[str, str]]:
    """County, centre and city → {id: name} in the reader's language."""
    with reading() as state:
        return {
            kind: {key: _short(kind, state.names.name(dimension, key)) for key in state.names.units(dimension)}
            for kind, dimension in NAMED.items()
        }


def _short(kind: str, name: str) -> str:
    """English names without their kind: Bozhou District → Bozhou, Wenzhou Centre → Wenzhou."""
    return short_name(name) if kind == "county" else name.removesuffix(" Centre")


def policy_name(asked: Asked) -> str:
    """The policy's name in the reader's language."""
    with reading() as state:
        return state.names.name("policy", asked.policy)


def answer(raw: Mapping[str, Any]) -> tuple[list[Any], Any, dict[str, Any] | None]:
    """Allocation, sites and what was asked; in place of them a sentence when it cannot be asked or kept."""
    try:
        asked = Asked.parse(raw)
        names, policy = all_names(), policy_name(asked)
        how = offered_first(*ample(asked.policy, asked.node), OFFERED)
        allocation = result(planned(asked), asked, policy, names, snapshot().as_of_date, how)
        where = _where(asked, policy, names)
    except QianhuiError as error:
        if error.status >= 500:
            raise
        return [refused(_(error.msgid, **error.params), raw)], None, None
    return allocation, where, asked.as_json()


def _where(asked: Asked, policy: str, names: dict[str, dict[str, str]]) -> Any:
    """The card of further centres with its map; nothing for who plans one place alone."""
    found = sited(asked)
    if found is None:
        return None
    missing, (_sites, centres) = markers(found[0], names), found
    return sites_card(*found, policy, names, drawn=sites_map(*shades(asked), centres, missing, names))


def refused(text: str, raw: Mapping[str, Any]) -> html.Div:
    """What is wrong with what was asked, in words; ``raw``, what was asked, goes to the log."""
    return html.Div(numbered(text, raw, "plan_refused"), className="plan-refused card", role="alert")
