"""Pages about moving to another version of Python or Django."""
