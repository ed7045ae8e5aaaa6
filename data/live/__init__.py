"""Live rows: what phones sent since the published snapshot, kept in memory so that history and now read as one."""
