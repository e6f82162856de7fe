"""Papers to hand over: attestations set in type, sealed, and kept in the list of those issued.

`issuing` makes one from a worker's account, `paper` says in words what stands on it, `figures`
and `lines` word its rights and its trainings, `typesetting` makes a PDF of it, `seal` signs that
PDF, `seal_keys` keeps the key. `sentences` and `characters` find the words and the letters.
`handing` makes what an employer hands its workers once a year. Nothing here knows of a web;
channels and exports ask `issuing` and `handing` for bytes.
"""
