"""The parts of the command line.

Stage: the outermost; options and scores come in; text on a terminal, or rows in a file, go out.
"""
