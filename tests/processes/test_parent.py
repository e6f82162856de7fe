"""What cannot run is told before anything is started."""

import pytest

from portal.processes.parent import Kind, Stopped, run_all


def test_two_programs_on_one_port_are_refused_with_the_settings_to_change() -> None:
    kinds = [
        Kind("web", "127.0.0.1", 65_001, "PORTAL_WEB_PORT"),
        Kind("demo-key", "127.0.0.1", 65_001, "PORTAL_KEY_PORT"),
    ]
    with pytest.raises(Stopped, match="Set PORTAL_WEB_PORT or PORTAL_KEY_PORT"):
        run_all(kinds, [], lambda: None)
