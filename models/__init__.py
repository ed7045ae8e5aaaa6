"""Models that learn: features, pipeline, train and score, one subject a file. None yet."""
