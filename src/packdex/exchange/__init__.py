"""What comes in and goes out in bulk."""
