"""The pages: address, layout and thin callbacks."""
