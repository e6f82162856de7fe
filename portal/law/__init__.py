"""The law of the training right, as pure functions on plain values.

Who reads: a number through time is `dated`, the numbers themselves are `parameters`, an employer's
class is `size`, what one year gives is `right`, what is left over the years is `credit`, what a
training takes from it is `training`, when a thing is due is `terms`, how an amount is written is
`amount`. Nothing here knows a database, a page or the clock: days and numbers come in as arguments.
"""
