"""Which packages can be moved to which version of Python or Django: reads."""
