"""The query path and what it stands on: settings, scope, metrics, snapshot, live rows. Imports nothing else of ours."""
