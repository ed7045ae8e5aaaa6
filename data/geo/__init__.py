"""Boundaries of the region and its coordinate systems."""
