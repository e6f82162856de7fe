from portal.law.credit import Ledger
from portal.law.right import RightKind
from tests.law.worlds import accounts, declared, employment

LEGAL, _, EMPLOYER = RightKind
DAY = 456  # minutes, in a week of 38 hours


def taken(fte: str, ledger: Ledger, committee: str = "200") -> dict[int, dict[str, int]]:
    found = accounts(employment(joint_committee=committee), fte, ledger)
    for account in found.values():
        assert sum(days for _, days in account.charged_by_kind) == account.charged
    return {
        year: {kind.value: int(days) for kind, days in account.charged_by_kind}
        for year, account in found.items()
        if account.charged
    }


def test_days_taken_are_attributed_in_the_order_of_the_kinds() -> None:
    extra = declared(2024, "2", EMPLOYER), declared(2024, "1", LEGAL)
    ledger = Ledger({2024: 3 * DAY}, extra)
    assert taken("7", ledger) == {2024: {"legal": 1, "sectoral": 1, "employer": 1}}


def test_days_carried_stay_of_their_kind() -> None:
    ledger = Ledger({2026: 4 * DAY}, [declared(2024, "2", EMPLOYER)])
    assert taken("7", ledger) == {2026: {"sectoral": 3, "employer": 1}}


def test_legal_days_carried_go_before_others_of_the_year() -> None:
    ledger = Ledger({2025: 9 * DAY}, [declared(2025, "2", EMPLOYER)])
    assert taken("45", ledger, "302") == {2025: {"legal": 9}}


def test_days_in_advance_are_attributed_to_the_first_kind_that_had_days() -> None:
    assert taken("7", Ledger({2024: 4 * DAY})) == {2024: {"sectoral": 4}}
    assert taken("45", Ledger({2024: 9 * DAY}), "302") == {2024: {"legal": 9}}
