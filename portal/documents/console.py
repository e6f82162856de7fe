"""What `portal keys seal` says: where the new seal lies, and what is left to do."""

import click

from portal.clock import machine_now
from portal.documents.seal_keys import DEVELOPMENT, rotate_seal, seal_file
from portal.settings import Settings


def change_seal(name: str | None, settings: Settings) -> None:
    """Make a new seal under a name; raises click.ClickException where there can be none.

    name: whose seal it is; None: a development seal, which says so.
    """
    if settings.seal_pkcs11 is not None:
        raise click.ClickException("The key of the seal lies in a device: change it there.")
    if name is None and settings.environment == "production":
        raise click.ClickException("Say whose seal it is: portal keys seal --name NAME")
    if name is not None and name.startswith(DEVELOPMENT):
        raise click.ClickException("That is the name of development seals.")
    path = seal_file(settings)
    try:
        request, former = rotate_seal(path, name or DEVELOPMENT, machine_now())
    except OSError as fault:
        raise click.ClickException(f"{path} cannot be written: {fault.strerror}.") from fault
    click.echo(f"Made the seal {path}. Start the portal again, so that it seals with it.")
    if former is not None:
        click.echo(
            f"The former one lies in {former}; what it sealed stays valid. Nothing needs it any"
            " more: destroy it."
        )
    if name is not None:
        click.echo(
            f"Send {request} to a trust service provider, and put the certificates that come back,"
            f" your own first, in the place of the one in {path}: until then programs say that"
            " they do not know who sealed."
        )
