"""The v3 API: slugs only, read only."""
