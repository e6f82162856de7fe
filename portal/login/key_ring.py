"""All digital keys of this portal, as the settings have them, ready for use."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from joserfc.jwk import Key

from portal.login.digital_key import DigitalKey
from portal.login.options import BY_KEY
from portal.login.own_keys import (
    lasting_key,
    own_signing_key_file,
    public_keys,
    read_private_key,
)
from portal.login.providers import Provider, read_providers, refuse_in_production
from portal.login.reach import Reach
from portal.login.rotation import shown_beside
from portal.settings import Settings

DEMO = Path(__file__).parent / "demo.toml"


class KeyRing:
    """The digital keys by name, in the order of the configuration.

    Raises ProvidersFault where the configuration cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.base_url = settings.base_url
        self._own_keys = settings.data / "keys"
        providers = read_providers(settings.providers or DEMO, settings.key_url)
        if settings.environment == "production":
            for provider in providers.values():
                refuse_in_production(provider)
        self._shown: list[Key] = []
        self.keys = {name: self._digital_key(provider) for name, provider in providers.items()}
        self.reach = Reach(self.keys)

    def public_keys(self) -> list[dict[str, Any]]:
        """Return our public keys, by which providers check who we are and encrypt for us."""
        keys = self.keys.values()
        signing = [key.signing_key for key in keys if key.signing_key is not None]
        signing += self._shown
        decrypting = [one for key in keys for one in key.decryption_keys]
        return [*public_keys(signing, "sig"), *public_keys(decrypting, "enc")]

    def origins(self) -> list[str]:
        """Return the origins of the providers, to which signing out may lead."""
        addresses = [
            address
            for key in self.keys.values()
            for address in (key.provider.issuer, key.provider.end_session_endpoint)
            if address
        ]
        return sorted({"{0.scheme}://{0.netloc}".format(urlsplit(one)) for one in addresses})

    def _digital_key(self, provider: Provider) -> DigitalKey:
        return DigitalKey(
            provider,
            f"{self.base_url}/sign-in/{provider.name}/callback",
            self._signing_key(provider),
            [read_private_key(path) for path in provider.encryption_key_files],
        )

    def _signing_key(self, provider: Provider) -> Key | None:
        if provider.token_auth != BY_KEY:
            return None
        path = signing_key_file(provider, self._own_keys)
        self._shown += [read_private_key(file) for file in shown_beside(path)]
        return lasting_key(path) if provider.signing_key_file is None else read_private_key(path)


def signing_key_file(provider: Provider, own_keys: Path) -> Path:
    """Return where the key lies by which we prove who we are to a provider.

    own_keys: the folder of the portal's own, for where the operator names none.
    """
    return provider.signing_key_file or own_signing_key_file(own_keys)
