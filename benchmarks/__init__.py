"""Figures that others can rerun: `python -m benchmarks` lists them."""
