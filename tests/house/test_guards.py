"""No route without a guard: each says for whom it is."""

from portal.app import create_app
from portal.login.identity import guard_of
from portal.settings import Settings

GUARDS = {"public", "worker", "representative"}
EXAMPLES = {
    "language": "nl",
    "training_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "attestation_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "number": "1",
    "import_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "submission_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "kind": "xlsx",
    "answer": "ACRF",
    "day": "2026-11-24",
    "channel": "rest",
    "quality": "employer",
    "year": "2026",
    "table": "workers",
    "which": "all",
    "entry_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "right_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "task": "leavers",
    "what": "planned",
    "person_id": "01890a5d-ac96-774b-bcce-b302099a8057",
}


def test_every_route_says_for_whom_it_is(settings: Settings) -> None:
    app = create_app(settings)
    silent = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and guard_of(app.view_functions[rule.endpoint]) not in GUARDS
    ]
    assert silent == []


def test_every_page_of_who_is_signed_in_leads_strangers_to_sign_in(settings: Settings) -> None:
    app = create_app(settings)
    client, adapter = app.test_client(), app.url_map.bind("localhost")
    pages = [
        rule
        for rule in app.url_map.iter_rules()
        if guard_of(app.view_functions[rule.endpoint]) in GUARDS - {"public"}
        and "GET" in rule.methods
    ]
    assert pages
    for rule in pages:
        values = {name: EXAMPLES.get(name, "1") for name in rule.arguments}
        answer = client.get(adapter.build(rule.endpoint, values))
        assert answer.status_code == 303, rule
        assert answer.headers["Location"].startswith("/nl/sign-in?next="), rule
