"""Changing grids: what they are called, their features, their packages, their cells."""
