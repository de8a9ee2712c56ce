"""The door: the outside world becomes checked threads.

Stage: intake; loose Python values or files come in; `Thread` records go out. ``build`` takes
values, ``read`` takes files; one module a file format.
"""
