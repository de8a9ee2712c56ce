"""Findings and estimates joined into scores."""
