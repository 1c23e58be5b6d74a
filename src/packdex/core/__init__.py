"""The pure room: no Django, no I/O, no clock.

What a function needs to know is passed to it, and `now` is an argument.
"""
