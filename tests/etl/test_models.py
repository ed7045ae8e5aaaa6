"""SQLMesh's own unit tests of the models (``etl/sqlmesh/tests/*.yaml``)."""

from __future__ import annotations

import pytest

from etl.project import PROJECT
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
