"""What to think of a package: lifecycle, signals, dimensions, and the twelve questions.

`verdict.judge` is the one function; all it needs is an `Inputs`, a time, and a `Method`.
"""
