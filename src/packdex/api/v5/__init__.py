"""v5: what this directory knows beyond the API that it took over."""
