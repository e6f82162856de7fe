"""Declarations as XML messages: read as a stream and answered as one, whatever their size.

A message is read twice. `examining` sees whether it is one at all, before anything of it is
declared: what it refuses, `refusing` words. `reading` then gives record after record: `plain` finds
those that are written as usual, all others are held against the schema one by one; `texts` makes
texts of them for the door, `faults` tells what is wrong with the shape of one, `places` where that
stands. Both feed the parser by `blocks`, which keeps memory flat. `writing` words acknowledgements
and results, `schema` holds what both must look like.
"""
