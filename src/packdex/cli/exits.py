"""Exit codes, and the error that means: it cannot work here."""

DONE = 0
PARTLY = 1
WRONG_CALL = 2
UNUSABLE = 3


class Unusable(Exception):  # noqa: N818 - it is a state of the machine, not an error of ours
    """It cannot work on this machine as it is. The message says why and what to do."""
