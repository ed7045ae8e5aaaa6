"""How far a visit can be trusted, and what people make of it. A check is a hint for a person and nothing more."""
