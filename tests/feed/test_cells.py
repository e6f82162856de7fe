"""Each cell that cannot be kept is named, with what to write instead."""

from pathlib import Path

import pytest

from tests.feed.country import Feed

STRANGER, UNKNOWN = "73092613502", "0353552429"  # well formed, but nobody's


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("workers.csv ssin", "95.11.17-224.77", "without spaces or points"),
        ("workers.csv ssin", "9511172247\N{ARABIC-INDIC DIGIT SEVEN}", "11 digits"),
        ("workers.csv ssin", "5111722477", "zeros lost"),
        ("workers.csv ssin", "95111722478", "last two digits"),
        ("workers.csv ssin", "", "fill it in"),
        ("workers.csv family_name", "  ", "fill it in"),
        ("workers.csv given_names", "x" * 201, "at most 200"),
        ("workers.csv given_names", "Bram\x07", "control characters"),
        ("workers.csv birth_date", "17/11/1995", "year-month-day"),
        ("workers.csv birth_date", "19951117", "year-month-day"),
        ("workers.csv birth_date", "1995-02-29", "does not exist"),
        ("workers.csv birth_date", "0995-11-17", "between 1850 and 2199"),
        ("workers.csv birth_date", "2026-11-25", "in the future"),
        ("workers.csv language", "NL", "nl, fr, de, en"),
        ("workers.csv replaces_ssin", "95111722478", "last two digits"),
        ("workers.csv canceled", "yes", "true"),
        ("employers.csv enterprise_number", "630293132", "zeros lost"),
        ("employers.csv enterprise_number", "0630.293.132", "without spaces or points"),
        ("employers.csv enterprise_number", "2630293132", "starts with 0 or 1"),
        ("employers.csv enterprise_number", "0630293133", "last two digits"),
        ("employers.csv name", "", "fill it in"),
        ("employer_sizes.csv enterprise_number", UNKNOWN, "add it to employers.csv"),
        ("employer_sizes.csv quarter", "2024-Q1", "2024Q1"),
        ("employer_sizes.csv quarter", "2024Q5", "2024Q1"),
        ("employer_sizes.csv fte", "-1", "from 0"),
        ("employer_sizes.csv fte", "19,25", "19.25"),
        ("employer_sizes.csv fte", "NaN", "from 0"),
        ("employer_sizes.csv headcount", "2.5", "whole number"),
        ("employments.csv employment_id", "E 1", "without spaces"),
        ("employments.csv ssin", STRANGER, "add the worker to workers.csv"),
        ("employments.csv enterprise_number", UNKNOWN, "add it to employers.csv"),
        ("employments.csv joint_committee", "118.3", "999.99"),
        ("employments.csv start_date", "", "fill it in"),
        ("employments.csv end_date", "2020-01-06", "ends before it starts (2020-01-07)"),
        ("employments.csv end_reason", "fired", "resignation"),
        ("employments.csv weekly_minutes", "38", "from 600 to 6000"),
        ("employments.csv weekly_minutes", "38:00", "in minutes"),
        ("employments.csv weekly_minutes", "6001", "from 600 to 6000"),
        ("work_regimes.csv work_regime", "0", "above 0"),
        ("work_regimes.csv work_regime", "0.0", "above 0"),
        ("work_regimes.csv work_regime", "1.0001", "at most 1"),
        ("work_regimes.csv work_regime", "80%", "such as 0.8"),
        ("work_regimes.csv work_regime", "0,8", "such as 0.8"),
        ("work_regimes.csv work_regime", "8e-1", "such as 0.8"),
        ("work_regimes.csv from_date", "", "fill it in"),
        ("mandates.csv until_quarter", "2023Q4", "ends before it begins (2024Q1)"),
        ("mandates.csv holder_enterprise_number", "0299925088", "last two digits"),
        ("representatives.csv role", "boss", "reader, editor, accessManager"),
        ("representatives.csv ssin", STRANGER, "add the worker to workers.csv"),
        ("senders.csv sender_number", "12345", "6 digits"),
        ("senders.csv quality", "operator", "employer, mandateHolder, provider"),
        ("senders.csv public_key", "ssh-ed25519 AAAA", "SSH public key"),
        ("senders.csv public_key", "hello", "SSH public key"),
        ("senders.csv public_key", "ssh-ed25519", "SSH public key"),
        ("senders.csv client_id", "a b", "without spaces"),
        ("senders.csv certificate", "none.pem", "put it there"),
        ("senders.csv certificate", "senders.csv", "no certificate in PEM"),
        ("senders.csv jwks", "senders.csv", "no JSON Web Key Set"),
    ],
)
def test_a_cell_that_cannot_be_kept_is_named_with_what_to_write_instead(
    feed: Feed, cell: str, value: str, words: str
) -> None:
    file, column = cell.split()
    feed.rows[file][0][column] = value

    told = feed.load()

    (fault,) = [fault for fault in told.faults if fault.file == file]
    assert (fault.line, fault.column, fault.value) == (2, column, value[:80])
    assert words in fault.sentence


@pytest.mark.parametrize("name", ["../secret.pem", "/etc/hostname", "link.pem", "."])
def test_no_key_is_read_outside_of_the_folder(feed: Feed, name: str) -> None:
    (feed.folder.parent / "secret.pem").write_text("secret")
    Path(feed.folder / "link.pem").symlink_to(feed.folder.parent / "secret.pem")
    feed.rows["senders.csv"][0]["certificate"] = name

    (fault,) = feed.load().faults

    assert fault.sentence == "Name a file inside of the folder."


@pytest.mark.parametrize(
    ("column", "content"),
    [
        ("certificate", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"),
        ("jwks", '{"keys": [{"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQ"}]}'),
    ],
)
def test_a_private_key_is_refused(feed: Feed, column: str, content: bytes) -> None:
    (feed.folder / "key").write_text(content)
    feed.rows["senders.csv"][0][column] = "key"

    (fault,) = feed.load().faults

    assert "private" in fault.sentence
    assert "secret" not in (fault.value or "")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("work_regimes.csv work_regime", ".5"),
        ("work_regimes.csv work_regime", "0.80"),
        ("work_regimes.csv work_regime", "1.0"),
        ("work_regimes.csv work_regime", "1"),
        ("work_regimes.csv work_regime", "0.66666666666666663"),
        ("employer_sizes.csv fte", ".25"),
        ("employer_sizes.csv fte", "0"),
        ("employer_sizes.csv fte", "007.50"),
    ],
)
def test_a_number_may_be_written_as_other_programs_do(feed: Feed, cell: str, value: str) -> None:
    file, column = cell.split()
    feed.rows[file][0][column] = value

    assert feed.load().faults == ()
