"""The small organisation of the query tests, for people working away."""

from tests.query.conftest import serve

__all__ = ["serve"]
