"""SQLMesh's own unit tests of the models (``etl/sqlmesh/tests/*.yaml``)."""

from __future__ import annotations

import pytest

from etl.project import Ahead, project
from tests.conftest import tiny_settings


def test_unit_tests_of_the_models_pass(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tiny_settings(tmp_path / "home")
    monkeypatch.setattr("data.settings._chosen", chosen)
    with project(Ahead(chosen)) as (context, _):
        from etl.sqlmesh.config import MODEL_TESTS

        context.config.ignore_patterns.remove(MODEL_TESTS)
        context.config.model_defaults.optimize_query = (
            True  # a test gives the columns its model needs: those left by it
        )
        context.load()
        result = context.test()
    told = [f"{test}: {why}" for test, why in (*result.failures, *result.errors)]
    assert told == [] and result.testsRun == 8
