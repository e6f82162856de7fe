"""A file that is no CSV of the feed is told in one sentence, with the line where it goes wrong."""

import pytest
from asyncssh import generate_private_key, import_public_key
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.feed import files
from portal.models import Representative, Sender
from tests.feed.country import BAKERY, BRAM, EMMA, Feed, places


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "The file is empty"),
        (b"\xef\xbb\xbf", 1, "The file is empty"),
        (b"\n\n", 1, "The file is empty"),
        ("ssin,family_name\n".encode("utf-16"), None, "UTF-16"),
        ("ssin,family_name\n".encode("utf-16-le"), 1, "NUL"),
        (b"ssin,enterprise_number,role\n1,2,Zo\xeb\n", 2, "not in UTF-8"),
        (b"ssin,enterprise_number,role\n1,2,\0\n", 2, "NUL"),
        (b"PK\x03\x04\0\0", 1, "NUL"),
        (b"ssin;enterprise_number;role\n1;2;3\n", 1, "not parted by commas"),
        (b'ssin,enterprise_number,role\n1,2,"reader\n', 2, "quotation marks"),
        (b'ssin,enterprise_number,role\n\n1,2,"rea"der\n', 3, "quotation marks"),
        (b"ssin,enterprise_number,role\n1,2," + b"x" * 200_000, 2, "field larger"),
        (b"ssin,enterprise_number,role\n" + b"x" * 2_000_000, 2, "too long"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(
    feed: Feed, content: bytes, line: int | None, words: str
) -> None:
    feed.only("workers.csv", "employers.csv").write()
    (feed.folder / "representatives.csv").write_bytes(content)

    (fault,) = feed.read_as_it_is().faults

    assert (fault.file, fault.line) == ("representatives.csv", line)
    assert words in fault.sentence


def test_a_file_that_cannot_be_read_causes_no_faults_in_those_that_name_its_rows(
    feed: Feed,
) -> None:
    feed.write()
    del feed.rows["workers.csv"]
    (feed.folder / "workers.csv").write_bytes("ssin".encode("utf-16"))

    assert places(feed.load()) == [("workers.csv", None, None)]


@pytest.mark.parametrize(
    ("header", "column", "words"),
    [
        ("ssin,enterprise_number,role,remark", "remark", "no such column"),
        ("ssin,enterprise_number", "role", "missing"),
        ("ssin,enterprise_number,role,role", "role", "more than once"),
    ],
)
def test_a_header_has_each_column_once_and_no_other(
    feed: Feed, header: str, column: str, words: str
) -> None:
    feed.only("workers.csv", "employers.csv").write()
    (feed.folder / "representatives.csv").write_text(f"{header}\n{BRAM},{BAKERY},reader,\n")

    (fault,) = feed.read_as_it_is().faults

    assert (fault.file, fault.line, fault.column) == ("representatives.csv", 1, column)
    assert words in fault.sentence


def test_a_row_with_too_few_or_too_many_cells_is_named(feed: Feed) -> None:
    feed.only("workers.csv", "employers.csv").write()
    (feed.folder / "representatives.csv").write_text(
        f"ssin,enterprise_number,role\n{BRAM},{BAKERY}\n{EMMA},{BAKERY},reader,x,y\n"
    )

    short, long = feed.read_as_it_is().faults

    assert (short.line, long.line) == (2, 3)
    assert "This row has 2 cells, the header 3" in short.sentence
    assert "This row has 5 cells, the header 3" in long.sentence


def test_lines_are_counted_as_an_editor_counts_them(feed: Feed) -> None:
    feed.only("employers.csv").write()
    (feed.folder / "employers.csv").write_text(
        f'enterprise_number,name,nsso_number\n\n{BAKERY},"Bakkerij\n\nPeeters",\n1,Two,\n'
    )

    (fault,) = feed.read_as_it_is().faults

    assert fault.line == 6


def test_lines_are_right_beyond_one_chunk_of_rows(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "CHUNK_ROWS", 2)
    for quarter in range(1, 5):
        size = feed.rows["employer_sizes.csv"][0] | {"quarter": f"2024Q{quarter}"}
        feed.rows["employer_sizes.csv"].append(size)
    feed.rows["employer_sizes.csv"][-1]["fte"] = "many"

    assert places(feed.load()) == [("employer_sizes.csv", 6, "fte")]


def test_a_folder_without_any_file_of_a_feed_is_refused(feed: Feed) -> None:
    (feed.folder / "people.csv").write_text("ssin\n")

    told = feed.read_as_it_is()

    assert "None of the files of a feed" in told.faults[0].sentence
    assert told.not_read == ("people.csv",)


def test_a_file_that_cannot_be_opened_is_told(feed: Feed) -> None:
    feed.only("workers.csv").write()
    (feed.folder / "employers.csv").mkdir()

    (fault,) = feed.read_as_it_is().faults

    assert (fault.file, fault.sentence) == (
        "employers.csv",
        "The file cannot be opened (Is a directory).",
    )


def test_a_file_with_a_header_only_is_no_fault(feed: Feed) -> None:
    feed.rows["mandates.csv"] = []
    feed.rows["senders.csv"] = []

    report = feed.load()

    assert report.faults == ()
    assert report.counts["mandates.csv"].read == 0


def test_keys_are_read_from_files_of_the_folder(db: Session, feed: Feed, ssh_key: str) -> None:
    jwks = (
        '{"keys": [{"kty": "EC", "crv": "P-256",'
        ' "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",'
        ' "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}'
    )
    (feed.folder / "keys.json").write_text(jwks)
    feed.rows["senders.csv"][0] |= {"public_key": ssh_key, "jwks": "keys.json"}

    assert feed.load().faults == ()

    sender = db.get(Sender, "123456")
    assert (sender.public_key, sender.jwks) == (ssh_key, jwks)


def test_a_key_for_files_opens_the_mailbox_whatever_its_comment_says(
    db: Session, feed: Feed, ssh_key: str
) -> None:
    feed.rows["senders.csv"][0]["public_key"] = f"{ssh_key}  André@bureau"

    assert feed.load().faults == ()

    sender = db.get(Sender, "123456")
    assert sender.public_key == ssh_key
    assert import_public_key(sender.public_key).get_algorithm() == "ssh-ed25519"


def test_a_certificate_of_ssh_is_refused_since_it_opens_no_mailbox(feed: Feed) -> None:
    authority = generate_private_key("ssh-ed25519")
    certificate = authority.generate_user_certificate(authority, "somebody").export_certificate()
    feed.rows["senders.csv"][0]["public_key"] = certificate.decode().strip()

    (fault,) = feed.load().faults

    assert (fault.line, fault.column) == (2, "public_key")
    assert "SSH public key" in fault.sentence


def test_columns_may_stand_in_any_order(db: Session, feed: Feed) -> None:
    feed.write()
    (feed.folder / "representatives.csv").write_text(
        f"role,ssin,enterprise_number\nreader,{BRAM},{BAKERY}\n"
    )

    assert feed.read_as_it_is().faults == ()

    roles = db.execute(select(Representative.enterprise_number, Representative.role))
    assert (BAKERY, "reader") in {tuple(row) for row in roles}


def test_other_files_of_the_folder_are_named_but_not_read(feed: Feed) -> None:
    (feed.folder / "wokers.csv").write_text("ssin\n")
    (feed.folder / "trainings.csv").write_text("reference\n")

    assert feed.load().not_read == ("wokers.csv",)
