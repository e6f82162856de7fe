"""The console command `portal`: each command is one line into a room."""

import sys
from datetime import datetime
from pathlib import Path

import click

from portal import clock, database, grants
from portal.console import Console
from portal.settings import load_settings


@click.group(cls=Console)
def portal() -> None:
    """The learning account: what workers followed and may still follow, at every employer.

    Settings come from the environment and from `.env`: DATABASE_URL (without it: a PostgreSQL
    of its own, started when needed), PORTAL_DATA, PORTAL_WEB_PORT, PORTAL_KEY_PORT,
    PORTAL_DEMO_FEED, PORTAL_PROVIDERS, PORTAL_TODAY and more; docs/settings.md explains them.
    """


@portal.command()
def start() -> None:
    """Start everything under one parent: database, pages and, for trying out, a digital key."""
    from portal.processes.everything import start_everything

    sys.exit(start_everything(load_settings(), click.echo))


@portal.command()
def web() -> None:
    """Serve the pages at PORTAL_WEB_PORT."""
    from portal.processes.programs import serve_web

    database.make_ready(load_settings())
    serve_web(load_settings())


@portal.command()
def worker() -> None:
    """Work through what software sent in bulk, mailboxes included.

    Several may run, and any may be killed.
    """
    from portal.processes.programs import serve_worker

    database.make_ready(load_settings())
    serve_worker(load_settings())


@portal.command()
def sftp() -> None:
    """Take files of senders, and give answers, at PORTAL_SFTP_PORT.

    Only carries files: `portal worker` takes them up, also where another SFTP server brings them.
    docs/batch.md tells how to send.
    """
    from portal.processes.programs import serve_sftp

    database.make_ready(load_settings())
    serve_sftp(load_settings())


@portal.command("demo-key")
def demo_key() -> None:
    """Serve a pretend digital key at PORTAL_KEY_PORT, for trying out; never in production."""
    from portal.processes.programs import serve_demo_key

    serve_demo_key(load_settings())


@portal.command("sign-in-key")
@click.argument("name")
def sign_in_key(name: str) -> None:
    """Change the key by which the portal proves itself to the digital key NAME, in two steps.

    The first time it makes the next key, which the portal then shows to the provider; the second
    time, when the provider has had a day to look it up, the next key signs and the former is only
    shown. Start the portal again after each step; docs/digital-keys.md tells more.
    """
    from portal.login.console import change_key

    change_key(name, load_settings())


@portal.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the tables to what this version needs; harmless when they are."""
    database.upgrade(load_settings())


@db.command("grants")
@click.argument("role", default=grants.WEB_ROLE)
def grant(role: str) -> None:
    """Let ROLE (by default portal_web) do what the pages need: all, but only add to the look log.

    For a database server of your own, where `portal web` should log in as that role and the other
    commands as the owner of the tables. Give the command again after each `portal db upgrade`,
    unless the role is portal_web. docs/looks.md says what this protects against.
    """
    database.make_ready(load_settings())
    with database.engine(load_settings()).begin() as connection:
        grants.grant(connection, role)


@portal.group()
def looks() -> None:
    """Look after the log of who read whose record."""


@looks.command()
def anchor() -> None:
    """Tie all looks of today and before to one hash, and print it with the day.

    To be given once a day, by cron or a timer; a second time on the same day prints the same.
    Keep the printed line where nobody reaches it who reaches the database.
    """
    from portal.account import looks_console

    database.make_ready(load_settings())
    looks_console.anchor(clock.now())


@looks.command()
@click.option(
    "--kept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of lines that `portal looks anchor` printed: compare with these too.",
)
def verify(kept: Path | None) -> None:
    """Find every look that was changed, removed, added or exchanged since it was written.

    Names the chain (the person's internal id) and the number of the look in it; ends with 1 where
    anything is wrong. Whoever uses the portal meanwhile is not disturbed.
    """
    from portal.account import looks_console

    database.make_ready(load_settings())
    sys.exit(0 if looks_console.verify(kept) else 1)


@portal.group()
def keys() -> None:
    """Look after the keys of social security numbers (PORTAL_NUMBER_KEYS) and of the seal."""


@keys.command("list")
def list_keys() -> None:
    """Print every key: its id, its state, since when, and how many numbers stand under it."""
    from portal.directory.console import list_keys

    database.make_ready(load_settings())
    sys.exit(0 if list_keys() else 1)


@keys.command("rotate")
def rotate_keys() -> None:
    """Write every social security number under a new key, while the portal goes on working.

    Makes the key in PORTAL_NUMBER_KEYS, unless a newer one than the current lies there: where
    the portal runs on several machines, make it there by `portal keys new` and copy it to all of
    them first. May be stopped and started again. At the end the former key is retired.
    """
    from portal.directory.console import rotate_keys

    database.make_ready(load_settings())
    rotate_keys(clock.now())


@keys.command("new")
def new_key() -> None:
    """Make the file of a key for the next rotation; nothing is written with it yet."""
    from portal.directory.console import new_key

    new_key()


@keys.command("seal")
@click.option("--name", help="Whose seal it is; without it, a development seal.")
def new_seal(name: str | None) -> None:
    """Make a new key that seals attestations (PORTAL_SEAL_KEY); the former one is kept beside it.

    Also writes a request for a certificate. docs/attestations.md tells more.
    """
    from portal.documents.console import change_seal

    change_seal(name, load_settings())


@portal.command()
@click.argument("ssins", nargs=-1, required=True, metavar="SSIN...")
@click.option(
    "--as-of", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="By default today."
)
def account(ssins: tuple[str, ...], as_of: datetime | None) -> None:
    """Print whole accounts, one JSON object a line; the look log remembers each reading.

    SSIN is a social security number of eleven digits, or `-` to read them from the standard
    input, one a line. A replaced number leads to its person. A number that nobody has is told
    on the standard error, and the command ends with 1 when it has printed the others.
    """
    from portal.account.lines import account_lines, numbers_typed

    database.make_ready(load_settings())
    numbers = numbers_typed(ssins, sys.stdin.buffer)
    day = as_of.date() if as_of else clock.today()
    all_known = True
    with database.reading() as connection:
        for line in account_lines(connection, numbers, day, clock.now()):
            if line.account is None:
                click.echo(f"Nobody has the number {line.asked}.", err=True)
                all_known = False
            else:
                click.echo(line.account)
    sys.exit(0 if all_known else 1)


@portal.command("import-export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_export(file: Path) -> None:
    """Read FILE, the ZIP that a worker took along (or its account.json), back into this portal.

    The portal may hold nothing of the person yet, or the very same. Employers that it knows stay
    as they are. Afterwards the account is compared with the file, to the last fraction;
    docs/export.md tells what comes back. A file that is foreign, damaged, too large or contradicts
    itself changes nothing, and the command ends with 1.
    """
    from portal.export import console

    database.make_ready(load_settings())
    console.import_export(file, clock.now(), load_settings())


@portal.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def feed(folder: Path) -> None:
    """Load a FOLDER of CSV files from the authentic sources: everything or nothing.

    The files are workers, employers, employer_sizes, employments, work_regimes, mandates,
    representatives and senders, each .csv; docs/feed.md tells their columns. A file that is not
    there says nothing of its kind, and the same folder may be loaded again. Prints what became
    of the rows of each file. Where anything is wrong, every faulty line is named, nothing is
    loaded and the command ends with 1.
    """
    from portal.feed.console import feed_folder

    database.make_ready(load_settings())
    sys.exit(0 if feed_folder(folder, clock.now()) else 1)


@portal.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--channel",
    type=click.Choice(["sheet"]),
    default="sheet",
    expose_value=False,  # one kind of file so far, so nothing depends on it
    help="How the file is written: sheet is CSV (UTF-8) or XLSX.",
)
@click.option("--warnings", is_flag=True, help="Also show what was accepted with a warning.")
def declare(file: Path, *, warnings: bool) -> None:
    """Declare every row of FILE, a sheet of trainings with the column enterprise_number in front.

    The other columns, in any order: reference, ssin, title, language, nature, status, startDate,
    endDate, duration (7:36, 7,6 or 456 min), countsForRight, notCountingReason, certificate,
    validUntil, provider, financing. Prints one line for each refused row (row, reference, then
    column, code and what to do) and the counts; ends with 1 if any was refused. A run that was
    stopped can be started again: what was kept is answered `unchanged`.
    """
    from portal.declarations.declare import Moment
    from portal.wire.declaring import declare_file

    database.make_ready(load_settings())
    moment = Moment(clock.now(), load_settings().registration)
    sys.exit(0 if declare_file(file, moment, show_warnings=warnings) else 1)


@portal.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Check FILE without a database and without declaring anything.

    FILE is a message in XML, the items of a submission in JSON, or a sheet of trainings. Finds what
    is wrong by itself: shape, dates, codes, check digits, terms, each with its place. Whether a
    worker is employed there, only declaring can tell. Ends with 1 if anything would be refused.
    """
    from portal.batch.checking import check_any
    from portal.declarations.declare import Moment

    settings = load_settings()
    moment = Moment(clock.now(), settings.registration)
    sys.exit(0 if check_any(file, moment, settings) else 1)


@portal.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be destroyed.")
@click.option(
    "--until",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Destroy what became due on this day or before; by default what is due now.",
)
@click.option(
    "--by-law", is_flag=True, help="Destroy the whole learning account, once the law says so."
)
def purge(*, dry_run: bool, until: datetime | None, by_law: bool) -> None:
    """Destroy what may be kept no longer, and keep a proof of it that names nobody.

    Of each table docs/data.md tells how long its rows are kept. Where PORTAL_REGISTRATION is
    by-law and the law says that the learning account is destroyed, all that tells of people goes,
    but only with --by-law, so that no timer does it. May be stopped, and given again. With
    --dry-run, a day that is still to come shows what will go.
    """
    from portal.duties.purge_console import say_purge

    database.make_ready(load_settings())
    sys.exit(0 if say_purge(until.date() if until else None, dry_run=dry_run, by_law=by_law) else 1)


@portal.command()
def purged() -> None:
    """Show what was destroyed: when, how much, by which rule; ends with 1 if a proof was changed.

    The number at the end of a line is the sum, modulo 2^256, of the SHA-256 of the keys of the
    rows: whoever holds a backup can reckon it again.
    """
    from portal.duties.purge_console import say_purged

    database.make_ready(load_settings())
    sys.exit(0 if say_purged() else 1)


@portal.group()
def batch() -> None:
    """Look after the files that senders bring."""


@batch.command()
@click.option("--last", default=20, show_default=True, help="How many of those that are done.")
@click.option("--watch", is_flag=True, help="Show it again each second until all is done.")
def status(last: int, *, watch: bool) -> None:
    """Show how far the files of senders are: a bar each, or why it was refused."""
    from portal.batch.status import show_status

    database.make_ready(load_settings())
    show_status(last, watch=watch)
