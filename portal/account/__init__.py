"""The one window out: what a worker followed and may still follow, at every employer.

`account` opens a whole account, `trainings` a page of trainings or one training with its earlier
versions, `values` says what they hold, `looks` writes down who looked, `chain` says how
looks are tied together, `look_log` shows them to the worker, `anchors` and `verifying` guard them
(`looks_console` says what they found), `expiring` finds certificates that run out, `printed` is
an account as `portal account` prints it. Everything that leaves here is plain: no page can reach
the database.
"""
