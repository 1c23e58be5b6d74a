"""Packdex: a package directory that anyone can run."""

__version__ = "0.1.0"
