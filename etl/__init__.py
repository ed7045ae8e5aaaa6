"""From delivered feeds to the published snapshot: load, build, audit, publish; and the schedule of it."""
