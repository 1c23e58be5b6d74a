"""Where facts come from. Every source is a module with `parse(payload)` and `fetch(ref, door)`.

`parse` is pure and turns one foreign document into facts, or raises SourceError with the field that
is wrong. `fetch` asks through a door and gives an Outcome; it never raises for what the other side
did.
"""
