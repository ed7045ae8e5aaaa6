"""Checks of visits, verdicts and their words."""
