"""Editing: pages with forms, for those who are signed in."""
