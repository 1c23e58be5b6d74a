"""Pages on which people say something about packages, and pages about people."""
