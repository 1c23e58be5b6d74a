"""The packdex command."""
