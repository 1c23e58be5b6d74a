"""Can I move to Django 6.0, to Python 3.14? What a package's releases say, and since when."""
