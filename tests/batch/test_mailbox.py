"""What becomes of files in a mailbox, whatever server brought them there."""

import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from portal.batch import refusals
from portal.batch.filename import Answer, Environment, FileName, Part
from portal.batch.folders import Folder
from portal.settings import HOUSE, Settings
from portal.submissions.files import spool
from portal.submissions.values import Refusal
from tests.batch.mailbox import CONTENT, REAL, SENDER, TEST, Mailbox, Signer, openssl

START = REAL.sibling(Part.START)


def taken(database: Engine) -> list[tuple[str, str, str | None]]:
    """Return what was recorded: name, state, code of a refusal."""
    found = "SELECT file_name, state, refusal ->> 'code' FROM submission_file JOIN submission"
    with database.connect() as connection:
        rows = connection.execute(text(f"{found} USING (submission_id) ORDER BY submission_id"))
        return [tuple(row) for row in rows]


def test_a_signed_file_is_taken_by_its_go_and_leaves_the_mailbox(
    mailbox: Mailbox, database: Engine, settings: Settings
) -> None:
    mailbox.bring()
    mailbox.look()
    assert taken(database) == [(str(REAL), "received", None)]
    (copy,) = spool(settings).iterdir()
    assert copy.read_bytes() == CONTENT
    assert copy.stat().st_mode & 0o077 == 0
    assert mailbox.names(Folder.IN) == mailbox.names(Folder.OUT) == []


def test_before_its_go_nothing_of_a_file_is_looked_at(mailbox: Mailbox, database: Engine) -> None:
    mailbox.bring()
    mailbox.path(Folder.IN, str(START)).unlink()
    mailbox.look()
    assert taken(database) == []
    assert len(mailbox.names(Folder.IN)) == 2


def test_files_are_taken_in_the_order_of_their_numbers(mailbox: Mailbox, database: Engine) -> None:
    names = [replace(TEST, sequence=f"{number:05}") for number in (3, 1, 2)]
    for name in names:
        mailbox.bring(name, signature=None)
    mailbox.look()
    assert [row[0][-11:-6] for row in taken(database)] == ["00001", "00002", "00003"]


def test_a_file_for_trial_needs_no_signature_but_a_right_one_where_it_has_one(
    mailbox: Mailbox, database: Engine
) -> None:
    second = replace(TEST, sequence="00002")
    mailbox.bring(TEST, signature=None)
    mailbox.bring(second, signature=mailbox.signer.sign(b"other"))
    mailbox.look()
    assert taken(database) == [
        (str(TEST), "received", None),
        (str(second), "refused", "signatureOfOtherContent"),
    ]


Signing = Callable[[Mailbox, Path], bytes | None]
SIGNATURES: dict[str, tuple[Signing, str]] = {
    "none": (lambda _box, _folder: None, "signatureMissing"),
    "of other content": (lambda box, _: box.signer.sign(b"x"), "signatureOfOtherContent"),
    "of text with other line ends": (
        lambda box, _: box.signer.sign(CONTENT.replace(b"\n", b"\r\n")),
        "signatureOfOtherContent",
    ),
    "by a stranger": (
        lambda _box, folder: Signer.make(folder, "sender").sign(CONTENT),
        "otherCertificate",
    ),
    "by a stranger too": (
        lambda box, folder: box.signer.sign(
            CONTENT,
            "-signer",
            str(Signer.make(folder, "b").certificate),
            "-inkey",
            str(folder / "b.key"),
        ),
        "invalidSignature",
    ),
    "by a weak digest": (lambda box, _: box.signer.sign(CONTENT, "-md", "sha1"), "weakSignature"),
    "without certificate": (
        lambda box, _: box.signer.sign(CONTENT, "-nocerts"),
        "invalidSignature",
    ),
    "with the content": (lambda box, _: box.signer.sign(CONTENT, "-nodetach"), "invalidSignature"),
    "not in base64": (
        lambda box, _: box.signer.sign(CONTENT, "-outform", "DER"),
        "invalidSignature",
    ),
    "no signature": (lambda _box, _folder: b"AAAA", "invalidSignature"),
    "endless": (lambda _box, _folder: b"A" * 100_000, "invalidSignature"),
}


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_file_that_its_sender_did_not_sign_is_refused(
    mailbox: Mailbox, database: Engine, settings: Settings, folder: Path, signature: str
) -> None:
    made, code = SIGNATURES[signature]
    mailbox.bring(signature=made(mailbox, folder))
    mailbox.look()
    assert taken(database) == [(str(REAL), "refused", code)]
    assert mailbox.refusal() == code
    assert list(spool(settings).iterdir()) == []


@pytest.mark.parametrize("form", ["PEM", "bare base64"])
def test_a_signature_may_be_pem_or_bare_base64_and_of_another_strong_digest(
    mailbox: Mailbox, database: Engine, form: str
) -> None:
    signature = mailbox.signer.sign(CONTENT, "-md", "sha512")
    lines = signature.splitlines()
    mailbox.bring(signature=signature if form == "PEM" else b"".join(lines[1:-1]))
    mailbox.look()
    assert taken(database) == [(str(REAL), "received", None)]


def test_no_file_is_signed_by_a_certificate_that_is_over_or_not_registered(
    mailbox: Mailbox, database: Engine
) -> None:
    later = replace(mailbox.at, machine=mailbox.at.machine + timedelta(days=31))
    mailbox.bring()
    replace(mailbox, at=later).look()
    with database.begin() as connection:
        connection.execute(text("UPDATE sender SET certificate = NULL"))
    mailbox.bring(replace(REAL, sequence="00002"))
    mailbox.look()
    assert [row[2] for row in taken(database)] == ["certificateExpired", "certificateMissing"]


def test_the_same_file_again_has_no_effect_and_is_answered_again(
    mailbox: Mailbox, database: Engine, settings: Settings
) -> None:
    for _ in range(2):
        mailbox.bring(signature=None)
        mailbox.look()
        assert mailbox.refusal() == "signatureMissing"
        for path in mailbox.path(Folder.OUT).iterdir():
            path.unlink()
    mailbox.look()
    assert mailbox.names(Folder.OUT) == []
    assert len(taken(database)) == 1
    assert list(spool(settings).iterdir()) == []


def test_the_same_name_with_other_content_is_refused_and_the_first_stands(
    mailbox: Mailbox, database: Engine, settings: Settings
) -> None:
    mailbox.bring()
    mailbox.look()
    mailbox.bring(content=b"<other/>")
    mailbox.look()
    assert mailbox.refusal() == "fileNameReused"
    assert mailbox.names(Folder.IN) == []
    assert taken(database) == [(str(REAL), "received", None)]
    assert [path.read_bytes() for path in spool(settings).iterdir()] == [CONTENT]


def test_our_answers_are_signed_so_that_openssl_believes_them(
    mailbox: Mailbox, settings: Settings
) -> None:
    mailbox.path(Folder.IN, str(START)).touch()
    mailbox.look()
    written = mailbox.path(Folder.OUT, REAL.answer(Answer.ACKNOWLEDGEMENT, Part.DATA))
    signature = mailbox.path(Folder.OUT, REAL.answer(Answer.ACKNOWLEDGEMENT, Part.SIGNATURE))
    ours = settings.data / "keys" / "seal.pem"
    form = ("-inform", "DER", "-purpose", "any", "-CAfile", ours, "-content", written)
    binary = openssl("base64", "-d", "-in", signature)
    assert openssl("cms", "-verify", "-binary", *form, given=binary) == written.read_bytes()
    changed = written.with_name("changed")
    changed.write_bytes(written.read_bytes() + b" ")
    with pytest.raises(AssertionError):
        openssl("cms", "-verify", "-binary", *form[:-1], changed, given=binary)


def test_a_go_without_its_file_is_answered_and_the_file_may_still_come(
    mailbox: Mailbox, database: Engine
) -> None:
    mailbox.path(Folder.IN, str(START)).touch()
    mailbox.look()
    assert mailbox.refusal() == "fileMissing"
    mailbox.bring()
    mailbox.look()
    assert taken(database) == [(str(REAL), "received", None)]


def test_a_file_is_withdrawn_until_it_is_taken(mailbox: Mailbox, database: Engine) -> None:
    withdrawal = str(REAL.sibling(Part.WITHDRAWAL))
    mailbox.bring()
    mailbox.path(Folder.IN, withdrawal).touch()
    mailbox.look()
    assert mailbox.refusal() == "fileWithdrawn"
    assert taken(database) == mailbox.names(Folder.IN) == []
    mailbox.bring()
    mailbox.look()
    for path in mailbox.path(Folder.OUT).iterdir():
        path.unlink()
    mailbox.path(Folder.IN, withdrawal).touch()
    mailbox.look()
    assert taken(database) == [(str(REAL), "received", None)]
    assert mailbox.names(Folder.IN) == mailbox.names(Folder.OUT) == []


@pytest.mark.parametrize(
    ("name", "folder", "code"),
    [
        (replace(REAL, sender="990202"), Folder.IN, "wrongSender"),
        (TEST, Folder.IN, "wrongEnvironment"),
        (REAL, Folder.IN_TEST, "wrongEnvironment"),
    ],
)
def test_a_name_of_another_sender_or_folder_is_refused(
    mailbox: Mailbox, database: Engine, name: FileName, folder: Folder, code: str
) -> None:
    mailbox.bring(name, signature=None, folder=folder)
    mailbox.look()
    assert mailbox.refusal(name, folder.answers) == code
    assert taken(database) == mailbox.names(folder) == []


def listen_at(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(path.parent)  # an address of a socket may not be long
        one.bind(path.name)
        os.chdir(here)


def fill_folder(path: Path) -> None:
    (path / "more").mkdir(parents=True)
    (path / "more" / "file").touch()
    (path / "out").symlink_to("/etc")


ODD: dict[str, Callable[[Path, Path], object]] = {
    "symlink": lambda path, secret: path.symlink_to(secret),
    "symlink to nothing": lambda path, _secret: path.symlink_to("nothing"),
    "symlink to itself": lambda path, _secret: path.symlink_to(path.name),
    "hard link": lambda path, secret: path.hardlink_to(secret),
    "pipe": lambda path, _secret: os.mkfifo(path),
    "socket": lambda path, _secret: listen_at(path),
    "folder": lambda path, _secret: path.mkdir(),
    "full folder": lambda path, _secret: fill_folder(path),
}


@pytest.mark.parametrize("part", [Part.DATA, Part.SIGNATURE, Part.START])
@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_plain_file_is_refused_and_removed_and_nothing_is_read_through_it(
    mailbox: Mailbox, database: Engine, settings: Settings, part: Part, kind: str
) -> None:
    secret = settings.data / "secret"
    secret.write_bytes(CONTENT)
    mailbox.bring()
    odd = mailbox.path(Folder.IN, str(REAL.sibling(part)))
    odd.unlink()
    ODD[kind](odd, secret)
    mailbox.look()
    assert mailbox.refusal() == "noPlainFile"
    assert taken(database) == mailbox.names(Folder.IN) == list(spool(settings).iterdir()) == []
    assert secret.read_bytes() == CONTENT
    secret.unlink()


@pytest.mark.parametrize("folder", list(Folder))
def test_a_folder_of_a_mailbox_that_is_a_link_is_not_entered(
    mailbox: Mailbox, database: Engine, settings: Settings, folder: Folder
) -> None:
    elsewhere = settings.data / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / str(REAL)).write_bytes(CONTENT)
    (elsewhere / str(START)).touch()
    mailbox.bring(replace(REAL, sequence="00002"), signature=None)
    mailbox.path(Folder.IN_TEST, str(TEST.sibling(Part.START))).touch()
    for path in mailbox.path(folder).iterdir():
        path.unlink()
    mailbox.path(folder).rmdir()
    mailbox.path(folder).symlink_to(elsewhere)
    mailbox.look()
    assert sorted(path.name for path in elsewhere.iterdir()) == [str(REAL), str(START)]
    assert str(REAL) not in [row[0] for row in taken(database)]
    for path in elsewhere.iterdir():
        path.unlink()
    elsewhere.rmdir()


def test_an_answer_goes_through_no_link_that_lies_in_its_place(
    mailbox: Mailbox, settings: Settings
) -> None:
    secret = settings.data / "secret"
    secret.write_bytes(b"secret")
    written = REAL.answer(Answer.ACKNOWLEDGEMENT, Part.DATA)
    mailbox.path(Folder.OUT, written).symlink_to(secret)
    mailbox.path(Folder.OUT, f".{written}").symlink_to(secret)
    mailbox.path(Folder.OUT, REAL.answer(Answer.ACKNOWLEDGEMENT, Part.START)).mkdir()
    mailbox.path(Folder.IN, str(START)).touch()
    mailbox.look()
    assert mailbox.refusal() == "fileMissing"
    assert secret.read_bytes() == b"secret"
    secret.unlink()


def test_a_file_that_is_too_large_is_refused(mailbox: Mailbox, settings: Settings) -> None:
    small = settings.model_copy(update={"batch_size": len(CONTENT) - 1})
    mailbox.bring()
    replace(mailbox, settings=small).look()
    assert mailbox.refusal() == "fileTooLarge"
    assert list(spool(settings).iterdir()) == []


def test_a_file_that_changes_while_it_is_taken_is_refused(
    mailbox: Mailbox, database: Engine
) -> None:
    mailbox.bring(content=bytes(30 * 2**20), signature=b"x")
    over = threading.Event()

    def write_on() -> None:
        with mailbox.path(Folder.IN, str(REAL)).open("ab", buffering=0) as file:
            while not over.wait(0.001):
                file.write(b"more")

    writer = threading.Thread(target=write_on)
    writer.start()
    time.sleep(0.05)
    mailbox.look()
    over.set()
    writer.join()
    assert mailbox.refusal() == "fileChanged"
    assert taken(database) == []


def test_what_changes_after_it_was_taken_changes_nothing(
    mailbox: Mailbox, settings: Settings
) -> None:
    mailbox.bring()
    with mailbox.path(Folder.IN, str(REAL)).open("ab") as still_open:
        mailbox.look()
        still_open.write(b"more")
    assert [path.read_bytes() for path in spool(settings).iterdir()] == [CONTENT]


def test_who_is_no_sender_any_more_has_nothing_taken(mailbox: Mailbox, database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE sender SET public_key = NULL"))
    mailbox.bring()
    mailbox.look()
    assert taken(database) == []
    assert len(mailbox.names(Folder.IN)) == 3


def test_one_mailbox_that_cannot_be_used_keeps_no_other_waiting(
    mailbox: Mailbox, database: Engine
) -> None:
    with database.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO sender (sender_number, enterprise_number, quality, public_key)"
                " VALUES ('000001', '0000000000', 'employer', 'k')"
            )
        )
    first = mailbox.path(Folder.IN).parent.parent / "000001"
    first.write_text("no folder")
    mailbox.bring()
    mailbox.look()
    assert len(taken(database)) == 1


def test_a_file_without_go_is_given_up_after_its_days_and_its_sender_hears_of_it(
    mailbox: Mailbox, settings: Settings
) -> None:
    mailbox.bring()
    mailbox.path(Folder.IN, str(START)).unlink()
    mailbox.path(Folder.IN, "notes.txt").touch()
    mailbox.tidy(timedelta(days=settings.orphan_days - 1))
    assert len(mailbox.names(Folder.IN)) == 3
    mailbox.tidy(timedelta(days=settings.orphan_days + 1))
    assert mailbox.refusal() == "startMissing"
    assert mailbox.names(Folder.IN) == []


def test_what_is_left_of_a_file_that_was_taken_goes_in_silence(
    mailbox: Mailbox, settings: Settings
) -> None:
    mailbox.bring()
    mailbox.look()
    mailbox.path(Folder.IN, str(REAL)).write_bytes(CONTENT)
    mailbox.tidy(timedelta(days=settings.orphan_days + 1))
    assert mailbox.names(Folder.IN) == mailbox.names(Folder.OUT) == []


def test_answers_are_kept_for_their_days(mailbox: Mailbox, settings: Settings) -> None:
    mailbox.path(Folder.IN, str(START)).touch()
    mailbox.look()
    mailbox.path(Folder.OUT, ".half").touch()
    mailbox.tidy(timedelta(days=settings.answer_days - 1))
    assert mailbox.refusal() == "fileMissing"
    mailbox.tidy(timedelta(days=settings.answer_days + 1))
    assert mailbox.names(Folder.OUT) == []


def test_a_copy_that_was_never_recorded_goes_and_one_that_waits_stays(
    mailbox: Mailbox, settings: Settings
) -> None:
    mailbox.bring()
    mailbox.look()
    (spool(settings) / "lost").write_bytes(CONTENT)
    mailbox.tidy(timedelta(minutes=50))
    assert len(list(spool(settings).iterdir())) == 2
    mailbox.tidy(timedelta(hours=2))
    (kept,) = spool(settings).iterdir()
    assert kept.name != "lost"


def test_a_name_says_what_it_is() -> None:
    assert (REAL.sender, REAL.day, REAL.sequence) == (SENDER, "20261124", "00001")
    assert REAL.environment is Environment.REAL
    assert REAL.answer(Answer.RESULT, Part.DATA) == "FO.FLAR.990101.20261124.00001.R.1.1"
    assert REAL.answer(Answer.RESULT, Part.START) == "GO.FLAR.990101.20261124.00001.R.1"


def test_the_manual_tells_every_refusal_in_the_words_of_the_answer() -> None:
    told = (HOUSE / "docs" / "batch.md").read_text(encoding="utf-8")
    for one in vars(refusals).values():
        if isinstance(one, Refusal):
            assert f"| `{one.code}` | {one.error_id} | {one.sentence} |" in told
