"""What learns: a problem is described in ``models/problems/*.yaml``; everything here works on any of them.

Top to bottom: ``problem`` (features), ``binning``, ``recipe`` and ``learner`` (fit), ``additive`` (exact parts), ``calibration``,
``rolling`` (refit over time, choice on earlier rows), ``measures``, ``uplift``, ``artifact``. Frames and arrays in, arrays out.
"""
