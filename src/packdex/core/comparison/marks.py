"""The short marks that people write into cells, and what each of them means.

They are compared without regard to case. Typographic variants of one sign are all listed, because
keyboards and phones put them in by themselves.
"""

YES = frozenset(
    {
        *("yes", "y", "yep", "true", "check", "checked", "ok", "good", "full", "supported", "done"),
        *("✓", "✔", "✔️", "☑", "☑️", "✅", "👍", "+1"),
        *(":check:", ":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:"),
        *(":thumbsup:", ":+1:"),
    }
)

NO = frozenset(
    {
        *("no", "n", "nope", "false", "bad", "negative", "evil", "sucks", "none", "unsupported"),
        *("x", "\N{MULTIPLICATION SIGN}", "✗", "✘", "✕", "✖", "✖️", "❌", "❎", "👎", "-1"),
        *(":x:", ":negative_squared_cross_mark:", ":heavy_multiplication_x:", ":no_entry:"),
        *(":thumbsdown:", ":-1:"),
    }
)

PARTIAL = frozenset(
    {
        *("partial", "partially", "partly", "some", "somewhat", "limited", "half", "in part"),
        *("~", "≈", "±", "+/-", "+-", "½", "◐"),
    }
)

PLANNED = frozenset(
    {
        *("planned", "plan", "soon", "coming soon", "wip", "in progress", "work in progress"),
        *("todo", "to do", "upcoming", "🚧", ":construction:"),
    }
)

PLUS = "+"
MINUS = "-\N{MINUS SIGN}\N{EN DASH}"  # editors make the other two of the first

LEADING = frozenset({"yes", "no", "check", "partial", "partially", "partly", "planned", "wip"})
"""Those that keep their meaning when more words follow behind a comma, a colon or a bracket."""
