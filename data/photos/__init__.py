"""Photos of visits: looked at with suspicion, kept unchanged by content, shown as marked copies."""
