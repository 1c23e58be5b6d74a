"""What a project depends on: read from its files, judged from what the directory knows."""
