"""Judging what somebody depends on, from what the directory knows."""
