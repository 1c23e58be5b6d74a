"""The verdict checked backwards: what git said on days of the past, and what became of it."""
