"""SQLMesh on the lake. Everything comes from the program's settings: catalogue, data files and state."""

from __future__ import annotations

from typing import Any

from sqlalchemy import make_url
from sqlmesh.core.config import (
    Config,
    DuckDBConnectionConfig,
    GatewayConfig,
    ModelDefaultsConfig,
    PostgresConnectionConfig,
)
from sqlmesh.core.config.connection import ConnectionConfig, DuckDBAttachOptions
from sqlmesh.core.constants import IGNORE_PATTERNS

from data import lake
from data.settings import Settings, settings

MODEL_TESTS = "tests/*.yaml"  # read by whoever tests the models, not by each pass


def _state(chosen: Settings) -> ConnectionConfig:
    """A DuckDB file by default (the web never opens it); PostgreSQL when the setting is a URL."""
    if "://" not in chosen.sqlmesh_state:
        return DuckDBConnectionConfig(catalogs={"state": chosen.sqlmesh_state})
    url = make_url(chosen.sqlmesh_state)
    return PostgresConnectionConfig(
        host=url.host or "127.0.0.1",
        port=url.port or 5432,
        user=url.username or "",
        password=url.password or "",
        database=url.database or "",
        check_import=False,  # type: ignore[call-arg]  # taken by a validator, no field
    )


def made_for(chosen: Settings) -> Config:
    """The project's configuration for these settings."""
    options = DuckDBAttachOptions(
        type="ducklake",
        path=chosen.lake,
        data_path=chosen.lake_data,
        override_data_path=True,
        data_inlining_row_limit=0,
    )
    extensions: list[str | dict[str, Any]] = [*lake.extensions(chosen)]
    connection = DuckDBConnectionConfig(
        catalogs={lake.ALIAS: options},
        extensions=extensions,
        secrets=[lake.s3_secret(chosen)] if lake.s3_secret(chosen) else [],
        connector_config=lake.limits(chosen),
        register_comments=False,
    )
    return Config(
        project="qianhui",
        gateways={"lake": GatewayConfig(connection=connection, state_connection=_state(chosen))},
        default_gateway="lake",
        # DuckDB plans each query itself: rewriting all of them first costs a second and changes nothing
        model_defaults=ModelDefaultsConfig(dialect="duckdb", start="2000-01-01", cron="@daily", optimize_query=False),
        ignore_patterns=[*IGNORE_PATTERNS, MODEL_TESTS],
        disable_anonymized_analytics=True,
        cache_dir=str(chosen.home / "sqlmesh-cache"),
    )


config = made_for(settings())
