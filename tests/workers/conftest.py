"""The small organisation of the query tests, for people working away."""

from tests.query.conftest import serve, written

__all__ = ["serve", "written"]
