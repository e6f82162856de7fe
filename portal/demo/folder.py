"""Where the demo finds its people: the given folder, or the invented country, written once."""

import shutil
import tempfile
from pathlib import Path

from portal.demo.country import write_country
from portal.demo.country.senders import write_senders
from portal.settings import Settings


def feed_folder(settings: Settings) -> Path:
    """Return the folder with the people of the demo; writes the country where none is given."""
    if settings.demo_feed is not None:
        return settings.demo_feed
    folder = settings.data / "demo-country"
    if not folder.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".country-", dir=settings.data))
        made.chmod(0o755)
        write_country(made)
        write_senders(made)
        try:
            # Whole or not at all: another process may look for it now.
            made.rename(folder)
        except OSError:
            shutil.rmtree(made)
    return folder
