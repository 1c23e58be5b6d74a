"""The pages on which people add packages."""
