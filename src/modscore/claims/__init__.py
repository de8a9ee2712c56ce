"""What is asserted, what backs it, how surely it is said."""
