"""Callbacks of the planning tab: plan when asked, mirror what was asked in the address, save it as Excel."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx, dcc, no_update

from components.export_period import file_name
from components.migrant_plan import all_names, answer, policy_name
from components.migrant_plan_asked import Asked
from components.migrant_plan_data import planned, sited, usual
from components.migrant_plan_export import workbook
from components.migrant_plan_form import EXPORTS, FIELDS
from components.migrant_plan_words import given
from data.audit import record
from data.i18n import _
from data.scope import current_asker
from data.serving import snapshot


@callback(
    Output("migrants-plan-answer", "children"),
    Output("migrants-plan-sited", "children"),
    Output("migrants-plan-asked", "data"),
    Input("migrants-plan-run", "n_clicks"),
    Input("migrants-plan-amount", "n_submit"),
    State("migrants-plan-node", "data"),
    *(State(f"migrants-plan-{name}", "value") for name in FIELDS),
    running=[(Output("migrants-plan-run", "disabled"), True, False)],
)
def update_plan(_clicks: int | None, _entered: int | None, node: str, *values: Any):
    """The plan and the sites for what the form says; also when the tab opens."""
    current_asker().need("page:migrants")
    return answer({"node": node, **dict(zip(FIELDS, values, strict=True))})


@callback(Output("migrants-plan-usual", "data"), Input("migrants-plan-asked", "data"), prevent_initial_call=True)
def update_usual(raw: dict[str, Any] | None):
    """What the form offers first for the policy planned, by what is given."""
    if not raw:
        return no_update
    asked = Asked.parse(raw)
    return usual(asked.policy, asked.node)


clientside_callback(
    ClientsideFunction("qianhui", "usualAmount"),
    Output("migrants-plan-amount", "value"),
    Input("migrants-plan-mode", "value"),
    State("migrants-plan-usual", "data"),
    prevent_initial_call=True,
)


@callback(
    Output("migrants-plan-file", "data"),
    State("migrants-plan-asked", "data"),
    *(Input(f"migrants-plan-export-{card}", "n_clicks", allow_optional=True) for card in EXPORTS),
    prevent_initial_call=True,
)
def save_plan(raw: dict[str, Any] | None, *clicks: int | None):
    """The plan shown, as .xlsx; audited."""
    if not raw or not any(clicks) or not ctx.triggered[0]["value"]:
        return no_update
    current_asker().need("export")
    asked = Asked.parse(raw)
    policy = policy_name(asked)
    content = workbook(planned(asked), asked, policy, all_names(), sited(asked))
    record("export", "plan", asked.policy, bytes=len(content), **{key: str(value) for key, value in raw.items()})
    return dcc.send_bytes(content, file_name(_("Plan"), policy, given(asked), str(snapshot().as_of_date)))


clientside_callback(
    ClientsideFunction("qianhui", "keepPlan"),
    Output("migrants-plan-kept", "data"),
    Input("migrants-plan-asked", "data"),
)
