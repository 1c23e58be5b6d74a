"""The pages of the search, and the suggestions while somebody types."""
