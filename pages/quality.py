"""Quality: how right the checks of visits are, told with the chance in it; and beside it the feeds all figures come from."""

from __future__ import annotations

from dash import html, register_page

from components.address_words import one_of, understands
from components.catalog import feed_board
from components.navigation import titled
from components.shell import page
from components.states import shown
from data.i18n import _, lazy, n_
from pages import _quality_views as views

LABEL = lazy("Data quality")
register_page(__name__, path="/quality", name="Quality", label=LABEL, title=titled(LABEL), order=61, has_scope=False)


@shown
@understands(months=one_of(*views.MONTHS))
def layout(months: str = "", **_query: str) -> html.Div:
    """``months``: how many of the last ones, 3 unless said otherwise."""
    chosen = months if months in views.MONTHS else views.MONTHS[0]
    tabs = [
        html.A(
            n_("%(count)s month", "%(count)s months", int(one)),
            href=f"/quality?months={one}",
            className="active" if one == chosen else "",
        )
        for one in views.MONTHS
    ]
    controls = html.Div(tabs, className="switch catalog-tabs")
    head = [html.H2(_("Are the checks of visits right?"), className="audit-title span-12")]
    feeds = [html.H2(_("Feeds"), className="audit-title span-12"), *feed_board()]
    return page("quality", title=_("Data quality"), controls=controls, body=[*head, *views.checks(chosen), *feeds])
