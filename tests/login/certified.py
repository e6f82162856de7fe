"""A certified provider on this machine, for the tests: npm's `oidc-provider` in two shapes."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from joserfc.jwk import RSAKey

PROGRAM = Path(__file__).with_name("certified.mjs")
SECRET = "of the portal at the certified key"
PROVIDERS = """
[plain]
issuer = "{issuer}"
client_id = "plain"
token_auth = "client_secret_basic"
client_secret_file = "certified.secret"
{common}

[sealed]
issuer = "{issuer}"
client_id = "sealed"
token_auth = "private_key_jwt"
signing_key_file = "certified-sign.jwk"
encryption_key_files = ["certified-new.jwk", "certified-old.jwk"]
par = true
id_token_jwe = true
userinfo = "signed_encrypted"
{common}
"""
COMMON = """\
scopes = "openid profile"
acr_values = ["http://itsme.services/v2/claim/acr_basic"]
level_from = "acr"
claim_map = {number = "http://itsme.services/v2/claim/BENationalNumber"}
min_level = "substantial"
iss_param = "required"
"""
# A table of its own, so it comes last.
LEVELS = """
[{name}.level_table]
"http://itsme.services/v2/claim/acr_basic" = "substantial"
"http://itsme.services/v2/claim/acr_advanced" = "high"
"""


def written(folder: Path, issuer: str) -> str:
    """Return the configuration of both shapes; writes the secret and the keys that it names."""
    (folder / "certified.secret").write_text(SECRET, encoding="utf-8")
    for name in ("sign", "new", "old"):
        key = RSAKey.generate_key(2048, {"kid": f"certified-{name}"})
        text = json.dumps(key.as_dict(private=True))
        (folder / f"certified-{name}.jwk").write_text(text, encoding="utf-8")
    levels = "".join(LEVELS.format(name=name) for name in ("plain", "sealed"))
    return PROVIDERS.format(issuer=issuer, common=COMMON) + levels


@contextmanager
def certified(node: str, portal_url: str, port: int) -> Iterator[str]:
    """Run the provider until the end of the block; gives its address."""
    asked = json.dumps({"port": port, "secret": SECRET, "portal": portal_url})
    with subprocess.Popen(  # noqa: S603 - node, on a program of ours
        [node, str(PROGRAM), asked],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NODE_ENV": "test"},
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
        running.terminate()
