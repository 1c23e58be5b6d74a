"""Taking facts from sources and recording them."""
