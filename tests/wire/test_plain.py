"""What one pattern reads is what the parser reads, and refuses, whatever else stands around it."""

import random
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from portal.wire.xml import blocks
from portal.wire.xml.examining import examine
from portal.wire.xml.limits import MessageLimits
from portal.wire.xml.plain import StandIns
from portal.wire.xml.reading import read_passages
from portal.wire.xml.refusing import MessageRefused
from tests.batch.messages import form, message, of_rows, record
from tests.declarations.world import BAKERY, RIGHT, TRAINING

MOST = MessageLimits()
ROWS = [
    TRAINING,
    {**TRAINING, "title": "Sécurité d'abord \N{EN DASH} tôt", "reference": "W2"},
    {**TRAINING, "action": "updateTraining", "reference": "W3", "expected_version": "2"},
    {"action": "cancelTraining", "reference": "W4", "ssin": TRAINING["ssin"]},
    {**TRAINING, "reference": "W5", "provider_name": "Noord", "financing": "employer"},
    RIGHT,
    {**RIGHT, "reference": "R2", "comment": "See the plan", "days": "2.5"},
]
PLAIN = of_rows(ROWS)
ONE = record(TRAINING)


def found(data: bytes) -> Any:  # noqa: ANN401 - a list of records, or why there are none
    """Return all that is read of a message, record by record, or why it is refused."""
    try:
        total = examine(BytesIO(data), MOST, BAKERY)
    except MessageRefused as fault:
        return fault.error_id, fault.spot, fault.value
    read = [
        (
            passage.place + index,
            {name: said for name, said in texts.items() if said},
            passage.faults,
            passage.xpath(passage.place + index),
            passage.block.offset,
            passage.number + index,
            passage.opened,
        )
        for passage in read_passages(BytesIO(data))
        for index, texts in enumerate(passage.texts)
    ]
    assert [place for place, *_ in read] == list(range(total))
    return read


@pytest.fixture
def by_parser(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Any]:
    """Return what gives the same where nothing is read by the pattern."""

    def read(data: bytes) -> Any:  # noqa: ANN401 - as `found`
        with monkeypatch.context() as apart:
            apart.setattr(StandIns, "put", lambda _self, data: data)
            return found(data)

    return read


def test_what_most_software_writes_is_read_by_the_pattern() -> None:
    stand_ins = StandIns()
    for data in (PLAIN, PLAIN.replace(b"><", b">\r\n\t <")):
        stand_ins.put(data)
        assert stand_ins.count == len(ROWS)


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        PLAIN.replace(b"\n", b""),
        PLAIN.replace(b"><", b">\n  <"),
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.replace(b"<", b"<f:").replace(b"<f:/", b"</f:").replace(b"<f:?", b"<?")
        .replace(b"xmlns=", b"xmlns:f="),
        PLAIN.replace(b"<Form>", b"<Form xmlns='urn:other'>"),
        message(form(ONE, f"<!-- {ONE} -->", ONE)),
        message(form(ONE, ONE.replace("<Title>", f"<Title><![CDATA[{ONE}]]>"), ONE)),
        message(form(ONE, ONE.replace("<Ssin>", "<Ssin><!-- of Emma -->"), ONE)),
        message(form(ONE, ONE.replace("<TrainingRecord>", "<TrainingRecord run='0-0'>"), ONE)),
        message(form(ONE, "<TrainingRecord run='-0'/>", ONE)),
        message(form(ONE, "text", ONE)),
        message(form(record(RIGHT), ONE)),
        message(form(), form(ONE), form(), form(ONE, record(RIGHT))),
        message(form(ONE, ONE.replace(TRAINING["title"], "Veilig &amp; vlot"), ONE)),
        message(form(ONE, ONE.replace(TRAINING["title"], "é" * 250), ONE)),
        message(form(ONE, ONE.replace(TRAINING["title"], "é" * 251), ONE)),
        message(form(ONE, ONE.replace(TRAINING["title"], ""), ONE)),
        message(form(ONE, ONE.replace(TRAINING["start_date"], "2024-02-29"), ONE)),
        message(form(ONE, ONE.replace(TRAINING["start_date"], "2025-02-29"), ONE)),
        message(form(ONE, ONE.replace(TRAINING["start_date"], "2025-04-31"), ONE)),
        message(form(ONE)).replace(b"<Title>", b"<Title>\xff"),
        message(form(ONE)).replace(b"<Title>", b"<Title>\x01"),
    ],
)  # fmt: skip
def test_the_pattern_reads_as_the_parser_does(
    data: bytes, by_parser: Callable[[bytes], Any]
) -> None:
    assert found(data) == by_parser(data)


@pytest.mark.parametrize("seed", range(12))
def test_no_change_of_a_message_makes_the_two_differ(
    seed: int, monkeypatch: pytest.MonkeyPatch, by_parser: Callable[[bytes], Any]
) -> None:
    monkeypatch.setattr(blocks, "PIECE", 1500)  # so that blocks end everywhere
    draw = random.Random(seed)  # noqa: S311 - no secret
    parts = [b"<", b">", b"/", b"&", b"&amp;", b" ", b"\n", b"x", b"0", b"\xc3\xa9", b"\xff", b""]
    tags = [b"<Title>", b"</Worker>", b"<TrainingRecord>", b"</TrainingRecord>", b"</Form><Form>"]
    for _ in range(40):
        data = PLAIN
        for _ in range(draw.randint(1, 2)):
            place = draw.randrange(100, len(data))
            cut = draw.choice((0, 1, 1, 30))
            data = data[:place] + draw.choice(parts + tags) + data[place + cut :]
        assert found(data) == by_parser(data), data


def test_too_many_records_are_told_at_the_first_that_is_too_much() -> None:
    with pytest.raises(MessageRefused) as refused:
        examine(BytesIO(of_rows([TRAINING] * 9)), MessageLimits(records=5))
    assert refused.value.reason.code == "tooManyRecords"
    told = of_rows([TRAINING] * 9).splitlines()
    sixth = [line for line, text in enumerate(told, 1) if b"<TrainingRecord>" in text][5]
    assert refused.value.spot is not None
    assert refused.value.spot.line == sixth
