"""What the address asks for and is not there: left out of the choice, and said with what there is instead."""

from __future__ import annotations

from datetime import date

from dash import html

from components.address_words import numbered
from components.migrant_choice import MEASURES, PLACES, Choice
from components.migrant_data import workers_by
from components.migrant_months import Months
from components.migrant_service import policies
from data.i18n import _, lazy, p_
from data.i18n.numbers import month_text
from data.metrics.registry import metric
from data.serving import reading

MOST_SAID = 6  # names of what may be asked for
WORDS = {
    "place": lazy("Place of work"),
    "origin": lazy("Origin"),
    "policy": lazy("Policy"),
    "measure": lazy("Measure"),
    "month": lazy("Month"),
}


def known(choice: Choice) -> Choice:
    """The choice without the codes nothing has a name for; ``strange`` keeps them."""
    asked = {
        "place": (PLACES.get(choice.kind, ""), choice.code, choice.place),
        "origin": (choice.home_level, choice.origin, choice.origin),
        "policy": ("policy", choice.policy, choice.policy),
    }
    with reading() as state:
        lost = {
            word: str(said)
            for word, (dimension, code, said) in asked.items()
            if code and list(state.names.unknown(dimension, [code]))
        }
    return choice.without(lost) if lost else choice


def missed(choice: Choice, months: Months) -> list[html.Div]:
    """A sentence for each, with its reference number: what came, what is shown, what there is; nothing where all is held."""
    strange = dict(choice.strange)
    if choice.month and not months.frame.empty and choice.month != months.chosen:
        strange["month"] = month_text(date.fromisoformat(f"{choice.month}-01"))
    said = [numbered(_sentence(word, value, choice, months), {word: value}) for word, value in strange.items()]
    return [html.Div(said, role="status")] if said else []


def _sentence(word: str, value: str, choice: Choice, months: Months) -> str:
    return _(
        "%(what)s “%(value)s” is not held; shown: %(shown)s. There are %(some)s.",
        what=str(WORDS[word]),
        value=value,
        shown=_shown(word, choice, months),
        some=_offered(word, value, months),
    )


def _shown(word: str, choice: Choice, months: Months) -> str:
    """What stands in place of it."""
    if word == "month":
        return months.text
    if word == "measure":
        return metric(choice.measure).short.text()
    return {"place": _("Whole country"), "origin": _("All counties"), "policy": _("all policies")}[word]


def _offered(word: str, value: str, months: Months) -> str:
    """Names of what may be asked for, those with most workers first."""
    if word == "month":
        return _("%(first)s to %(last)s", first=months.named[0][1], last=months.named[-1][1])
    if word == "measure":
        return p_("list", ", ").join(metric(name).short.text() for name in MEASURES)
    if word == "policy":
        return _some([row["name"] for row in policies()])
    level = "county" if word == "origin" else PLACES.get(value.partition(":")[0], PLACES["province"])
    return _some(list(map(str, workers_by(level, {}, None)[f"{level}_name"])))


def _some(names: list[str]) -> str:
    said = p_("list", ", ").join(names[:MOST_SAID])
    return _("%(some)s and others", some=said) if len(names) > MOST_SAID else said
