"""What an operator does with the keys of sign-in by commands, and what they are told."""

import click

from portal.login.key_ring import DEMO, signing_key_file
from portal.login.options import BY_KEY
from portal.login.own_keys import read_private_key
from portal.login.providers import ProvidersFault, read_providers
from portal.login.rotation import Step, rotate
from portal.settings import Settings

TOLD = {
    Step.MADE_THE_NEXT: (
        "Made the next key {kid}.\n"
        "Start the portal again, so that it shows this key at {address}. In a day, when the"
        " provider has looked it up, give this command again."
    ),
    Step.TOOK_THE_NEXT: (
        "The key {kid} signs from now on; the former one is only shown.\nStart the portal again."
    ),
}


def change_key(name: str, settings: Settings) -> None:
    """Bring the signing key for a provider one step further and say what comes next.

    Raises click.ClickException where there is no such provider or no such key.
    """
    try:
        provider = read_providers(settings.providers or DEMO, settings.key_url).get(name)
        if provider is None or provider.token_auth != BY_KEY:
            raise click.ClickException(f"There is no digital key {name} to which we sign.")
        path = signing_key_file(provider, settings.data / "keys")
        if not path.exists():
            raise click.ClickException(f"There is no key {path} yet: start the portal once.")
        step, changed = rotate(path)
        kid = read_private_key(changed).kid
    except ProvidersFault as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(TOLD[step].format(kid=kid, address=f"{settings.base_url}/.well-known/jwks.json"))
