"""What programs ask: v3, v4."""
