"""The one door in: every declaration, whatever its channel, is read, checked and kept here.

A channel opens its envelope into mappings of text, says who speaks, calls `declare` with the whole
list and words the outcomes. Who reads: what may be declared is `declaration`, text becomes one in
`reading`, who may speak for whom is `authority`, what is wrong is `checking` and `records`, its
words are `catalogue`, what is kept is `writing`, and `declare` is the way through.
"""
