"""Pages about programs that act for a person: their tokens, and applications."""
