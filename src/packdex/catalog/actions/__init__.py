"""Writes of the catalogue, each a verb. Every change of the catalogue goes through here."""
