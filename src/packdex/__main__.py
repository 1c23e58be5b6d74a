"""`python -m packdex` is the packdex command."""

from packdex.cli.main import main

main()
