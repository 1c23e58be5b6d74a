"""The histories of what people wrote: lists, feeds, single changes, and taking them back."""
