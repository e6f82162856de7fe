"""What the government knows already: folders of CSV files from the authentic sources, coming in.

`loading` is the door of the room. A folder is read file by file (`files`, `cells`, `keys`: what
each cell may hold), staged in temporary tables (`kinds`, `staging`), checked across its rows
(`numbers`, `checks`) and, when nothing at all is wrong, written (`writing`, `merging`).
`console` is what the command `portal feed` says, `freshness` when a folder last came in.
"""
