"""Changing what people wrote about packages, and the categories that these are in."""
