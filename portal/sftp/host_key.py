"""The key by which senders know our server again, made once and kept."""

from pathlib import Path

from asyncssh import KeyImportError, SSHKey, generate_private_key, read_private_key

from portal.secret_files import keep_secret
from portal.settings import Settings


class HostKeyFault(RuntimeError):
    """The host key cannot be used; its text is a sentence for whoever runs the portal."""


def host_key_file(settings: Settings) -> Path:
    """Return the file of the host key."""
    return settings.sftp_host_key or settings.data / "keys" / "sftp-host"


def host_key(settings: Settings) -> SSHKey:
    """Return the host key; made where none is named and none was made; raises HostKeyFault."""
    path = host_key_file(settings)
    if settings.sftp_host_key is None and not path.exists():
        keep_secret(path, generate_private_key("ssh-ed25519").export_private_key())
    try:
        return read_private_key(path)
    except (OSError, KeyImportError) as fault:
        raise HostKeyFault(f"{path}: no host key can be read from this file.") from fault
