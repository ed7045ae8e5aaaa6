"""The query path: metrics × dimensions × filters × as-of × who asks → numbers.

``ask`` is the only way to a number, ``data.listing.listing`` the only way to rows. ``compare``, ``spark``, ``courses``
and ``ranking`` put numbers beside their like, over time, and in order; ``stock_days`` are the days a stock is known for.
"""

from data.query.ask import Answer, ask
from data.query.compare import Comparison, compare
from data.query.ranking import ranking
from data.query.series import courses, spark
from data.query.stock import stock_days

__all__ = ["Answer", "Comparison", "ask", "compare", "courses", "ranking", "spark", "stock_days"]
