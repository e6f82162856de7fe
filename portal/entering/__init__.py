"""What people enter in the online service, for many workers at once: nothing of it gets lost.

An entry is one course and the workers who followed it. It is kept as it is typed, so it survives
signing out; rehearsed at the door, which says what would become of it; declared; and, as a whole,
undone. Who reads: `entry` what there is, `keeping` how it is kept, `declaring` how it goes through
the door and back. A sheet is checked without effect first, then declared in groups by `portal
worker`, and undone as a whole: `sheets` how it comes in, `importing` how it is worked through,
`remarks` what is said of its rows, `waiting` the loop.
"""
