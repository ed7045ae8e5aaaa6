"""What a manager's phone needs for a day without signal: whom to see, in which order, the notice, codes for votes."""
