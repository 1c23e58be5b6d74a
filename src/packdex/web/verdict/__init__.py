"""What is thought of a package: its page, its badge, and the pages that explain the method."""
