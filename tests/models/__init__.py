"""Models that learn, on made-up rows: exact parts, judging in time order, measures, uplift, artifacts."""
