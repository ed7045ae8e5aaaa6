"""A first build that failed half way, then more deliveries: nothing of the half build is left in the marts."""

from __future__ import annotations

import duckdb
import pytest

from data import lake
from data.errors import PublicationFailed
from etl.load import load_all
from etl.publish import pointer
from etl.run import run_pass
from tests.conftest import tiny_settings
from tests.etl.feeds import deliver, organisation, visit

pytestmark = pytest.mark.slow


def test_late_rows_reach_days_a_failed_build_had_done(tmp_path, monkeypatch) -> None:
    chosen = tiny_settings(tmp_path / "home")
    monkeypatch.setattr("data.settings._chosen", chosen)
    deliver(chosen.home, "2025-11-12", organisation() | {"visit": [visit("1", "S1", "H1", "2025-11-03 09:00")]})
    lake.prepare(chosen)
    con = lake.connect(chosen)
    load_all(con, chosen)
    con.execute("insert into lake.raw.staff select * from lake.raw.staff where staff_id = 'S2'")
    con.close()
    with pytest.raises(PublicationFailed, match="dim_staff"):
        run_pass(chosen)
    assert pointer(chosen.home) is None

    late = [visit("2", "S1", "H2", "2025-11-03 10:00"), visit("3", "S2", "H1", "2025-11-13 10:00")]
    deliver(chosen.home, "2025-11-13", {"staff": organisation()["staff"], "visit": late})
    assert run_pass(chosen).status == "published"
    with duckdb.connect(str(chosen.home / "serving" / pointer(chosen.home)["file"]), read_only=True) as served:
        assert served.execute("select count(*) from fct_visit").fetchone() == (3,)
        assert served.execute("select sum(visits) from visit_level_day where level = 'entity'").fetchone() == (3,)
