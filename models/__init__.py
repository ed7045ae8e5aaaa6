"""Models: policy planning (``migrant_plan*``: response, problem, bound, exact search) and where a centre adds most (``location``).

Models that learn: ``learning`` works on any problem of ``problems/``; ``products``, ``offer``, ``reasons``, ``newcomer``
and ``campaign`` are about which product comes next. They take frames and give frames; no page, no database.
"""
