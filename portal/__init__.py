"""The learning account: what a worker followed and may still follow, at every employer.

The map of the house, from the street to the cellar. Whoever stands higher may use what lies
lower, never the other way round; `lint-imports` holds it.

    demo                       a pretend digital key and a pretend country, apart
    commands                   the console command `portal`
    app                        the web application: the only file that knows every room
    processes                  what runs: the parent of `./run`, the web server
    web rest sftp              pages for people · the web service · the server that takes files
    batch                      files that software sends: mailboxes, signatures, answers
    credentials                trainings as credentials for machines, where the extra is installed
    documents                  papers to hand over: attestations, set in type and sealed
    entering                   what people enter for many workers at once: kept, declared, undone
    wire                       how declarations travel: names, sheets, JSON, XML
    duties                     what falls due for an employer, and the checks that work it off
    submissions                what was sent in bulk: lease, outcomes, the loop of the worker
    export                     all that is held of a person in one file, and back from it
    login                      who is there: digital keys, sessions, guards
    declarations               the one door in: every declaration, whatever its channel
    account                    the one window out: what a worker followed and may still follow
    feed                       what the government knows already: the authentic sources, in
    directory                  whom a social security number names; nobody else sees one stored
    reckoning                  rows to rights: reads, asks the law, gives amounts
    models                     what the portal remembers
    records                    what was declared, as plain values
    law                        the law, pure Python, every number with its date and source
    database driver embedded settings secret_files clock roles languages identifiers
                               the ground: one small thing each

Importing this package imports nothing else, so that the law can be used without a web server.
"""
