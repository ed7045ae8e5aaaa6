"""A long list of scores as a grid that asks for what is in sight, block by block, and lets the server sort. Pure.

Its rows are those of ``performance_ranking``; ``assets/performance_grid.js`` draws the cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash_ag_grid import AgGrid

from components.performance_choice import METRICS, Choice
from components.performance_ranking import heads, is_by_post
from components.performance_target import Goals
from data.i18n import _
from data.performance.indicators import GROUPS

BLOCK = 100  # rows asked for at once
KEPT_BLOCKS = 20
ROW_HEIGHT = 33
LOOKS = """themeQuartz.withParams({
    backgroundColor: 'var(--surface)', foregroundColor: 'var(--text)', headerBackgroundColor: 'var(--surface)',
    headerTextColor: 'var(--muted)', borderColor: 'var(--line)', accentColor: 'var(--brand)', rowHoverColor: 'var(--hover)',
    oddRowBackgroundColor: 'var(--surface)', wrapperBorder: false, headerFontWeight: 400, headerFontSize: 12, fontSize: 14,
    fontFamily: 'inherit', cellHorizontalPadding: 6, headerColumnBorder: false
})"""


def grid(id: str, choice: Choice, weights: Mapping[str, float], goals: Goals | None = None) -> AgGrid:
    """Columns as in the ranking: place, movement, name, post or managers, score and groups around the mean, course."""
    words, groups = heads(choice, weights, goals)
    columns = [
        {"headerName": "#", "field": "rank", "width": 60, "cellClass": "place"},
        {"headerName": words["moved"], "field": "moved", "width": 68, "cellRenderer": "ScoreMoved"},
        {"headerName": words["name"], "field": "name", "flex": 13, "minWidth": 104, "cellRenderer": "ScoreName"},
        {
            "headerName": words["aside"],
            "field": "aside",
            "flex": 15 if choice.by == "staff" else 5,
            "minWidth": 116 if choice.by == "staff" else 72,
            "cellRenderer": "ScoreAside",
        },
        *[_points(place, name, words, groups, is_by_post(choice)) for place, name in enumerate(METRICS)],
        *([_target(words)] if goals else []),
        {"headerName": words["course"], "field": "course", "width": 74, "cellRenderer": "ScoreCourse"},
        {"headerName": words["expected"], "field": "expected", "width": 68, "cellClass": "expected"},
    ]
    return AgGrid(
        id=id,
        rowModelType="infinite",
        columnDefs=columns,
        defaultColDef={
            "sortable": False,
            "resizable": False,
            "suppressMovable": True,
            "suppressHeaderMenuButton": True,
        },
        getRowId="params.data.node",
        dashGridOptions={
            "theme": {"function": LOOKS},
            "rowHeight": ROW_HEIGHT,
            "headerHeight": ROW_HEIGHT,
            "cacheBlockSize": BLOCK,
            "maxBlocksInCache": KEPT_BLOCKS,
            "rowBuffer": 20,
            "suppressCellFocus": False,
            "suppressMultiSort": True,
            "localeText": {"loadingOoo": _("Loading"), "noRowsToShow": words["empty"]},
        },
        className="ranking-grid",
        style={"height": "100%"},
    )


def _target(words: Mapping[str, str]) -> dict[str, Any]:
    named = {"headerName": words["target"], "headerTooltip": words["target_of"]}
    return named | {"field": "target", "width": 70, "headerClass": "target", "cellRenderer": "ScoreTarget"}


def _points(
    place: int, name: str, words: Mapping[str, str], groups: list[list[str]], is_by_post: bool
) -> dict[str, Any]:
    """A column that sorts: score, which stands so at first where there is one order, or a group with its weight."""
    group = name.removeprefix("score_")
    title, key = (words["score"], "total") if group not in GROUPS else (" ".join(groups[place - 1][::2]).strip(), group)
    return {
        "headerName": title, "field": name, "flex": 10, "minWidth": 82, "sortable": True, "sortingOrder": ["desc", "asc"],
        **({"initialSort": "desc"} if key == "total" and not is_by_post else {}),
        "headerClass": f"key-{key}", "cellRenderer": "ScorePoints", "cellRendererParams": {"place": place, "group": key},
    }  # fmt: skip
