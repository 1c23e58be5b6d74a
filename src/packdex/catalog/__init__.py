"""What the directory knows: tables, reads, writes, prepared answers."""
