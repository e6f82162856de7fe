"""What was sent in bulk: kept at once, worked through by `portal worker`, answered one by one.

Whatever the channel, a submission is a list of texts for the door and one row that says how far
it is. Its outcomes are written in the transaction that keeps its records, so a worker that is
killed leaves either both or neither, and whoever takes it up goes on at the first declaration
without outcome. Who reads: `values` what there is, `receiving` how it comes in, `working` how it
is done, `waiting` the loop of the worker, `telling` how it is read back.
"""
