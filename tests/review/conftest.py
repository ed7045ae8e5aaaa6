"""Cases on the tiny province, with an operations DB of their own."""

from tests.recommend.conftest import layout, own_ops, seeded

__all__ = ["layout", "own_ops", "seeded"]
