"""Models: policy planning (``migrant_plan*``: response, problem, bound, exact search) and where a centre adds most (``location``).

They take frames and give frames; no page, no database. Models that learn will stand here too, one subject a file.
"""
