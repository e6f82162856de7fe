"""Authlib's client kept within bounds: seconds, bytes, no redirects, one kind of failure."""

import base64
import time
from functools import partial
from typing import Any, Self
from urllib.parse import parse_qsl, quote_plus, urlencode

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523.assertion import sign_jwt_bearer_assertion
from authlib.oauth2.rfc7523.client import ASSERTION_TYPE
from joserfc.jwk import Key

from portal.login.options import BY_KEY
from portal.login.own_keys import algorithm_of
from portal.login.providers import Provider
from portal.login.refusal import UNREACHABLE, Refused

LARGEST_ANSWER = 1024 * 1024  # bytes
_PIECE = 16 * 1024


class Line(OAuth2Session):  # type: ignore[misc]  # Authlib comes without types
    """A line to one provider for one sign-in: all it asks shares the same few seconds.

    Meant for `with`, which hangs up at the end. Every method raises Refused where the provider
    does not answer as it should.
    """

    def __init__(self, provider: Provider, signing_key: Key | None) -> None:
        secret = provider.client_secret_file
        super().__init__(
            client_id=provider.client_id,
            client_secret=secret.read_text(encoding="utf-8").strip() if secret else None,
            token_endpoint_auth_method=provider.token_auth,
            scope=" ".join(provider.scopes),
            code_challenge_method="S256",
        )
        self.provider = provider
        self.ends = time.monotonic() + provider.timeout
        self.token_endpoint = ""  # once it is known  # nosec B105
        self.compliance_hook["access_token_response"].add(_granted)
        if signing_key is not None:
            self.register_client_auth_method((BY_KEY, partial(_by_key, self, signing_key)))
        self.register_client_auth_method(("client_secret_basic", _by_basic_secret))
        self.register_client_auth_method(("client_secret_post", _by_posted_secret))

    def __enter__(self) -> Self:
        """Return the line itself."""
        return self

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """Send a request and read the whole answer within what is left of the time."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise Refused(UNREACHABLE, "no time left")
        options.update(timeout=left, allow_redirects=False, stream=True)
        try:
            answer: requests.Response = super().request(method, url, **options)
            self._read(answer)
        except requests.RequestException as fault:
            raise Refused(UNREACHABLE, type(fault).__name__) from fault
        return answer

    def _read(self, answer: requests.Response) -> None:
        """Read the body piece by piece: a trickle or a flood ends here, not in our memory."""
        body = bytearray()
        try:
            for piece in answer.iter_content(_PIECE):
                body += piece
                if len(body) > LARGEST_ANSWER:
                    raise Refused(UNREACHABLE, "answer too large")
                if time.monotonic() > self.ends:
                    raise Refused(UNREACHABLE, "answer too slow")
        finally:
            answer.close()
        answer._content = bytes(body)  # noqa: SLF001 - where `json()` and `text` look for it

    def ensure_active_token(self, _token: object) -> bool:
        """Tell that the access token is good: it was made a moment ago and is used at once.

        Authlib takes one of 60 seconds for over, and would renew it by itself. Whether it is
        over is the provider's to say.
        """
        return True

    def get_json(self, url: str) -> dict[str, Any]:
        """Return a public document of the provider."""
        return json_of(self.get(url, withhold_token=True, headers={"Accept": "application/json"}))


def _by_key(line: Line, key: Key, _auth: object, _method: str, *sent: Any) -> tuple[Any, Any, str]:
    """Prove who we are by a signature that is good once, for a minute, at this provider."""
    uri, headers, body = sent
    provider = line.provider
    assertion = sign_jwt_bearer_assertion(
        key,
        issuer=provider.client_id,
        subject=provider.client_id,
        audience=provider.issuer if provider.assertion_aud == "issuer" else line.token_endpoint,
        header={"alg": algorithm_of(key), "kid": key.kid},
        expires_in=provider.assertion_life,
    )
    proof = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
    if provider.send_client_id:
        proof["client_id"] = provider.client_id
    return uri, headers, _with(body, proof)


def _by_basic_secret(auth: Any, _method: str, *sent: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401
    """Send id and secret as RFC 6749, section 2.3.1 has it: both form-encoded before they join."""
    uri, headers, body = sent
    pair = f"{quote_plus(auth.client_id)}:{quote_plus(auth.client_secret)}"
    headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return uri, headers, body


def _by_posted_secret(auth: Any, _method: str, *sent: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401
    """Send id and secret in the form."""
    uri, headers, body = sent
    proof = {"client_id": auth.client_id, "client_secret": auth.client_secret}
    return uri, headers, _with(body, proof)


def _granted(answer: requests.Response) -> requests.Response:
    """Let only a granted token through, or the error that Authlib then tells."""
    if answer.status_code != requests.codes.ok and "error" not in _object_in(answer):
        raise Refused(UNREACHABLE, f"token: status {answer.status_code}")
    return answer


def _with(body: Any, more: dict[str, str]) -> str:  # noqa: ANN401 - text or bytes
    """Return a form with further values, each name once: a pushed request names us already."""
    text = body.decode() if isinstance(body, bytes) else body or ""
    return urlencode({**dict(parse_qsl(text, keep_blank_values=True)), **more})


def json_of(answer: requests.Response) -> dict[str, Any]:
    """Return the JSON object in an answer that grants it; raises Refused where there is none."""
    if answer.status_code not in {requests.codes.ok, requests.codes.created}:
        raise Refused(UNREACHABLE, f"status {answer.status_code}")
    return _object_in(answer)


def _object_in(answer: requests.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except (ValueError, RecursionError) as fault:
        raise Refused(UNREACHABLE, "not JSON") from fault
    if not isinstance(found, dict):
        raise Refused(UNREACHABLE, "not a JSON object")
    return found
