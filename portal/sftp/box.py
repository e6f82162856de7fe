"""What a sender can do in a mailbox: bring, look, fetch, remove; never link, make or climb."""

import os
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic
from typing import Any, Final

import structlog
from asyncssh import (
    FXF_APPEND,
    FXF_CREAT,
    FXF_EXCL,
    FXF_TRUNC,
    FXF_WRITE,
    SFTPAttrs,
    SFTPFailure,
    SFTPName,
    SFTPNoSuchFile,
    SFTPPermissionDenied,
)

from portal.batch.folders import Folder, make_mailbox, opened
from portal.settings import Settings
from portal.sftp.files import InHand, Named, in_hand, is_there, plain
from portal.sftp.paths import absolute, place_of, require_own_name
from portal.sftp.quota import Quota
from portal.sftp.refusing import Refusing

MOST_OPEN: Final = 32  # files of one connection
TRUSTED: Final = 1.0  # seconds; while a file is on its way, authority is read once in so many
_PLAIN: Final = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MODE: Final = 0o600
_ALL_THAT_THERE_IS: Final = 0o500  # rights of a folder as senders see it
log = structlog.get_logger()
StillMay = Callable[[], Awaitable[None]]  # raises SFTPPermissionDenied


class Box(Refusing):
    """The mailbox of one sender, as SFTP shows it."""

    def __init__(
        self,
        chan: Any,  # noqa: ANN401 - a channel of asyncssh
        settings: Settings,
        sender_number: str,
        quota: Quota,
        still_may: StillMay,
    ) -> None:
        super().__init__(chan)
        self._settings = settings
        self._sender = sender_number
        self._quota = quota
        self._still_may = still_may
        self._open_files = 0
        make_mailbox(settings, sender_number)

    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> InHand:
        """Open a file: a new one or an own one in IN, an answer in OUT to read."""
        del attrs  # files are the portal's, whatever rights the sender asks for
        await self._still_may()
        file = self._file(path)
        writes = bool(pflags & (FXF_WRITE | FXF_APPEND | FXF_CREAT | FXF_TRUNC))
        if writes:
            self._require_bringing(file)
            self._quota.measure()
        if self._open_files >= MOST_OPEN:
            raise SFTPFailure(f"At most {MOST_OPEN} files may be open: close some.")
        descriptor = self._opened(file, pflags, writes=writes)
        self._open_files += 1
        return InHand(descriptor, file.name, writes, bool(pflags & FXF_APPEND), monotonic())

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Return bytes of an open file."""
        file = in_hand(file_obj)
        await self._look_again(file)
        return os.pread(file.descriptor, size, offset)

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Write bytes to an open file, as far as there is room."""
        file = in_hand(file_obj)
        await self._look_again(file)
        if not file.growing:
            raise SFTPPermissionDenied("This file was opened to be read.")
        now = os.fstat(file.descriptor).st_size
        end = (now if file.appending else offset) + len(data)
        self._quota.grow(end - now, end)
        if file.appending:
            return os.write(file.descriptor, data)
        return os.pwrite(file.descriptor, data, offset)

    async def close(self, file_obj: object) -> None:
        """Close a file. What was brought has no effect before its GO, so nothing begins here."""
        file = in_hand(file_obj)
        self._open_files -= 1
        size = os.fstat(file.descriptor).st_size
        os.close(file.descriptor)
        deed = "sftp_brought" if file.growing else "sftp_fetched"
        log.info(deed, sender=self._sender, name=file.name, bytes=size)

    async def lstat(self, path: bytes) -> os.stat_result | SFTPAttrs:
        """Return what a path names."""
        await self._still_may()
        place = place_of(path)
        if place.folder is None:
            return SFTPAttrs(permissions=stat.S_IFDIR | _ALL_THAT_THERE_IS)
        with opened(self._settings, self._sender, place.folder) as inside:
            if place.name is None:
                return os.fstat(inside)
            return plain(os.stat(place.name, dir_fd=inside, follow_symlinks=False))

    async def stat(self, path: bytes) -> os.stat_result | SFTPAttrs:
        """Return what a path names; there are no links to follow."""
        return await self.lstat(path)

    async def fstat(self, file_obj: object) -> os.stat_result:
        """Return what is in hand."""
        return os.fstat(in_hand(file_obj).descriptor)

    async def fsync(self, file_obj: object) -> None:
        """Write an open file to the disk."""
        os.fsync(in_hand(file_obj).descriptor)

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        """Give the names in a folder, of whole files only."""
        await self._still_may()
        place = place_of(path)
        if place.is_file:
            raise SFTPNoSuchFile("This is a file.")
        folder = SFTPAttrs(permissions=stat.S_IFDIR | _ALL_THAT_THERE_IS)
        for name in (b".", b".."):
            yield SFTPName(name, attrs=folder)
        if place.folder is None:
            for one in Folder:
                yield SFTPName(one.encode(), attrs=folder)
            return
        for listed, found in self._listed(place.folder):
            yield SFTPName(listed.encode(), attrs=SFTPAttrs.from_local(found))

    async def realpath(self, path: bytes) -> bytes:
        """Return a path as seen from the root."""
        return absolute(path).encode()

    async def remove(self, path: bytes) -> None:
        """Remove an answer that was fetched, or what was brought and no GO started."""
        await self._still_may()
        file = self._file(path)
        with opened(self._settings, self._sender, file.folder) as inside:
            plain(os.stat(file.name, dir_fd=inside, follow_symlinks=False))
            os.unlink(file.name, dir_fd=inside)
        log.info("sftp_removed", sender=self._sender, name=file.name)

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Give an own file its name, as programs do that upload under another one first."""
        await self._still_may()
        old, new = self._file(oldpath), self._file(newpath)
        if old.folder is not new.folder:
            raise SFTPPermissionDenied("A file stays in its folder: remove it and bring it there.")
        self._require_bringing(old)
        self._require_bringing(new)
        with opened(self._settings, self._sender, new.folder) as inside:
            plain(os.stat(old.name, dir_fd=inside, follow_symlinks=False))
            if is_there(new.name, inside):
                raise SFTPFailure(f"{new.name} is there already: remove it first.")
            os.rename(old.name, new.name, src_dir_fd=inside, dst_dir_fd=inside)
        log.info("sftp_named", sender=self._sender, name=new.name)

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Do the same: nothing is renamed over another file."""
        await self.rename(oldpath, newpath)

    def _file(self, path: bytes) -> Named:
        place = place_of(path)
        if place.folder is None or place.name is None:
            raise SFTPPermissionDenied("This is a folder, and it stays.")
        return Named(place.folder, place.name)

    def _require_bringing(self, file: Named) -> None:
        if not file.folder.is_for_senders:
            raise SFTPPermissionDenied(f"{file.folder} holds answers; bring files to IN.")
        require_own_name(file.name, self._sender, file.folder)

    def _opened(self, file: Named, pflags: int, *, writes: bool) -> int:
        """Return the descriptor of a file, new where it may be."""
        flags = _PLAIN | (os.O_RDWR if writes else os.O_RDONLY)
        flags |= os.O_APPEND if pflags & FXF_APPEND else 0
        with opened(self._settings, self._sender, file.folder) as inside:
            if not is_there(file.name, inside):
                if not pflags & FXF_CREAT:
                    raise SFTPNoSuchFile("There is no such file.")
                self._quota.require_room_for_a_file()
                flags |= os.O_CREAT | os.O_EXCL
            elif pflags & FXF_CREAT and pflags & FXF_EXCL:
                raise SFTPFailure(f"{file.name} is there already.")
            descriptor = os.open(file.name, flags, _MODE, dir_fd=inside)
            try:
                plain(os.fstat(descriptor))
                if pflags & FXF_TRUNC:
                    os.ftruncate(descriptor, 0)
            except BaseException:
                os.close(descriptor)
                raise
        return descriptor

    def _listed(self, folder: Folder) -> list[tuple[str, os.stat_result]]:
        with opened(self._settings, self._sender, folder) as inside, os.scandir(inside) as entries:
            found = [(entry.name, entry.stat(follow_symlinks=False)) for entry in entries]
        return sorted(
            (name, status)
            for name, status in found
            if stat.S_ISREG(status.st_mode) and not name.startswith(".")
        )

    async def _look_again(self, file: InHand) -> None:
        """Read authority again, once in a while: data come in small pieces."""
        if monotonic() - file.looked_at >= TRUSTED:
            await self._still_may()
            file.looked_at = monotonic()
