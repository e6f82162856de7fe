"""The law of the training right, as pure functions on plain values.

Who reads, from the ground up:

    words        the closed lists of words that the numbers are keyed by
    dated        a number through time, each change with its source
    parameters   the numbers, one file each
    periods      periods of several years, one after the other
    size         an employer's size class
    full_time    what a full-timer gains in a whole year: law, growth path, sector
    right        what the months in service make of it; declared rights
    employment   what an account is computed from
    year_right   what one employment gains in one year
    training     what a training takes: charged or not, minutes and days
    year         one year's account, with all it was computed from
    ending       what the end of the employment does; the state of a year
    attribution  from which kind of right days were taken, for display
    credit       the accounts over the years: carried, gained, charged, left
    terms        when a thing is due, and what the service may do by date
    amount       how an amount of days is written for machines

Nothing here knows a database, a page or the clock: days and numbers come in as arguments.
"""
