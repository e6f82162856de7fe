"""What software sends in files: mailboxes, names, signatures and answers.

A mailbox is a folder per sender; nothing here knows by which server a file came into it, so the
same rules hold behind ours (`portal sftp`) and behind OpenSSH. Who reads: `watching` looks in every
second, `mailbox` takes what a GO started, `copying` safely, `signature` whether its sender signed
it, `refusals` why not; `process` works through what was taken, `declaring` declares its records,
`groups` is one transaction of them and `holding` the row of the file, `answers` words what became
of it; `answering` and `outbox` lay answers out, `tidying` clears up; `filename` how files are
called, `folders` where they lie, `senders` who may bring them.
"""
