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
        tell(_doors(settings))

    status = run_all(kinds, first, ready)
    tell("Everything has ended." if status == 0 else "Everything was ended.")
    return status


def _doors(settings: Settings) -> str:
    """Say where to click, and where software and files come in."""
    base = settings.base_url
    demo = settings.environment != "production"
    whom = ": the demo key shows whom you may be" if demo else ""
    return (
        f"\nThe learning account is open at {base}/\n"
        f"  workers, employers  {base}/en/sign-in{whom}\n"
        f"  software            {base}/en/vendors\n"
        f"  files over SFTP     port {settings.sftp_port}: docs/batch.md\n"
        "Ctrl-C ends everything."
    )
