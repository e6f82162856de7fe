"""What was sent for an enterprise: its own people see it, whoever sent it, and nobody else."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.batch.process import process
from portal.batch.refusals import REFUSALS
from portal.clock import machine_now
from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.table import Table
from portal.languages import LANGUAGES
from portal.submissions.files import receive_file
from portal.submissions.receiving import receive
from portal.submissions.sealing import pack
from portal.submissions.values import Faulty, FileParcel, Parcel
from portal.submissions.working import work_once
from tests.declarations.world import (
    AT,
    BAKERY,
    COLLEGE,
    EMMA,
    GARAGE,
    LOTTE,
    PIET,
    RIGHT,
    SECRETARIAT,
    TINE,
    TODAY,
    TRAINING,
)
from tests.statements import statements
from tests.web.enterprises import acting, end_mandate, fill_with_representatives, id_of
from tests.web.test_entering import act as press
from tests.web.test_entering import begin
from tests.web.test_entering import send as enter
from tests.web.test_importing import GOOD, SHEETS, as_csv
from tests.web.test_importing import send as import_sheet
from tests.web.test_importing import work as work_sheets

SENT = "/en/employer/submissions"


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


def training(number: int, ssin: str = EMMA, **other: str) -> dict[str, str]:
    return {
        **TRAINING,
        "action": "createTraining",
        "reference": f"T-{number}",
        "title": f"Les {number}",
        "ssin": ssin,
        **other,
    }


def send(
    number: str,
    quality: Quality,
    *rows: dict[str, str],
    days_ago: int = 0,
    channel: Channel = Channel.REST,
    faults: dict[int, Faulty] | None = None,
) -> UUID:
    """Let software of an organisation send declarations, and the worker work them through."""
    when = AT - timedelta(days=days_ago)
    packed = pack([*range(len(rows))], Table.of(rows))
    parcel = Parcel(f"S-{uuid4()}", b"", len(rows), packed, faults or {})
    with Session.begin() as db:
        submission_id, _ = receive(db, Declarant(number, quality, channel), parcel, when)
    while work_once(TODAY, machine_now(), process):
        pass
    return submission_id


def by_secretariat(*rows: dict[str, str], **more: int) -> UUID:
    return send(SECRETARIAT, Quality.MANDATE_HOLDER, *rows, **more)


def told(client: FlaskClient, address: str = SENT) -> str:
    """Return what a page says, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.text[answer.text.index("<h1") : answer.text.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ").split())


def test_the_baker_sees_what_the_secretariat_sent_and_why_it_was_refused(
    app: Flask, people: dict[str, UUID]
) -> None:
    sent = by_secretariat(
        training(1),
        training(2, end_date="2026-11-01"),
        training(3, PIET, enterprise_number=GARAGE),
        {**RIGHT, "reference": "R-1"},
    )
    rita = acting(app, people["Rita"], BAKERY)
    page = told(rita)
    assert f"Firma {SECRETARIAT}, mandate holder" in page
    assert "with its own software (web service)" in page
    assert "Accepted: 2" in page
    assert "Refused: 1" in page
    address = f"{SENT}/{sent}"
    page = told(rita, address)
    assert "from quarter 1 of 2025 until further notice" in page
    assert "T-2 refused" in page
    assert "The training ends before it starts" in page
    assert "T-3" not in page
    assert "T-1" not in told(rita, f"{address}?result=rejected")
    links = re.findall(
        r'href="(/en/employer/(?:trainings/one|workers)/[^"]+)"', rita.get(address).text
    )
    assert len(links) == 2
    assert {rita.get(link).status_code for link in links} == {200}
    # A change need not say of which enterprise its record is.
    by_secretariat({"action": "cancelTraining", "reference": "T-1", "cancel_reason": "Twice"})
    assert "Accepted: 1" in told(rita)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_speak_the_language_of_the_reader(
    app: Flask, people: dict[str, UUID], language: str
) -> None:
    sent = by_secretariat(
        training(1, status="done"),
        training(2, start_date="9 november"),
        training(3, duration_minutes="long"),
        training(4, language="nederlands"),
        training(5, start_date="2025-01-07", end_date="2025-01-07"),
        training(6, LOTTE, start_date="2026-11-20", end_date="2026-11-20"),
    )
    client = acting(app, people["Rita"], BAKERY)
    page = client.get(f"/{language}/employer/submissions/{sent}").text
    assert "refused" in page or language != "en"
    assert page.count('class="fault"') >= 5
    assert '<span lang="en">' not in page
    assert "7:36" in page
    # As a number of minutes: tokens and UUIDs of the page may hold the digits by chance.
    assert not re.search(r"(?<![0-9a-zA-Z_-])456(?![0-9a-zA-Z_-])", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_mailbox_refused_a_file_is_told_in_the_language_of_the_reader(
    app: Flask, people: dict[str, UUID], language: str
) -> None:
    sender = Declarant(BAKERY, Quality.EMPLOYER, Channel.BATCH)
    rita = acting(app, people["Rita"], BAKERY)
    for number, refusal in enumerate(REFUSALS, 1):
        name = f"FI.FLAD.990101.20261124.{number:05}.R.1.1"
        file = FileParcel("990101", name, "R", None, 1, b"", refusal)
        with Session.begin() as db:
            sent, _ = receive_file(db, sender, file, AT)
        page = unescape(rita.get(f"/{language}/employer/submissions/{sent}").text)
        assert 'class="note wrong"' in page
        assert '<span lang="en">' not in page
        assert (refusal.sentence in page) == (language == "en")


def test_what_has_no_shape_is_told_to_whom_it_names(app: Flask, people: dict[str, UUID]) -> None:
    from portal.wire.items import flatten_item  # noqa: PLC0415 - what software sends

    item = {"action": "createTraining", "title": 5, "employer": {"enterpriseNumber": BAKERY}}
    flat = flatten_item(item)
    fault = Faulty("X-1", flat.texts["enterprise_number"], tuple(flat.issues))
    nobody = Faulty("X-2", "no number", tuple(flat.issues))
    sent = send(SECRETARIAT, Quality.MANDATE_HOLDER, training(1), faults={1: fault, 2: nobody})
    page = told(acting(app, people["Rita"], BAKERY), f"{SENT}/{sent}")
    assert "X-1 refused" in page
    assert "This is of another type than agreed" in page
    assert "X-2" not in page


def test_strangers_learn_nothing_of_what_others_sent(app: Flask, people: dict[str, UUID]) -> None:
    bakery = send(BAKERY, Quality.EMPLOYER, training(1))
    gert = acting(app, people["Gert"], GARAGE)
    assert "Nothing was sent yet" in told(gert)
    unknown, foreign = gert.get(f"{SENT}/{uuid4()}"), gert.get(f"{SENT}/{bakery}")
    assert (unknown.status_code, foreign.status_code) == (404, 404)
    assert told(gert, f"{SENT}?before={bakery}") == told(gert, f"{SENT}?before={uuid4()}")
    # What a stranger may not declare is told to who was named, without a word of its content.
    tried = send(GARAGE, Quality.EMPLOYER, training(2, title="Secret", start_date="wrong"))
    tried = send(GARAGE, Quality.EMPLOYER, training(2, title="Secret"))
    page = told(acting(app, people["Rita"], BAKERY), f"{SENT}/{tried}")
    assert "You may not declare for this enterprise" in page
    assert "Secret" not in page


def test_a_mandate_holder_sees_what_its_mandate_covers(app: Flask, people: dict[str, UUID]) -> None:
    with Session.begin() as db:
        db.execute(text("UPDATE mandate SET from_quarter = '2026Q4'"))
    before = send(BAKERY, Quality.EMPLOYER, training(1), days_ago=60)
    since = send(BAKERY, Quality.EMPLOYER, training(2))
    own = by_secretariat(training(3), days_ago=61)
    sofie = acting(app, people["Sofie"], f"{BAKERY}-{SECRETARIAT}")
    page = sofie.get(SENT).text
    assert [str(one) in page for one in (before, since, own)] == [False, True, True]
    assert sofie.get(f"{SENT}/{before}").status_code == 404
    end_mandate()
    assert sofie.get(SENT).status_code == 403


def test_who_sends_for_others_sees_that_it_came_and_none_of_their_part(
    app: Flask, people: dict[str, UUID]
) -> None:
    sent = send(COLLEGE, Quality.PROVIDER, training(1))
    with Session.begin() as db:
        db.execute(
            text("UPDATE representative SET enterprise_number = :n WHERE person_id = :p"),
            {"n": COLLEGE, "p": people["Gert"]},
        )
    page = told(acting(app, people["Gert"], COLLEGE), f"{SENT}/{sent}")
    assert "Nothing of it is for this enterprise" in page
    assert "T-1" not in page
    assert ", training provider" in told(acting(app, people["Rita"], BAKERY))


def test_a_course_and_a_sheet_stand_there_too(app: Flask, people: dict[str, UUID]) -> None:
    els = acting(app, people["Els"], BAKERY)
    address = begin(els)
    enter(els, address, id_of(EMMA), id_of(TINE))
    press(els, address, "declare", f"{address}/review")
    page = told(els)
    assert "in the online service" in page
    assert "Accepted: 2" in page
    with Session() as db:
        of = db.execute(text("SELECT DISTINCT submission_id FROM training")).scalars().one()
    assert els.get(f"{SENT}/{of}").status_code == 200
    sheet = import_sheet(els, as_csv(GOOD)).headers["Location"]
    work_sheets()
    press(els, sheet, "declare", SHEETS)
    assert "with a spreadsheet" in told(els)
    assert "Being worked through" not in told(els)
    work_sheets()
    assert told(els).count("Accepted: 2") == 2


def test_an_address_keeps_what_was_chosen_and_pages_go_back_in_time(
    app: Flask, people: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.web import employer_submissions  # noqa: PLC0415 - for its size of a page

    monkeypatch.setattr(employer_submissions, "MOST", 2)
    old, *ids = [
        send(BAKERY, Quality.EMPLOYER, training(n), days_ago=days)
        for n, days in enumerate((200, 3, 2, 1))
    ]
    bad = by_secretariat(training(9, end_date="2020-01-01"))
    client = acting(app, people["Rita"], BAKERY)

    def shown(address: str) -> list[str]:
        return re.findall(rf'<h3 class="title"><a href="{SENT}/([^"]+)"', client.get(address).text)

    first = client.get(SENT).text
    assert shown(SENT) == [str(bad), str(ids[2])]
    following = re.search(r'rel="next" href="([^"#]+)', first)[1].replace("&amp;", "&")
    assert shown(following) == [str(ids[1]), str(ids[0])]
    assert shown(f"{SENT}?standing=withRefusals&channel=rest") == [str(bad)]
    assert shown(f"{SENT}?quarter=2026Q2") == [str(old)]
    assert shown(f"{SENT}?channel=batch") == []
    assert "Nothing fits what you chose" in client.get(f"{SENT}?channel=batch").text
    for odd in ("channel=x", "standing=%00", "quarter=2026Q9", "before=x", "before=%00"):
        assert client.get(f"{SENT}?{odd}").status_code == 200
    for odd in ("after=-1", "after=x", f"after={'9' * 40}", "result=x"):
        assert client.get(f"{SENT}/{bad}?{odd}").status_code == 200


@pytest.mark.parametrize("reference", ["2026-99-99", "2026-01-02"])
def test_a_reference_that_looks_like_a_day_stays_as_it_was_written(
    app: Flask, people: dict[str, UUID], reference: str
) -> None:
    same = training(1)
    sent = send(BAKERY, Quality.EMPLOYER, same | {"reference": reference}, same)
    page = told(acting(app, people["Rita"], BAKERY), f"{SENT}/{sent}")
    assert f"declared already under the reference {reference}" in page


def test_a_long_list_costs_the_statements_of_a_short_one(
    app: Flask, people: dict[str, UUID]
) -> None:
    send(BAKERY, Quality.EMPLOYER, training(1))
    client = acting(app, people["Rita"], BAKERY)

    def cost(address: str) -> int:
        client.get(address)
        with statements() as sent:
            assert client.get(address).status_code == 200
        return len(sent)

    few = [cost(SENT), cost(f"{SENT}?standing=withRefusals")]
    with Session.begin() as db:
        copy = "SELECT gen_random_uuid() AS id FROM generate_series(1, 50)"
        db.execute(
            text(
                f"WITH new AS MATERIALIZED ({copy}), made AS ("  # noqa: S608 - our own
                "INSERT INTO submission (submission_id, declarant, quality, channel, reference,"
                " content, state, total, cursor, fence, received_at)"
                " SELECT id, :n, 'employer', 'batch', id, '', 'done', 0, 0, 0, now() FROM new)"
                " INSERT INTO submission_employer (enterprise_number, submission_id, channel,"
                " received_at) SELECT :n, id, 'batch', now() FROM new"
            ),
            {"n": BAKERY},
        )
    assert [cost(SENT), cost(f"{SENT}?standing=withRefusals")] == few
    assert id_of(EMMA)
