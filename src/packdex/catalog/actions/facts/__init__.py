"""Recording what sources told of packages, when to ask them again, and what follows from it."""
