"""Positions in standard SQL: GCJ-02 back to WGS-84, and metres between two points."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import macro

A, EE = 6378245.0, 0.00669342162296594323  # the ellipsoid GCJ-02 is defined on


def _shift(lon: str, lat: str) -> tuple[str, str]:
    """How far GCJ-02 moves a point, in degrees (the published polynomial)."""
    x, y = f"({lon} - 105.0)", f"({lat} - 35.0)"
    waves = f"(20.0 * sin(6.0 * {x} * pi()) + 20.0 * sin(2.0 * {x} * pi())) * 2.0 / 3.0"
    north = (
        f"(-100.0 + 2.0 * {x} + 3.0 * {y} + 0.2 * {y} * {y} + 0.1 * {x} * {y} + 0.2 * sqrt(abs({x})) + {waves}"
        f" + (20.0 * sin({y} * pi()) + 40.0 * sin({y} / 3.0 * pi())) * 2.0 / 3.0"
        f" + (160.0 * sin({y} / 12.0 * pi()) + 320.0 * sin({y} * pi() / 30.0)) * 2.0 / 3.0)"
    )
    east = (
        f"(300.0 + {x} + 2.0 * {y} + 0.1 * {x} * {x} + 0.1 * {x} * {y} + 0.1 * sqrt(abs({x})) + {waves}"
        f" + (20.0 * sin({x} * pi()) + 40.0 * sin({x} / 3.0 * pi())) * 2.0 / 3.0"
        f" + (150.0 * sin({x} / 12.0 * pi()) + 300.0 * sin({x} / 30.0 * pi())) * 2.0 / 3.0)"
    )
    magic = f"(1.0 - {EE} * sin(radians({lat})) * sin(radians({lat})))"
    return (
        f"({east} * 180.0 / ({A} / sqrt({magic}) * cos(radians({lat})) * pi()))",
        f"({north} * 180.0 / ({A} * (1.0 - {EE}) / ({magic} * sqrt({magic})) * pi()))",
    )


@macro()
def gcj_east(evaluator: Any, lon: exp.Expression, lat: exp.Expression) -> str:
    """Degrees of longitude GCJ-02 adds at a WGS-84 point."""
    return _shift(lon.sql("duckdb"), lat.sql("duckdb"))[0]


@macro()
def gcj_north(evaluator: Any, lon: exp.Expression, lat: exp.Expression) -> str:
    """Degrees of latitude GCJ-02 adds at a WGS-84 point."""
    return _shift(lon.sql("duckdb"), lat.sql("duckdb"))[1]


@macro()
def metres(
    evaluator: Any, lon1: exp.Expression, lat1: exp.Expression, lon2: exp.Expression, lat2: exp.Expression
) -> str:
    """Distance in metres on a local plane: right to a metre over the tens of kilometres a visit can be off."""
    a, b, c, d = (e.sql("duckdb") for e in (lon1, lat1, lon2, lat2))
    return f"111195.0 * sqrt(power(({a} - {c}) * cos(radians(({b} + {d}) / 2)), 2) + power({b} - {d}, 2))"
