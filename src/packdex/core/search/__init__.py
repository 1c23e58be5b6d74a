"""What a search means and how what it found is ordered: pure, and the same on every database."""
