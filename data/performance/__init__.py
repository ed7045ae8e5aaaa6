"""Performance: indicators, schemes and the calculation. Pure: SQL text and values, no files written, no clock."""
