"""What the performance figures are measured with; `make bench` runs `python -m benchmarks`."""
