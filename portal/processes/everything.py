"""What `./run` starts, and what it tells whoever started it."""

from collections.abc import Callable

from portal import embedded
from portal.processes.parent import Kind, run_all
from portal.settings import Settings


def start_everything(settings: Settings, tell: Callable[[str], None]) -> int:
    """Run the whole portal until told to stop; return the exit status.

    Raises portal.embedded.ServerFault, portal.processes.parent.Stopped.
    """
    if not settings.database_url:
        tell("Starting the database ...")
        embedded.ensure_running(settings.data, tell)
    kinds = [Kind("web", settings.web_host, settings.web_port, "PORTAL_WEB_PORT")]
    kinds.append(Kind("worker"))
    kinds.append(Kind("sftp", settings.sftp_host, settings.sftp_port, "PORTAL_SFTP_PORT"))
    first: list[tuple[str, ...]] = [("portal", "db", "upgrade")]
    if settings.environment != "production":
        kinds.append(Kind("demo-key", settings.web_host, settings.key_port, "PORTAL_KEY_PORT"))
        first.append(("portal.demo.load",))

    def ready() -> None:
        tell(f"\nThe learning account is open at {settings.base_url}/\nCtrl-C ends everything.")

    status = run_all(kinds, first, ready)
    tell("Everything has ended." if status == 0 else "Everything was ended.")
    return status
