"""The demo province: a generator that plays the bank's source systems, and the phones of its managers.

It writes feed files in the bank's formats; everything behind them is the real path. Deterministic by seed.
"""

from etl.world.feeds import write_feeds

__all__ = ["write_feeds"]
