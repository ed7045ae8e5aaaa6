"""How far visits can be trusted: judged day by day into the lake's schema ``trust``, after the first publication."""
