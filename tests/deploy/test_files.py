"""What is handed to operators is read by the programs for which it is meant, and explained."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values

from portal.meters import METERS, SECONDS
from portal.settings import HOUSE, Settings

DEPLOY = HOUSE / "deploy"
DOC = (HOUSE / "docs" / "operations.md").read_text(encoding="utf-8")
ALERTS = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
UNITS = sorted((DEPLOY / "systemd").iterdir())


def run(program: str, *arguments: str | Path) -> None:
    """Let a program look at files; raises CalledProcessError where it finds fault."""
    found = shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        pytest.skip(f"{program} is not installed")
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_alert_has_its_paragraph_and_each_paragraph_its_alert() -> None:
    told = re.findall(r"^\*\*(Portal\w+)\*\*", DOC, re.MULTILINE)
    assert told == [rule["alert"] for rule in ALERTS]


def test_alerts_ask_for_metrics_that_exist() -> None:
    counted = {f"{meter.name}_total" for meter in METERS} | {f"{SECONDS.name}_bucket"}
    for rule in ALERTS:
        for name in re.findall(r"portal_\w+", rule["expr"]):
            assert name in counted or f"`{name}`" in DOC, rule["alert"]
        assert rule["annotations"]["summary"]
        assert rule["labels"]["severity"] in {"page", "ticket"}


def test_prometheus_reads_the_alerts() -> None:
    run("promtool", "check", "rules", DEPLOY / "alerts.yaml")


@pytest.mark.parametrize("name", ["portal.env", "portal-owner.env"])
def test_every_setting_that_is_shown_exists(name: str) -> None:
    known = {
        str(field.validation_alias or f"PORTAL_{one}".upper())
        for one, field in Settings.model_fields.items()
    }
    assert dotenv_values(DEPLOY / name).keys() <= known


def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        # Where the portal lies on the machine of this test.
        text = text.replace("/srv/portal/.venv/bin/python", "/bin/true")
        text = text.replace("/srv/portal/deploy/backup", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    run("systemd-analyze", "verify", "--man=no", *(tmp_path / unit.name for unit in UNITS))


def test_nginx_reads_its_configuration(tmp_path: Path) -> None:
    given = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    given = re.sub(r"(listen [^;]*?)(\d+)( |;)", r"\g<1>1\g<2>\g<3>", given)
    for name in ("fullchain", "key"):
        given = given.replace(f"/etc/ssl/portal/{name}.pem", str(tmp_path / f"{name}.pem"))
    given = given.replace("/var/log/nginx", str(tmp_path))
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    made = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    run(
        "openssl",
        *(*made, "-subj", "/CN=portal.example", "-keyout", tmp_path / "key.pem"),
        *("-out", tmp_path / "fullchain.pem"),
    )
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error; events {{}}\nhttp {{\n{given}\n}}\n",
        encoding="utf-8",
    )
    run("nginx", "-t", "-q", "-c", whole, "-e", tmp_path / "error")
