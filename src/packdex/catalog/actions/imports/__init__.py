"""Storing what comes from another service, many rows at once and with the ids that they have."""
