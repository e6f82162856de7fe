"""What software sends in files: mailboxes, names, signatures and answers.

A mailbox is a folder per sender; nothing here knows by which server a file came into it, so the
same rules hold behind ours (`portal sftp`) and behind OpenSSH. Who reads: `filename` how files
are called, `folders` where they lie, `senders` who may bring them.
"""
