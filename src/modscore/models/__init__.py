"""Trained scorers: what the wording as a whole looks like."""
