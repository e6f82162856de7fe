"""Invented looks at an account, one for each role that can look."""

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.account.look_log import SeenLook

AT = datetime(2026, 11, 23, 17, 5, tzinfo=ZoneInfo("Europe/Brussels"))
OFFICE = "Secrétariat social Partena-Acerta de la Haute-Meuse"

LOOKS = (
    *(
        SeenLook(
            AT.replace(minute=minute),
            "employer",
            "Bakkerij Van Damme NV",
            None,
            None,
            "trainings",
            "page",
        )
        for minute in (5, 4, 2)
    ),
    SeenLook(
        AT.replace(day=12),
        "mandateHolder",
        "Bakkerij Van Damme NV",
        OFFICE,
        None,
        "account",
        "rest",
    ),
    SeenLook(
        AT.replace(month=9, day=1),
        "inspection",
        "FOD Werkgelegenheid",
        None,
        "klacht over niet geregistreerde opleidingen",
        "training",
        "page",
    ),
    SeenLook(AT.replace(month=3), "operator", None, None, None, "account", "command"),
    SeenLook(AT.replace(month=2), "worker", None, None, None, "looks", "page"),
)
