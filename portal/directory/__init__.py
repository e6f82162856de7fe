"""Which person a social security number names: the only room that sees the table `directory`.

A number stands there twice, and never in clear: as a keyed index to find it, and sealed to show
it (`keys`). `ring` holds the keys that the database is written with, `entries` finds persons by
numbers and numbers by persons, `keeping` is for the feed, which says what is true, and `rotation`
writes everything anew under a new key. `console` is what the commands `portal keys` say.
"""
