"""A pack of rules run over prepared text."""
