"""The SFTP server: software of senders brings files and fetches answers, and can do nothing else.

Who reads: `serving` listens, `guard` says who somebody is, `paths` where they may go, `files` what
lies there, `box` what they can do, `quota` how much. The rules of a mailbox are `portal.batch`'s:
another server may stand in this one's place.
"""
