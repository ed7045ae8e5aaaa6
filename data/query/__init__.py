"""The query path: metrics × dimensions × filters × as-of × who asks → numbers.

``ask`` is the only way to a number, ``data.listing.listing`` the only way to rows.
"""

from data.query.ask import Answer, ask

__all__ = ["Answer", "ask"]
