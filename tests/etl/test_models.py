"""SQLMesh's own unit tests of the models (``etl/sqlmesh/tests/*.yaml``); and that ours writes them as SQLMesh does."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from etl.project import PROJECT
from etl.rendering import copy_lightly, written_once
from tests.conftest import tiny_settings


@pytest.mark.slow
def test_unit_tests_of_the_models_pass(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tiny_settings(tmp_path / "home")
    monkeypatch.setattr("data.settings._chosen", chosen)
    from sqlmesh import Context

    from etl.sqlmesh.config import MODEL_TESTS, made_for

    config = made_for(chosen)
    config.ignore_patterns.remove(MODEL_TESTS)
    config.model_defaults.optimize_query = True  # a test gives the columns its model needs: those left by it
    context = Context(paths=str(PROJECT), config=config, load_state=False)
    result = context.test()
    context.close()
    told = [f"{test}: {why}" for test, why in (*result.failures, *result.errors)]
    assert told == [] and result.testsRun == 12


@pytest.mark.slow
def test_models_are_written_as_sqlmesh_writes_them(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tiny_settings(tmp_path / "home")
    monkeypatch.setattr("data.settings._chosen", chosen)
    from sqlglot.expressions import core
    from sqlmesh import Context
    from sqlmesh.core.snapshot import SnapshotChangeCategory

    from data import lake
    from etl.sqlmesh.config import made_for

    lake.prepare(chosen)
    monkeypatch.setattr(core, "deepcopy", copy.deepcopy)
    context = Context(paths=str(PROJECT), config=made_for(chosen), load_state=False)
    snapshots = context.snapshots
    for snapshot in snapshots.values():
        snapshot.categorize_as(SnapshotChangeCategory.BREAKING)
    usual = _written(snapshots)
    assert "sqlmesh__core" in usual['"lake"."mart"."account_month"']
    copy_lightly()
    assert core.deepcopy is not copy.deepcopy
    with written_once():
        assert _written(snapshots) == usual
        assert _written(snapshots, start="2026-03-01", end="2026-03-02") != usual
    context.close()


def _written(snapshots: dict[str, Any], **interval: str) -> dict[str, str]:
    """The query of each model that holds rows or is a view."""
    return {
        name: snapshot.model.render_query(snapshots=snapshots, **interval).sql("duckdb")
        for name, snapshot in snapshots.items()
        if not snapshot.is_embedded
    }
