"""Declarations as XML messages: read as a stream and answered as one, whatever their size.

A message is read twice. `examining` sees whether it is one at all, before anything of it is
declared: what it refuses, `refusing` words. `reading` then gives record after record, each held
against the schema by itself: `texts` makes texts of one for the door, `faults` tells what is wrong
with its shape, `places` where that stands. Both feed the parser by `blocks`, which keeps memory
flat. `writing` words acknowledgements and results, `schema` holds what both must look like.
"""
