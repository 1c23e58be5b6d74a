"""Comparing packages: what stands in a cell, which rows there are, and what a visitor sees of it.

`table.Table` is all there is to compare, `view.View` what a visitor chose to see of it, and
`select.apply` gives the table that is seen. `export` writes that one.
"""
