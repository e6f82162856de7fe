"""All that SFTP could do and a mailbox does not."""

from typing import Any, Final

from asyncssh import SFTPAttrs, SFTPNoSuchFile, SFTPPermissionDenied, SFTPServer

_FOLDERS: Final = "A mailbox has the folders that it has."
_LINKS: Final = "A mailbox has no links."
_DISK: Final = "The disk is not shown."


class Refusing(SFTPServer):
    """An SFTP server without folders of one's own, links, rights, times and locks."""

    async def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Change nothing: clients ask for rights and times after each upload."""

    async def lsetstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Change nothing."""

    async def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """Change nothing."""

    async def mkdir(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Refuse."""
        raise SFTPPermissionDenied(_FOLDERS)

    async def rmdir(self, path: bytes) -> None:
        """Refuse."""
        raise SFTPPermissionDenied(_FOLDERS)

    async def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        """Refuse."""
        raise SFTPPermissionDenied(_LINKS)

    async def link(self, oldpath: bytes, newpath: bytes) -> None:
        """Refuse."""
        raise SFTPPermissionDenied(_LINKS)

    async def readlink(self, path: bytes) -> bytes:
        """Refuse."""
        raise SFTPNoSuchFile(_LINKS)

    async def statvfs(self, path: bytes) -> Any:  # noqa: ANN401 - there is no answer
        """Refuse: how full the disk is concerns nobody else."""
        raise SFTPPermissionDenied(_DISK)

    async def fstatvfs(self, file_obj: object) -> Any:  # noqa: ANN401 - there is no answer
        """Refuse, as above."""
        raise SFTPPermissionDenied(_DISK)
