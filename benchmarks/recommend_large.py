"""The explorer's questions over ten million customers: forecasts of one product, the demo's repeated under other customer ids.

A question is about one product, and rows are kept in the order of products: what other products have is never read, so these
ten million rows are what ten million customers are. Names are looked up among the demo's customers.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.measure import Measure, in_turn
from components.recommend_choice import TRAITS, Choice
from components.recommend_data import COLUMNS, offered
from data import serving
from data.i18n import speaking
from data.i18n.codes import code_labels
from data.scope import Asker, acting
from data.settings import Settings, settings, use
from etl.publish import ROWS_TOGETHER
from etl.sql import literal
from pages._recommend_seen import Seen

ROWS, PRODUCT = 10_000_000, "time_deposit"
ASKED, WARM = 40, 4
EMPTY = (
    "fct_visit",
    "visit_level_day",
    "indicator_value",
    "account_month",
    "score_step",
    "worker_stock",
    "customer_course",
)


def measure(home: Path) -> list[Measure]:
    """Counts and the list of 200, and the list against the same rows asked of DuckDB directly."""
    with tempfile.TemporaryDirectory(dir=home) as folder, _large(home, Path(folder)) as file:
        dice = np.random.default_rng(4)
        with duckdb.connect(str(file), read_only=True) as bare, _serving(Path(folder)):
            asked = [_kind(dice) for _ in range(WARM + ASKED)]
            works = {
                "counts": lambda i: Seen(asked[i]).counts,
                "list of 200": lambda i: offered(asked[i], asked[i].top),
                "bare": lambda i: _bare(bare, asked[i]),
            }
            took = in_turn(works, times=ASKED, warm=WARM)
    against = f"median of {ASKED} combinations of one to four traits over {ROWS:,} forecasts of one product, in process"
    ratio = took["list of 200"] / took["bare"]
    return [
        *(
            Measure(f"explorer, {name}, ten million", round(took[name], 1), "ms", "lower", None, against)
            for name in ("counts", "list of 200")
        ),
        Measure(
            "explorer, list of ten million",
            round(ratio, 2),
            "ratio",
            "lower",
            1.5,
            "the same rows from DuckDB, no names",
        ),
    ]


@contextmanager
def _large(home: Path, folder: Path) -> Iterator[Path]:
    """A publication with ten million forecasts in the folder; large tables that are not asked are empty."""
    current = json.loads((home / "serving" / "current.json").read_text(encoding="utf-8"))
    (folder / "serving").mkdir()
    file = folder / "serving" / "large.duckdb"
    with duckdb.connect() as con:
        con.execute(f"attach {literal(home / 'serving' / Path(current['file']).name)} as demo (read_only)")
        con.execute(f"attach {literal(file)} as large (storage_version 'latest', row_group_size {ROWS_TOGETHER})")
        names = con.execute("select table_name from duckdb_tables() where database_name = 'demo'").fetchall()
        for (name,) in names:
            few = " limit 0" if name in EMPTY or name == "propensity" else ""
            con.execute(f"create table large.{name} as from demo.{name}{few}")
        _fill(con)
        con.execute("checkpoint large")
    entry = current | {"file": file.name, "snapshot_id": "large"}
    (folder / "serving" / "current.json").write_text(json.dumps(entry), encoding="utf-8")
    yield file


def _fill(con: duckdb.DuckDBPyConnection) -> None:
    """The product's forecasts again and again, each time under ids of their own, up to ROWS."""
    done, turn = 0, 0
    while done < ROWS:
        con.execute(
            f"""insert into large.propensity select * replace (customer_id || '-{turn}' as customer_id)
            from demo.propensity where product_code = ? limit {ROWS - done}""",
            [PRODUCT],
        )
        found = con.execute("select count(*) from large.propensity").fetchone()
        done, turn = int(found[0]) if found else ROWS, turn + 1


@contextmanager
def _serving(folder: Path) -> Iterator[None]:
    """Questions are answered from the folder's publication, with the live rows of the home's operations DB."""
    before = settings()
    if (before.home / "ops.sqlite").exists():
        shutil.copy(before.home / "ops.sqlite", folder / "ops.sqlite")
    use(Settings.from_env({"QIANHUI_HOME": str(folder), "QIANHUI_DEMO": "1"}))
    try:
        with speaking("en"), acting(Asker.of("b0", "Province", "executive", "province", None)):
            yield
    finally:
        serving.store().close()
        use(before)


def _kind(dice: np.random.Generator) -> Choice:
    """One to four traits, of each one or two codes."""
    words = dice.choice(list(TRAITS), dice.integers(1, 5), replace=False)
    traits = {word: dice.choice([*code_labels(TRAITS[word])], dice.integers(1, 3), replace=False) for word in words}
    return Choice.parse({"product": PRODUCT} | {word: [*map(str, of)] for word, of in traits.items()})


def _bare(con: duckdb.DuckDBPyConnection, choice: Choice) -> object:
    """The list's rows, names left out."""
    own = [f'"{name}"' for name in COLUMNS if name != "name"]
    chosen = {TRAITS[word]: list(codes) for word, codes in choice.traits.items()}
    where = " and ".join(["product_code = $product", "is_offered", *(f"{name} = any(${name})" for name in chosen)])
    return con.execute(
        f"""select {", ".join(own)} from propensity where {where}
        order by probability desc nulls last, expected desc nulls last, customer_id, product_code limit {choice.top}""",
        chosen | {"product": choice.product},
    ).df()
