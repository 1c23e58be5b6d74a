"""Hiding and locking, and taking changes back."""
