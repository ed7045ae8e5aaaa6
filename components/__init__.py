"""What pages are made of: shell, cards, charts, tables, states, and the parts of single pages."""
