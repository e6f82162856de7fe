"""One digital key at work: the way there, the way back, and what it says of who signed in."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from joserfc.jwk import Key
from requests import RequestException, Response, codes

from portal.login.attempts import Attempt
from portal.login.discovery import Discovery, Metadata
from portal.login.key_set import KeySet
from portal.login.providers import Provider
from portal.login.refusal import NOT_BELIEVED, UNREACHABLE, Refused
from portal.login.tokens import Opened, is_encrypted, open_encrypted, open_signed
from portal.login.transport import Line, json_of
from portal.login.validation import Expected, check_id_token, check_userinfo


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider said, checked: the claims of the ID token and of userinfo."""

    id_token: dict[str, Any] = field(repr=False)
    userinfo: dict[str, Any] = field(repr=False)

    @property
    def sources(self) -> tuple[dict[str, Any], ...]:
        """Where to look for a claim, in this order."""
        return self.id_token, self.userinfo


class DigitalKey:
    """A provider with our keys for it; shared by all threads of a process.

    callback: our address to which it sends people back.
    signing_key: None where we prove who we are by a secret.
    Every method raises Refused where the provider cannot be reached or believed.
    """

    def __init__(
        self,
        provider: Provider,
        callback: str,
        signing_key: Key | None,
        decryption_keys: Sequence[Key],
    ) -> None:
        self.provider = provider
        self.callback = callback
        self.signing_key = signing_key
        self.decryption_keys = tuple(decryption_keys)
        self.discovery = Discovery(provider)
        self._key_set = KeySet()

    def begin(self, attempt: Attempt, *, surer: bool = False) -> str:
        """Return the address at which the reader shows the provider who they are.

        surer: the reader is signed in already, but not surely enough; so not silently again.
        """
        provider = self.provider
        acr_values = provider.acr_values
        if surer or attempt.least_level > provider.least_level("worker"):
            acr_values = provider.values_for(attempt.least_level)
        options: dict[str, str | None] = {
            "nonce": attempt.nonce,
            "acr_values": " ".join(acr_values) or None,
            "max_age": None if provider.max_age is None else str(provider.max_age),
            "prompt": provider.prompt or ("login" if surer else None),
            "claims": json.dumps(provider.claims) if provider.claims else None,
            "ui_locales": attempt.language if provider.ui_locales else None,
        }
        with self._line() as line:
            metadata = self.discovery.metadata(line)
            address: str
            address, _ = line.create_authorization_url(
                metadata.authorization_endpoint,
                state=attempt.state,
                code_verifier=attempt.code_verifier if provider.pkce != "off" else None,
                redirect_uri=self.callback,
                **options,
            )
            return _pushed(line, address, metadata) if provider.par else address

    def finish(self, attempt: Attempt, code: str) -> Answer:
        """Return what the provider says of who came back with this code."""
        provider = self.provider
        with self._line() as line:
            metadata = self.discovery.metadata(line)
            token = self._token(line, metadata, attempt, code)
            id_token = token.get("id_token")
            if provider.id_token_jwe:
                id_token = open_encrypted(id_token, provider, self.decryption_keys)
            opened = self._open(line, metadata, id_token, provider.id_token_algs)
            access_token, algorithm = token["access_token"], opened.header["alg"]
            check_id_token(
                opened.claims,
                Expected(provider, time.time(), attempt.nonce, algorithm, access_token, code),
            )
            return Answer(opened.claims, self._userinfo(line, metadata, opened.claims["sub"]))

    def check_issuer(self, stated: Sequence[str]) -> None:
        """Raise Refused where the way back names another provider (RFC 9207).

        stated: the values of `iss` in the callback; none where the provider sends none.
        """
        rule = self.provider.iss_param
        if rule == "ignored":
            return
        needed = rule == "required" or self._metadata().promises_iss
        if (needed or stated) and list(stated) != [self.provider.issuer]:
            raise Refused(NOT_BELIEVED, "callback: iss")

    def open(self, token: object) -> Opened:
        """Return what this provider signed, such as a logout token; it may come encrypted."""
        if is_encrypted(token):
            token = open_encrypted(token, self.provider, self.decryption_keys)
        with self._line() as line:
            metadata = self.discovery.metadata(line)
            return self._open(line, metadata, token, self.provider.id_token_algs)

    def knock(self) -> None:
        """Ask the provider for its public keys, without which nobody can sign in."""
        with self._line() as line:
            line.get_json(self.discovery.metadata(line).jwks_uri)

    def sign_out_address(self, return_to: str, language: str) -> str | None:
        """Return where the reader ends their sign-in at the provider; None: nowhere.

        return_to: where the provider sends them afterwards.
        """
        if not self.provider.rp_logout:
            return None
        metadata = self._metadata()
        if metadata.end_session_endpoint is None:
            return None
        # No ID token as a hint: tokens do not belong in addresses.
        values = {"client_id": self.provider.client_id, "post_logout_redirect_uri": return_to}
        if self.provider.ui_locales:
            values["ui_locales"] = language
        return str(add_params_to_uri(metadata.end_session_endpoint, values))

    def _metadata(self) -> Metadata:
        with self._line() as line:
            return self.discovery.metadata(line)

    def _line(self) -> Line:
        return Line(self.provider, self.signing_key)

    def _token(self, line: Line, metadata: Metadata, attempt: Attempt, code: str) -> dict[str, Any]:
        """Return the answer of the token endpoint, in which an access token stands."""
        line.token_endpoint = metadata.token_endpoint
        try:
            token: dict[str, Any] = line.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=attempt.code_verifier if self.provider.pkce != "off" else None,
                redirect_uri=self.callback,
            )
        except AuthlibBaseError as fault:
            raise Refused(NOT_BELIEVED, f"token: {str(fault.error)[:60]}") from fault
        except (RequestException, ValueError, TypeError, RecursionError) as fault:
            raise Refused(UNREACHABLE, f"token: {type(fault).__name__}") from fault
        if str(token.get("token_type")).lower() != "bearer":
            raise Refused(NOT_BELIEVED, "token: token_type")
        if not isinstance(token.get("access_token"), str):
            raise Refused(NOT_BELIEVED, "token: access_token")
        return token

    def _userinfo(self, line: Line, metadata: Metadata, subject: str) -> dict[str, Any]:
        provider = self.provider
        if provider.userinfo == "off":
            return {}
        if metadata.userinfo_endpoint is None:
            raise Refused(UNREACHABLE, "no address for userinfo")
        answer = line.get(metadata.userinfo_endpoint)
        claims = (
            json_of(answer) if provider.userinfo == "json" else self._signed(line, metadata, answer)
        )
        check_userinfo(claims, subject, provider)
        return claims

    def _signed(self, line: Line, metadata: Metadata, answer: Response) -> dict[str, Any]:
        if answer.status_code != codes.ok:
            raise Refused(UNREACHABLE, f"userinfo: status {answer.status_code}")
        provider, text = self.provider, answer.text.strip()
        if provider.userinfo == "signed_encrypted":
            text = open_encrypted(text, provider, self.decryption_keys)
        algorithms = provider.userinfo_algs or provider.id_token_algs
        return self._open(line, metadata, text, algorithms).claims

    def _open(
        self, line: Line, metadata: Metadata, token: object, algorithms: Sequence[str]
    ) -> Opened:
        def keys(again: bool) -> tuple[Key, ...]:  # noqa: FBT001 - the first time or the second
            look_up = self._key_set.looked_up_again if again else self._key_set.keys
            return look_up(line, metadata.jwks_uri)

        return open_signed(token, algorithms, keys)


def _pushed(line: Line, address: str, metadata: Metadata) -> str:
    """Return the same request, its values sent ahead by ourselves (RFC 9126)."""
    endpoint = metadata.pushed_authorization_request_endpoint
    if endpoint is None:
        raise Refused(UNREACHABLE, "no address to push requests to")
    line.token_endpoint = metadata.token_endpoint
    answer = line.post(
        endpoint,
        data=dict(parse_qsl(urlsplit(address).query)),
        withhold_token=True,
        auth=line.client_auth(line.provider.token_auth),
    )
    request_uri = json_of(answer).get("request_uri")
    if not isinstance(request_uri, str):
        raise Refused(UNREACHABLE, "pushed request not taken")
    values = {"client_id": line.provider.client_id, "request_uri": request_uri}
    return str(add_params_to_uri(metadata.authorization_endpoint, values))
