"""The page on which people have judged what they depend on."""
