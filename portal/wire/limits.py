"""How large a sheet may be: what one upload may cost the machine."""

from dataclasses import dataclass

from portal.languages import N_
from portal.wire.refusal import SheetRefused


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """The largest sheet that is read.

    size: bytes of the file. unpacked: bytes of what a workbook packs together.
    rows: the header included. memory, seconds: what opening a workbook may take (bytes, CPU).
    """

    size: int = 20 * 2**20
    unpacked: int = 100 * 2**20
    rows: int = 100_001
    columns: int = 100
    memory: int = 1024 * 2**20
    seconds: int = 60

    def check_size(self, size: int) -> None:
        """Raise SheetRefused for a file of too many bytes."""
        if size > self.size:
            raise SheetRefused(
                N_("The file is larger than %(most)s MB. Split it into smaller ones."),
                {"most": self.size // 2**20},
            )

    def check_rows(self, count: int) -> None:
        """Raise SheetRefused for too many rows."""
        if count > self.rows:
            raise SheetRefused(
                N_("The sheet has more than %(most)s rows. Split it into smaller ones."),
                {"most": self.rows - 1},
            )
