"""The Comment Analyzer's methods (v1alpha1), as clients of Perspective call them."""
