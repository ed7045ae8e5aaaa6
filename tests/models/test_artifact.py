"""Models on disk: read as written, refused when changed, and one version back by one command."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.errors import NotFound, Unavailable
from models.__main__ import main
from models.learning import artifact
from models.learning.additive import Additive
from models.learning.train import Rows, calibrated, train
from tests.conftest import tiny_settings
from tests.models.made import PROBLEM, binned


@pytest.fixture(scope="module")
def model() -> Additive:
    binning, codes, hit = binned(2_000)
    rows = Rows(codes, hit, np.ones_like(hit))
    return calibrated(train(PROBLEM, binning, rows, with_linear=False).model, rows)


def test_what_is_read_scores_as_what_was_written(model: Additive, tmp_path: Path):
    _, codes, _ = binned(500, seed=9)
    version = artifact.save(tmp_path, "made", {"made": model}, {"note": "x"}, "20261001")
    again = artifact.load(tmp_path, "made", version, "made")
    assert np.array_equal(again.probability(codes), model.probability(codes)) and again.names == model.names
    assert artifact.save(tmp_path, "made", {"made": model}, {"note": "x"}, "20261001") == version
    assert artifact.card(tmp_path, "made", version)["note"] == "x"


def test_changed_files_are_refused(model: Additive, tmp_path: Path):
    version = artifact.save(tmp_path, "made", {"made": model}, {}, "20261001")
    text = tmp_path / "made" / version / "made.json"
    text.write_text(text.read_text().replace('"slope": ', '"slope": 1'))
    with pytest.raises(Unavailable):
        artifact.load(tmp_path, "made", version, "made")


def test_one_command_goes_back(
    model: Additive, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("data.settings._chosen", tiny_settings(tmp_path))
    other = Additive(model.targets, model.names, model.binning, model.tables * 2, model.base, model.calibrations)
    first = artifact.save(tmp_path / "models", "next_product", {"made": model}, {}, "20260901")
    second = artifact.save(tmp_path / "models", "next_product", {"made": other}, {}, "20261001")
    artifact.use(tmp_path / "models", "next_product", second)
    assert main(["rollback"]) == 0 and artifact.current(tmp_path / "models", "next_product") == first
    assert f"* {first}" in capsys.readouterr().out
    assert main(["rollback"]) == 1  # nothing before it


def test_what_was_saved_is_used_though_its_writer_was_killed(model: Additive, tmp_path: Path):
    artifact.complete(tmp_path, "made")
    assert artifact.current(tmp_path, "made") is None
    version = artifact.save(tmp_path, "made", {"made": model}, {}, "20261001")
    artifact.complete(tmp_path, "made")
    assert artifact.current(tmp_path, "made") == version
    other = Additive(model.targets, model.names, model.binning, model.tables * 2, model.base, model.calibrations)
    artifact.use(tmp_path, "made", artifact.save(tmp_path, "made", {"made": other}, {}, "20261101"))
    artifact.roll_back(tmp_path, "made")
    artifact.complete(tmp_path, "made")
    assert artifact.current(tmp_path, "made") == version


@pytest.mark.parametrize("name", ["../../etc", "20260901-zzzzzzzz", "20260901-00000000"])
def test_no_other_folder_is_used(tmp_path: Path, name: str):
    with pytest.raises(NotFound):
        artifact.use(tmp_path, "made", name)
