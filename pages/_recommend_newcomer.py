"""Advice for somebody new: a form of the few things known, answered at once by the small model, with its wide uncertainty."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dash import Input, Output, callback, dcc, html

from components.recommend_known import ASKED, CODED, LIMITS, LONGEST, known, titles
from components.recommend_marks import ceiling, chance_bar, yuan
from components.states import empty
from components.still import Still
from data.i18n import _
from data.i18n.codes import code_label, code_labels
from data.i18n.numbers import percent
from data.settings import settings
from models.newcomer import Advice, Newcomer


@lru_cache(maxsize=2)
def _read(folder: str, version: str) -> Newcomer | None:
    return Newcomer.read(settings().home / "models")


def model() -> Newcomer | None:
    """The one in use, read once a version."""
    from models.learning import artifact
    from models.newcomer import PROBLEM

    folder = settings().home / "models"
    version = artifact.current(folder, PROBLEM)
    return _read(str(folder), version) if version else None


def is_there() -> bool:
    """Whether there is one to ask."""
    return model() is not None


def body() -> list[Any]:
    """The form and the place of the answer."""
    if not is_there():
        return [
            html.Div(
                empty(_("No model yet"), _("It is made when accounts have been delivered.")), className="card span-12"
            )
        ]
    named = titles()
    choices = [
        _field(
            named[name],
            dcc.Dropdown(
                id=f"recommend-new-{name}",
                options=[{"value": code, "label": label} for code, label in code_labels(name).items()],
                placeholder=_("not known"),
                searchable=False,
                className="offer-new-menu",
            ),
        )
        for name in CODED
    ]
    numbers = [
        _field(
            named[name],
            dcc.Input(
                id=f"recommend-new-{name}",
                type="text",
                inputMode="numeric",
                maxLength=LONGEST,
                debounce=0.4,
                className="field",
                placeholder=_("not known"),
                autoComplete="off",
            ),
            html.Small(id=f"recommend-new-{name}-told", role="alert", className="offer-new-told"),
        )
        for name in LIMITS
    ]
    head = html.Header(html.H2(_("What is known"), className="card-title"), className="card-head")
    note = html.P(_("Nothing typed here is kept. What is not known stays empty."), className="muted")
    form = html.Section(
        [head, html.Div([*choices[:1], *numbers, *choices[1:], note], className="card-body")],
        className="card offer-new-form",
        id="recommend-new-card",
    )
    return [html.Div([form, html.Div(answer({}), id="recommend-new-answer", className="slot")], className="offer-new")]


def _field(label: str, control: Any, told: Any = None) -> html.Div:
    return html.Div([html.Label([html.Span(label), control]), told], className="offer-new-field")


@callback(
    Output("recommend-new-answer", "children"),
    *[Output(f"recommend-new-{name}-told", "children") for name in LIMITS],
    *[Input(f"recommend-new-{name}", "value") for name in ASKED],
    prevent_initial_call=True,
)
def update_answer(*values: Any) -> tuple[Any, ...]:
    """The advice for what is known so far, and what of it cannot be."""
    found = known(dict(zip(ASKED, values, strict=True)))
    return answer(dict(found.traits)), *(found.told.get(name, "") for name in LIMITS)


def answer(traits: dict[str, Any]) -> Still:
    """Products in order of expected value, with how far the probability may lie off."""
    found = model()
    advice = found.advise(traits) if found else []
    title = html.Header(
        [
            html.H2(_("What fits"), className="card-title"),
            html.Span(_("probability within 30 days; the line: eight in ten of people alike"), className="card-sub"),
        ],
        className="card-head",
    )
    note = html.Footer(
        _(
            "Of %(n)s traits %(k)s are known: the fewer, the wider the line. A forecast of the group, not of the person.",
            n=len(ASKED),
            k=len(traits),
        ),
        className="card-foot",
    )
    return Still(
        html.Section([title, html.Div(_lines(advice), className="card-body"), note], className="card offer-new-answer"),
        className="slot",
    )


def _lines(advice: list[Advice]) -> html.Div:
    most = ceiling(one.high for one in advice)
    head = html.Div(
        [
            html.Span(_("Product")),
            html.Span(_("Probability")),
            html.Span(),
            html.Span(_("Value a year")),
            html.Span(_("Expected value")),
        ],
        className="head",
    )
    lines = [
        html.Div(
            [
                html.Span([html.I(className=f"key {one_group(one.product)}"), code_label("product_code", one.product)]),
                chance_bar(vars(one), most),
                html.B(percent(one.probability)),
                html.Span(yuan(one.value)),
                html.B(yuan(one.expected)),
            ]
        )
        for one in advice
    ]
    return html.Div([head, *lines], className="offer-advice")


def one_group(product: str) -> str:
    """The group whose colour marks a product."""
    from models.products import catalogue

    group = catalogue().products[product].group
    return "offline" if group == "intermediary" else group
