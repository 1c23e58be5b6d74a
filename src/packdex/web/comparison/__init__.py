"""Pages that compare packages: a grid, and any packages that an address names.

`pages` answers, `sheet` writes the table as one string, `tools` says what can be done with it, and
`kept` keeps the plain pages of grids.
"""
