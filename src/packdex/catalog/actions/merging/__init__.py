"""Making one package of two: what sources told, places in grids, the past, what people said."""
