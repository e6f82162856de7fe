"""A folder without faults is loaded whole, and loading it again changes nothing."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import (
    DirectoryEntry,
    Employer,
    EmployerSize,
    Employment,
    FeedLoad,
    Mandate,
    Person,
    Representative,
    Sender,
    WorkRegime,
)
from tests.directory.register import entry_of
from tests.feed.country import BAKERY, BRAM, EMMA, NOW, PHARMACY, SAMPLE, Feed


def whole(db: Session) -> dict[str, list[tuple[object, ...]]]:
    """Return everything a feed may change, but for moments."""
    people = (Person, DirectoryEntry, Employment, WorkRegime)
    employers = (Employer, EmployerSize, Mandate, Representative, Sender)
    return {
        model.__tablename__: sorted(
            (tuple(row) for row in db.execute(select(model.__table__))), key=repr
        )
        for model in (*people, *employers)
    }


def test_the_sample_country_has_no_fault(db: Session, feed: Feed) -> None:
    report = feed.read_as_it_is(SAMPLE)

    assert report.faults == ()
    assert report.counts["employments.csv"].new == 124
    assert db.scalar(select(func.count()).select_from(WorkRegime)) == 177
    assert report.not_read == ()


def test_what_a_row_says_is_what_is_known(db: Session, feed: Feed) -> None:
    feed.load()

    emma = db.get(Person, entry_of(db, EMMA).person_id)
    assert (emma.family_name, emma.given_names) == ("El Idrissi", "Emma Zoë")
    assert (emma.birth_date, emma.birth_place, emma.language) == (None, None, None)
    job = db.scalar(select(Employment).where(Employment.employment_id == "E1"))
    assert (job.start_date, job.end_date) == (date(2020, 1, 7), date(2023, 6, 30))
    assert (job.joint_committee, job.end_reason) == ("118.03", "resignation")
    size = db.get(EmployerSize, (BAKERY, "2023Q4"))
    assert (size.fte, size.headcount) == (Decimal("19.25"), 23)
    regime = db.scalar(select(WorkRegime).where(WorkRegime.employment_id == "E2"))
    assert regime.work_regime == Decimal("0.3333333333")
    assert db.get(Mandate, (PHARMACY, BAKERY, "2024Q1")).until_quarter is None
    assert db.get(Representative, (emma.person_id, PHARMACY)).since == date(2026, 11, 24)
    assert db.get(Sender, "123456").client_id == "pharmacy-1"


def test_the_same_folder_again_changes_nothing(db: Session, feed: Feed) -> None:
    feed.load()
    before = whole(db)

    report = feed.load()

    assert whole(db) == before
    assert {(counts.new, counts.changed, counts.removed) for counts in report.counts.values()} == {
        (0, 0, 0)
    }
    assert report.counts["workers.csv"].unchanged == 2


def test_counts_tell_new_changed_and_unchanged_rows_apart(feed: Feed) -> None:
    feed.load()
    feed.rows["workers.csv"][0]["given_names"] = "Bram Jan"
    feed.rows["employers.csv"].append(
        {"enterprise_number": "0353552429", "name": "Metaal Willems", "nsso_number": ""}
    )

    counts = feed.load().counts

    workers, employers = counts["workers.csv"], counts["employers.csv"]
    assert (workers.new, workers.changed, workers.unchanged) == (0, 1, 1)
    assert (employers.new, employers.changed, employers.unchanged) == (1, 0, 2)


def test_a_missing_file_says_nothing_of_its_kind(db: Session, feed: Feed) -> None:
    feed.load()
    before = whole(db)

    report = feed.only("mandates.csv").load()

    assert report.faults == ()
    assert list(report.counts) == ["mandates.csv"]
    assert whole(db) == before


def test_a_row_that_is_no_longer_there_stays_known(db: Session, feed: Feed) -> None:
    feed.load()
    del feed.rows["workers.csv"][0]
    del feed.rows["employments.csv"][0]

    feed.load()

    assert entry_of(db, BRAM) is not None


def test_the_work_regimes_of_a_named_employment_are_replaced_as_a_whole(
    db: Session, feed: Feed
) -> None:
    feed.load()
    feed.rows["work_regimes.csv"] = [
        {"employment_id": "E1", "from_date": "2020-01-01", "work_regime": "0.5"},
        {"employment_id": "E1", "from_date": "2021-02-01", "work_regime": "0.80"},
    ]

    counts = feed.load().counts["work_regimes.csv"]

    regimes = select(WorkRegime.employment_id, WorkRegime.from_date, WorkRegime.work_regime)
    assert sorted(tuple(row) for row in db.execute(regimes)) == [
        ("E1", date(2020, 1, 1), Decimal("0.5")),
        ("E1", date(2021, 2, 1), Decimal("0.8")),
        ("E2", date(2021, 4, 30), Decimal("0.3333333333")),
    ]
    assert (counts.new, counts.changed, counts.unchanged, counts.removed) == (1, 0, 1, 1)


def test_a_number_is_canceled_and_stays_so_where_the_column_is_absent(
    db: Session, feed: Feed
) -> None:
    feed.rows["workers.csv"][1]["canceled"] = "true"
    feed.load()
    assert entry_of(db, EMMA).state == "canceled"

    path = feed.folder / "workers.csv"
    path.write_text(
        "ssin,family_name,given_names,birth_date,birth_place,language,replaces_ssin\n"
        f"{EMMA},El Idrissi,Emma,,,,\n"
    )
    report = feed.read_as_it_is()

    db.expire_all()
    assert report.faults == ()
    assert entry_of(db, EMMA).state == "canceled"


def test_a_number_is_no_longer_canceled_when_its_row_says_so(db: Session, feed: Feed) -> None:
    feed.rows["workers.csv"][1]["canceled"] = "true"
    feed.load()
    feed.rows["workers.csv"][1]["canceled"] = ""

    assert feed.load().counts["workers.csv"].changed == 1

    db.expire_all()
    assert entry_of(db, EMMA).state == "current"


def test_the_address_that_a_worker_gave_outlives_a_feed(db: Session, feed: Feed) -> None:
    feed.load()
    bram = db.get(Person, entry_of(db, BRAM).person_id)
    bram.email = "bram@example.be"
    db.flush()
    feed.rows["workers.csv"][0]["family_name"] = "Peeters-Maes"

    feed.load()

    db.refresh(bram)
    assert (bram.family_name, bram.email) == ("Peeters-Maes", "bram@example.be")


def test_a_representative_keeps_the_day_since_when_they_are_known(db: Session, feed: Feed) -> None:
    feed.load()
    db.execute(Representative.__table__.update().values(since=date(2024, 4, 1)))
    feed.rows["representatives.csv"][0]["role"] = "reader"

    feed.load()

    db.expire_all()
    known = db.scalars(select(Representative)).one()
    assert (known.role, known.since) == ("reader", date(2024, 4, 1))


def test_what_was_decided_on_the_pages_is_left_alone(db: Session, feed: Feed) -> None:
    feed.load()
    db.execute(Representative.__table__.update().values(decided_at=NOW, revoked_at=NOW))
    db.execute(Mandate.__table__.update().values(decided_at=NOW, revoked_at=NOW))
    feed.rows["representatives.csv"][0]["role"] = "accessManager"
    feed.rows["mandates.csv"][0]["until_quarter"] = "2030Q4"

    counts = feed.load().counts

    db.expire_all()
    role, mandate = db.scalars(select(Representative)).one(), db.scalars(select(Mandate)).one()
    assert (role.role, role.revoked_at) == ("editor", NOW)
    assert (mandate.until_quarter, mandate.revoked_at) == (None, NOW)
    assert [counts[f"{kind}.csv"].unchanged for kind in ("representatives", "mandates")] == [1, 1]


def test_a_client_may_go_from_one_sender_to_another_in_one_feed(db: Session, feed: Feed) -> None:
    first = feed.rows["senders.csv"][0]
    feed.rows["senders.csv"].append(first | {"sender_number": "000001", "client_id": "other"})
    feed.load()
    for row, client in zip(feed.rows["senders.csv"], ("other", "pharmacy-1"), strict=True):
        row["client_id"] = client

    assert feed.load().counts["senders.csv"].changed == 2

    db.expire_all()
    assert db.get(Sender, "000001").client_id == "pharmacy-1"


def test_a_loaded_folder_is_remembered_with_its_day(db: Session, feed: Feed) -> None:
    feed.load()

    remembered = db.scalars(select(FeedLoad)).one()
    assert remembered.loaded_at.date() == date(2026, 11, 24)
    assert remembered.counts["work_regimes.csv"] == 3


def test_an_employment_may_go_to_another_worker_while_nothing_was_followed_in_it(
    db: Session, feed: Feed
) -> None:
    feed.load()
    feed.rows["employments.csv"][0] |= {"ssin": EMMA, "end_date": "2021-04-30"}

    report = feed.load()

    db.expire_all()
    assert report.counts["employments.csv"].changed == 1
    moved = db.scalar(select(Employment).where(Employment.employment_id == "E1"))
    assert moved.person_id == entry_of(db, EMMA).person_id
    assert moved.end_date == date(2021, 4, 30)
    assert (
        db.scalar(
            select(func.count())
            .select_from(WorkRegime)
            .where(WorkRegime.person_id == moved.person_id, WorkRegime.employment_id == "E1")
        )
        == 2
    )


def test_other_layouts_of_the_same_text_are_read_alike(db: Session, feed: Feed) -> None:
    feed.load()
    before = whole(db)
    header, *rows = (feed.folder / "workers.csv").read_text(encoding="utf-8").splitlines()
    text = "\r\n".join([header, "", rows[1].replace("Emma Zoë", '"Emma\r\n Zoë"'), rows[0]])
    (feed.folder / "workers.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())

    report = feed.read_as_it_is()

    assert report.faults == ()
    assert whole(db) == before
